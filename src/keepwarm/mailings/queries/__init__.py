"""Reads of mailings."""
