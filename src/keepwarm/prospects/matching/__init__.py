"""Matching: whether two records speak of the same person.

A *match* is judged in three words: SAME (merged at import), DOUBT (shown to a person, never merged by itself) and
DIFFERENT, each with its reasons. A wrong merge is worse than a missed one: it shows one person's wishes and story
under another's name. Pure: standard library, NumPy and rapidfuzz only; no Django, no database, no clock.
docs/decisions/0002-matching.md tells how and why.
"""
