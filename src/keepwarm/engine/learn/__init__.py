"""Learning from a table: which rows become customers, which customers leave, and how sure that is.

Pure: a table of text goes in (`frame`), chances and an honest judgement come out (`measuring.measure`): every row is judged by a model
that never saw it, and, where rows stand in order, only by a past that lay before it. Columns that give the outcome away are named
(`leaks`). No database, no clock, no network, and the same figures each time.
"""
