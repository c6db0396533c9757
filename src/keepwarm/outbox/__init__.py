"""Outbox: mail that leaves the house, handed over once. It records results and decides nothing.

A message is one letter to one recipient, frozen when it is queued: its Message-ID, its date and its bytes are the same at
every try. Right before the final dot one durable compare-and-set lets at most one try of a message through, and asks once
more whether it may go. Whatever breaks after that leaves the message *uncertain*: listed, never sent again by itself. An
account is the server through which mail leaves: the house's own, or a rep's.
"""
