"""Pages of the circle: the team, and an import taken back."""
