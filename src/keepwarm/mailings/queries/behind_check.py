"""The people behind a figure of the check of a mailing: who never gave a sign, who hears from us too often, who may not get it.

Told as things stand when the page is opened: the check counted at its own moment, and people have changed since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.content.queries.fields import values_of
from keepwarm.content.rendering import fill_pattern
from keepwarm.engine.conditions.json_form import from_json
from keepwarm.mailings.models import Mailing
from keepwarm.mailings.queries.figures import blocking_patterns
from keepwarm.prospects.queries import visible_to
from keepwarm.segments.queries import WHO, members, who_among
from keepwarm.staff.models import User

PAGE, PIECE, LOOKED_AT = 100, 1_000, 20_000
"""People of a page; people looked at together, and at most for one page: a rare kind among very many takes several."""
BLOCKED, OPEN = "blocked", "open"
WORDS: Final[Mapping[str, str | Promise]] = {
    "said": gettext_lazy("told us that it interests them"),
    "showed": gettext_lazy("showed it by what they did"),
    "without_sign": gettext_lazy("never gave any sign of interest"),
    "above_cap": gettext_lazy("heard from us as often as agreed"),
    "too_soon": gettext_lazy("heard from us only just now: they get it later"),
    "no_permission": gettext_lazy("have not allowed mailings: they get nothing"),
    OPEN: gettext_lazy("may get it, now or later"),
    BLOCKED: gettext_lazy("would not get it: a field of the text is empty for them"),
}
"""The figures of a check, each in words."""
assert {*WHO, BLOCKED, OPEN} == set(WORDS)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody behind a figure. `ref` is empty for whom the reader may not see."""

    ref: str
    name: str
    firm: str


def people_behind(mailing: Mailing, what: str, *, for_: User, after: int = 0, now: datetime) -> tuple[list[Person], int]:
    """A page of them behind the key `after`, and the key for the next page, 0 at the end. `what`: a key of WORDS.

    Raises ConditionError when its group or its topic cannot be asked for any more.
    """
    found: list[int] = []
    for piece in _pieces(mailing, after, now=now):
        found += _among(mailing, piece, what, now=now)
        after = piece[-1]
        if len(found) > PAGE:
            return _named(found[:PAGE], for_=for_), found[PAGE - 1]
    looked_at_all = not _keys(mailing, after, 1, now=now)
    return _named(found, for_=for_), 0 if looked_at_all else after


def _pieces(mailing: Mailing, after: int, *, now: datetime) -> list[list[int]]:
    keys = _keys(mailing, after, LOOKED_AT, now=now)
    return [keys[start : start + PIECE] for start in range(0, len(keys), PIECE)]


def _keys(mailing: Mailing, after: int, most: int, *, now: datetime) -> list[int]:
    """People of the group as it was checked, by rising key."""
    if mailing.condition is None:
        return []
    rows = members(from_json(mailing.condition), now=now).filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def _among(mailing: Mailing, keys: Sequence[int], what: str, *, now: datetime) -> list[int]:
    if what == OPEN:
        return sorted(set(keys) - set(who_among(keys, "no_permission", topic=mailing.topic, now=now)))
    if what != BLOCKED:
        return who_among(keys, what, topic=mailing.topic, now=now)
    patterns = blocking_patterns(mailing)
    values = values_of(keys, now=now) if patterns else {}
    return sorted(key for key, known in values.items() if any(fill_pattern(one, known)[1] for one in patterns))


def _named(keys: Sequence[int], *, for_: User) -> list[Person]:
    rows = visible_to(for_).filter(pk__in=keys).values_list("pk", "ref", "name", "organization__name")
    seen = {pk: Person(ref, name, firm or "") for pk, ref, name, firm in rows}
    return [seen.get(key) or Person("", _("somebody whom you do not work with"), "") for key in keys]
