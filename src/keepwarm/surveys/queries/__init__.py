"""Reads of surveys: lists, results, and what the public page asks."""
