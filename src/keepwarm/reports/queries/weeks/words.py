"""What the figures of the weeks are called, and how their keys read."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from keepwarm.engine.letter.words import Kind
from keepwarm.inbox.words import SAID
from keepwarm.letters.words import LABELS

TITLES: dict[str, str | Promise] = {
    "conversations": gettext_lazy("Whom did we talk to?"),
    "reached": gettext_lazy("Who was reached by phone?"),
    "met": gettext_lazy("Whom did we meet?"),
    "tried": gettext_lazy("Who was dialled?"),
    "dialled_at": gettext_lazy("Who was dialled at that hour?"),
    "answered_at": gettext_lazy("Who was reached at that hour?"),
    "attempt_no": gettext_lazy("Who was dialled for that attempt?"),
    "answered_no": gettext_lazy("Who was reached on that attempt?"),
    "letters": gettext_lazy("To whom did reps write?"),
    "overruled": gettext_lazy("Which letters went although the check advised otherwise?"),
    "gave_up": gettext_lazy("Who was given up before the agreed attempts?"),
    "replied": gettext_lazy("Who wrote back?"),
    "learned": gettext_lazy("Of whom did we learn what a lead needs?"),
    "leads_met": gettext_lazy("Who met the definition of a lead for the first time?"),
    "sold": gettext_lazy("Who bought?"),
    "sold_minor": gettext_lazy("Who bought?"),
}
"""The figures that can be opened, as the question that their rows answer."""
TOGETHER = {"conversations": ("reached", "met")}
"""Figures that are the sum of others."""
WAYS: dict[str, str | Promise] = {
    "reached": gettext_lazy("Reached by phone"),
    "rang_us": gettext_lazy("They rang us"),
    "met": gettext_lazy("Met"),
}


def say_way(key: str) -> str:
    """A conversation or a kind of reply, in words."""
    said = WAYS.get(key) or SAID.get(key)
    return str(said) if said and key else gettext("Nothing in the 90 days before")


def say_key(figure: str, key: str) -> str:
    """The key of a figure beside a name; "" where it says nothing."""
    if figure in {"leads_met", "sold", "learned", "replied"}:
        return say_way(key)
    if figure in {"dialled_at", "answered_at"}:
        return say_hour(key)
    if figure == "letters":
        return say_purpose(key)
    if figure == "reached":
        return gettext("rang us") if key == "theirs" else ""
    if figure in {"gave_up", "attempt_no", "answered_no"}:
        return gettext("attempt %(number)s") % {"number": key}
    if figure == "overruled":
        return say_finding(key)
    return ""


def say_hour(key: str) -> str:
    """The hour from which a call was made."""
    return f"{key}:00"


def say_purpose(key: str) -> str:
    """What a letter was for."""
    return str(LABELS[key]) if key in LABELS else gettext("no purpose noted")


def say_finding(key: str) -> str:
    """What the check of a letter had found, in words."""
    return str(FOUND[key]) if key in FOUND else key.replace("_", " ")


FOUND: dict[str, str | Promise] = {
    Kind.SPELLING: gettext_lazy("spelling"),
    Kind.GRAMMAR: gettext_lazy("grammar"),
    Kind.FOR_A_CALL: gettext_lazy("belongs into a call"),
    Kind.NO_ATTEMPT: gettext_lazy("no call was tried before"),
    Kind.NOTHING_ASKED: gettext_lazy("asks for nothing"),
    Kind.OTHER_PURPOSE: gettext_lazy("is for something else than it says"),
    Kind.TOO_LONG: gettext_lazy("too long"),
    Kind.TOO_MANY_LINKS: gettext_lazy("too many links or attachments"),
    Kind.TOO_MUCH_READING: gettext_lazy("too much to read"),
    Kind.SENT_BEFORE: gettext_lazy("was sent before"),
    Kind.UNFIT_STAGE: gettext_lazy("does not suit the stage"),
    Kind.UNFIT_INTEREST: gettext_lazy("does not suit the interest"),
    Kind.MORE_ASKS: gettext_lazy("asks for more than one thing"),
}
