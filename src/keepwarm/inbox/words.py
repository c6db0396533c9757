"""The kinds of what comes in, in words. The kinds of a person's reply are the engine's; the others are machines' and reports."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """The first fourteen are those of `engine.replies`."""

    INTERESTED = "interested"
    WANTS_CALL = "wants_call"
    QUESTION = "question"
    NOT_NOW = "not_now"
    NOT_INTERESTED = "not_interested"
    OBJECTION = "objection"
    REFERRAL = "referral"
    WRONG_PERSON = "wrong_person"
    LEFT_COMPANY = "left_company"
    OUT_OF_OFFICE = "out_of_office"
    AUTO_ACK = "auto_ack"
    UNSUBSCRIBE = "unsubscribe"
    THANKS_ONLY = "thanks_only"
    COMPLAINT = "complaint"
    BOUNCE = "bounce"
    SPAM_REPORT = "spam_report"
    MACHINE = "machine"
    SENT = "sent"
    AGAIN = "again"
    UNPROVEN = "unproven"


SAID: dict[str, str | Promise] = {
    Kind.INTERESTED: _("Interested"),
    Kind.WANTS_CALL: _("Wants a call"),
    Kind.QUESTION: _("Asks something"),
    Kind.NOT_NOW: _("Not now"),
    Kind.NOT_INTERESTED: _("Not interested"),
    Kind.OBJECTION: _("Has an objection"),
    Kind.REFERRAL: _("Names somebody else"),
    Kind.WRONG_PERSON: _("Is the wrong person"),
    Kind.LEFT_COMPANY: _("Has left the firm"),
    Kind.OUT_OF_OFFICE: _("Is out of the office"),
    Kind.AUTO_ACK: _("Automatic confirmation"),
    Kind.UNSUBSCRIBE: _("Wants no more of it"),
    Kind.THANKS_ONLY: _("Only thanks"),
    Kind.COMPLAINT: _("Complains"),
    Kind.BOUNCE: _("Came back"),
    Kind.SPAM_REPORT: _("Reported as spam"),
    Kind.MACHINE: _("Written by a machine"),
    Kind.SENT: _("Sent elsewhere"),
    Kind.AGAIN: _("Came twice"),
    Kind.UNPROVEN: _("Says it is of one of us, and nothing proves it"),
    "": _("Not read yet"),
}
FOLLOWS: dict[str, str | Promise] = {
    Kind.INTERESTED: _("A call to find out more. A reply alone never makes a lead."),
    Kind.WANTS_CALL: _("A call: on the day they name, otherwise within hours."),
    Kind.QUESTION: _("An answer in writing; it is never refused for want of letters."),
    Kind.NOT_NOW: _("Back to keep warm until the day they name; nobody calls or writes before."),
    Kind.NOT_INTERESTED: _("An honourable end. They reopen when they come back."),
    Kind.OBJECTION: _("A call. What they object to stands on the call sheet."),
    Kind.REFERRAL: _("Whom they name is proposed as a new person; thank them."),
    Kind.WRONG_PERSON: _("Whom they name is proposed; they themselves go back to keep warm."),
    Kind.LEFT_COMPANY: _("This address is used no more. Whom the mail names is proposed."),
    Kind.OUT_OF_OFFICE: _("Nothing until they are back. A stand-in is proposed, and not written to by a machine."),
    Kind.AUTO_ACK: _("Nothing. It is noted."),
    Kind.UNSUBSCRIBE: _("No more of it, from this moment."),
    Kind.THANKS_ONLY: _("Nothing. It is noted."),
    Kind.COMPLAINT: _("Mailings stop at once, to a customer until it is settled. A person answers, and whoever runs the team sees it."),
}
"""What follows each kind that a person may choose, in the order of the buttons."""


def say_kind(kind: str) -> str:
    """The kind in words."""
    return str(SAID.get(kind, kind))
