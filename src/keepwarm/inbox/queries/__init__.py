"""Reads of the inbox: whose a mail is, what waits for a choice, and the mailboxes."""

from keepwarm.inbox.queries.lists import Line, Tab, count_waiting, find_received, list_received
from keepwarm.inbox.queries.mailboxes import mailboxes_for
from keepwarm.inbox.queries.threading import Whose, whose_is

__all__ = [
    "Line",
    "Tab",
    "Whose",
    "count_waiting",
    "find_received",
    "list_received",
    "mailboxes_for",
    "whose_is",
]
