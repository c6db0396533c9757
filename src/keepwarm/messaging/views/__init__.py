"""Pages of short messages."""
