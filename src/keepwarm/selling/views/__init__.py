"""Pages of selling: the list, the board, one opportunity, the forecast, offerings and rates."""
