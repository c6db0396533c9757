"""Shaping: a row of text becomes plain values, read, checked, normalized and keyed, ready to be matched and written.

It knows no database, so that it may run in a process of its own beside the one that writes. What cannot be read is a *flaw*,
in a sentence: a row that is flawed as a whole is refused, a phone that cannot be read is kept in words with the inquiry.
"""
