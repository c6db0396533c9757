"""Reads of letters on paper."""
