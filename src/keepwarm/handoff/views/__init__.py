"""Pages of the hand-off: lists, one hand-off, the offer, and the agreed reasons."""
