"""Prospects: every person who ever showed interest, one row each, however many inquiries; their addresses and organizations.

A prospect row carries where we stand: stage, owner, the next touch with its date and reason. The database itself refuses an
open prospect without a next touch. Finding anyone by a part of a name, a firm, a number or an address is this room's work too.
"""
