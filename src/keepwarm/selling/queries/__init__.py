"""Reads of selling: what fits, who may see and change, lists, the board, one opportunity, and what is to be expected."""
