"""The weeks of the house: what is counted of each, from what, and the rows behind it."""
