"""The fields that the form offers, in groups, and the ones that it adds because a condition names them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from keepwarm.engine.conditions.tree import ANSWER, ConditionError
from keepwarm.facts.conditions.fields import INTEREST, PLAIN, Field, Kind, field_named
from keepwarm.facts.conditions.traits import TOPIC
from keepwarm.facts.conditions.vocabulary import Vocabulary

STANDING = ("stage", "step", "owner", "language", "place", "warm", "source", "firm", "firm.place", "firm.people")
DATES = ("inquired_at", "last_touch_at", "last_ours_at", "last_reached_at", "last_progress_at", "next_touch_at", "reached", "attempts")
TOUCHES = (
    "touch.any.in",
    "touch.any.out",
    "touch.phone.reached",
    "touch.meeting.held",
    "touch.email.in",
    "touch.email.out",
    "touch.mailing.out",
    "touch.mailing.out.30d",
    "touch.web.in",
    "touch.post.out",
)
SIGNS = ("sign.any", "sign.click", "sign.visit", "sign.download", "sign.signed_up", "sign.attended", "sign.answered", "sign.replied")
ALLOWED = ("may_mail", "may_write", "may_post", "may_message", "wishes")
assert {*STANDING, *DATES, *ALLOWED} == set(PLAIN)

Offer = tuple[str, list[Field]]


def list_offered(known: Vocabulary, *, more: Iterable[str] = ()) -> list[Offer]:
    """Groups of fields with their names. `more`: fields that a condition names already; what is gone keeps its key as its name."""
    answers = [ANSWER + key for key, one in known.questions.items() if one.group != TOPIC]
    topics = [INTEREST + key for key, one in known.questions.items() if one.group == TOPIC]
    groups = [
        (gettext("What they told us"), answers),
        (gettext("What interests them"), topics),
        (gettext("Who they are, and where we stand"), list(STANDING)),
        (gettext("When"), list(DATES)),
        (gettext("What passed between us"), list(TOUCHES)),
        (gettext("What they did"), [*SIGNS, *(f"sign.any.{name.removeprefix(INTEREST)}" for name in topics)]),
        (gettext("What is allowed"), list(ALLOWED)),
    ]
    offered = {name for _title, names in groups for name in names}
    groups.append((gettext("Others"), [name for name in dict.fromkeys(more) if name and name not in offered]))
    return [(title, [_named(name, known) for name in names]) for title, names in groups if names]


def _named(name: str, known: Vocabulary) -> Field:
    try:
        return field_named(name, known)
    except ConditionError:
        return Field(name, Kind.TEXT, gettext("%(key)s (not there any more)") % {"key": name})
