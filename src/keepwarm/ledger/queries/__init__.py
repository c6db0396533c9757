"""Reads of the ledger: what a day took, what the house's pages show of it, and the rows behind."""
