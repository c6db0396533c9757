"""The pages of signs: following a link, and marking pages of the house's site."""
