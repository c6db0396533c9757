"""Keepwarm turns inquiries into customers without abandoning anyone.

Rooms on floors over a pure engine; `ARCHITECTURE.md` shows the plan. Each folder here is a room: a subject of the business.
"""
