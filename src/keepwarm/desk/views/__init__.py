"""Pages of the desk: one action each."""
