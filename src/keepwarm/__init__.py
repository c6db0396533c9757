"""Keepwarm turns inquiries into customers without abandoning anyone."""
