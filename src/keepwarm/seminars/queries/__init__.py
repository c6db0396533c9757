"""Reads of seminars: for marketers, for guests, and for the door."""
