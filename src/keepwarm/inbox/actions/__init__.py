"""Every write of the inbox: keeping and reading mails, what follows, choices, mailboxes, and what the circle needs."""

from keepwarm.inbox.actions.absorbing import absorb, forget, give_back, reassign
from keepwarm.inbox.actions.choosing import choose_kind, give_to, leave_alone, set_aside
from keepwarm.inbox.actions.fetching import CannotRead, fetch_mailbox
from keepwarm.inbox.actions.keeping import keep_mail, take_mail
from keepwarm.inbox.actions.mailboxes import connect_mailbox, retire_mailbox
from keepwarm.inbox.actions.proposing import leave_proposal, take_proposal
from keepwarm.inbox.actions.reading import read_received, read_waiting
from keepwarm.inbox.actions.strangers import take_in_sender

__all__ = [
    "CannotRead",
    "absorb",
    "choose_kind",
    "connect_mailbox",
    "fetch_mailbox",
    "forget",
    "give_back",
    "give_to",
    "keep_mail",
    "leave_alone",
    "leave_proposal",
    "read_received",
    "read_waiting",
    "reassign",
    "retire_mailbox",
    "set_aside",
    "take_in_sender",
    "take_mail",
    "take_proposal",
]
