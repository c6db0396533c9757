"""Template tags of the room staff."""
