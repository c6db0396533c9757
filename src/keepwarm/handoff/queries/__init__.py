"""Reads of the hand-off: who waits for whom, who is asked next, and the brief."""
