"""Deliverability: whether mail of a domain is likely to be taken, asked of the DNS and of our server, each with what to do about it.

Every check says ok, warn, bad or unknown. Unknown is no verdict: where the DNS cannot be reached from here, nothing is claimed.
"""

from keepwarm.outbox.deliverability.checking import Sender, check_sender
from keepwarm.outbox.deliverability.found import Check, Record, State

__all__ = ["Check", "Record", "Sender", "State", "check_sender"]
