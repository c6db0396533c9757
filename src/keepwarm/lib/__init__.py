"""Lib: pure and tiny helpers of all rooms, each in a file named after what it is about: refusals, references, text, dates.

It knows no database, no clock and no web, and imports nothing but the standard library.
"""
