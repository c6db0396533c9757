"""What this room says in words: why a message does not go, how one stands and what to do, and texts of turns without an item."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from keepwarm.courier.models import State
from keepwarm.courier.words import say_because
from keepwarm.messaging.models import Message

HELD: dict[str, str | Promise] = {
    "ended": _("we are done with each other"),
    "no_gateway": _("no gateway is set"),
    "no_address": _("there is no number or name in use"),
    "not_permitted": _("they have not allowed short messages"),
    "suppressed": _("this number is not to be used"),
    "wish": _("they asked to hear nothing before a date"),
    "missing_field": _("a field of the text has no value, and no other words"),
    "empty": _("there is nothing to say: the item has no short text"),
    "too_long": _("with its fields filled in the text is too long"),
    "unhappy": _("a complaint or a broken promise waits, and marketing is silent until then"),
    "spread": _("they came from a list, and the first touches are spread over some weeks"),
    "gap": _("our last touch is too fresh"),
    "cap": _("they have heard from us as often as the house agreed on"),
    "waits": _("something is promised to them or waits for an answer, and that comes first"),
    "in_sales": _("they are talking with sales"),
    "hours": _("it is night, a weekend or a holiday where they are"),
    "undone": _("one of us took it back"),
    "called_back": _("one of us took it back"),
    "forgotten": _("they were forgotten, as they asked"),
}
"""Why it does not go, in the middle of a sentence; the keys of `engine.pacing` among them."""
TO_DO: Final[dict[str, str | Promise]] = {
    State.UNCERTAIN: _("Look at the gateway whether it went out, and say so here. It is not sent again by itself."),
    State.FAILED: _("Their next touch is set. Look whether the number is right."),
    State.QUEUED: _("Nothing: it goes by itself."),
}


def say_held(key: str) -> str:
    """The reason in words; what is no key of ours is the courier's."""
    return str(HELD[key]) if key in HELD else say_because(key)


def say_state(message: Message) -> str:
    """How it stands, in a few words."""
    if message.report:
        return str(Message.Report(message.report).label)
    return str(State(message.parcel.state).label) if message.parcel else gettext("not sent")


def say_why(message: Message) -> str:
    """Why, in the middle of a sentence; "" when there is nothing to explain."""
    if message.report_because:
        return str(Message.Why(message.report_because).label)
    if message.held_because:
        return say_held(message.held_because)
    return say_held(message.parcel.because) if message.parcel and message.parcel.because else ""


def what_to_do(message: Message) -> str:
    """What a person does about it; "" when nothing is to be done."""
    if message.parcel is None or message.report or (message.parcel.state == State.UNCERTAIN and message.parcel.ruled_at):
        return ""
    return str(TO_DO.get(message.parcel.state, ""))


def text_of_kind(kind: str) -> str:
    """The text of a turn that carries no item, in the language that is active."""
    if kind == "last_question":
        return gettext(
            "Hello {first_name|there}, shall we stay in touch? Answer YES, and we do. If we hear nothing, that is an answer too."
        )
    return gettext("Hello {first_name|there}, what are you working on, and what would help you with it? Just answer this message.")


def ending() -> str:
    """How to end it, below every message of our own accord, in the language that is active."""
    return gettext("Answer STOP to end these messages.")
