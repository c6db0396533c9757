"""Reads of short messages."""
