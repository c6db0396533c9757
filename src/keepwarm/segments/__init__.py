"""Segments: a group of people in words and in SQL, and how alike they are.

A segment is a condition over what we know (answers, behaviour, touches, source, organization, dates), kept as text that a person
can read. It is counted live, never rebuilt. It says what its people share and what sets them apart from all others.
"""
