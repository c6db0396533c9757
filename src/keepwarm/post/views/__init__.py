"""Pages of letters on paper."""
