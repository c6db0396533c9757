"""Every write of short messages. Lock order: prospects, then parcels, then messages."""

from keepwarm.messaging.actions.absorbing import absorb, forget, give_back, reassign
from keepwarm.messaging.actions.hearing import hear
from keepwarm.messaging.actions.reporting import report_delivery
from keepwarm.messaging.actions.ruling import decide
from keepwarm.messaging.actions.sending import send_due
from keepwarm.messaging.actions.settling import settle_results
from keepwarm.messaging.actions.taking import take_up
from keepwarm.messaging.actions.writing import Written, write_messages
from keepwarm.messaging.roles import EDITORS, WRITERS

__all__ = (
    "EDITORS",
    "WRITERS",
    "Written",
    "absorb",
    "decide",
    "forget",
    "give_back",
    "hear",
    "reassign",
    "report_delivery",
    "send_due",
    "settle_results",
    "take_up",
    "write_messages",
)
