"""Pages of surveys: for those who answer, and for marketers."""
