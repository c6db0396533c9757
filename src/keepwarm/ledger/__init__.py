"""Ledger: what it all cost, and what came of it. Every touch costs us money and them minutes, and each sale is owed to all that led to it,
from the first inquiry on. The ledger keeps sums by day, so that no page counts a large house anew; they are told from the rows of the
rooms below, never the other way round, and `keepwarm audit` counts them again and compares.
"""
