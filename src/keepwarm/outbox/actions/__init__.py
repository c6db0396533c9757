"""Every write of the outbox. Lock order: staff, then prospects by id, then messages by id."""

from keepwarm.outbox.actions.absorbing import absorb, forget, give_back, reassign
from keepwarm.outbox.actions.bouncing import record_bounce, record_complaint
from keepwarm.outbox.actions.cancelling import cancel, cancel_for
from keepwarm.outbox.actions.queueing import Built, build_messages, freeze_template, queue_message, queue_messages
from keepwarm.outbox.actions.ruling import rule
from keepwarm.outbox.actions.shedding import forget_house_mail, shed_house_mail
from keepwarm.outbox.actions.telling import mark_told

__all__ = [
    "Built",
    "absorb",
    "build_messages",
    "cancel",
    "cancel_for",
    "forget",
    "forget_house_mail",
    "freeze_template",
    "give_back",
    "mark_told",
    "queue_message",
    "queue_messages",
    "reassign",
    "record_bounce",
    "record_complaint",
    "rule",
    "shed_house_mail",
]
