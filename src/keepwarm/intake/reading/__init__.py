"""Reading: a file of a list becomes a *table*: a header and rows of text, each with the line it begins on.

Streaming, with memory that does not grow with the file. A file that holds no table is refused in one sentence; a row
that cannot be read comes as a row with a problem, and the rest goes on. Pure: no Django, no database, no clock.
"""
