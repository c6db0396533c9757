"""The checks of mailings: one of them, how far it is, and the look at the people that it takes, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from keepwarm.engine.conditions.json_form import from_json
from keepwarm.engine.conditions.tree import Condition
from keepwarm.mailings.models import Check, Mailing
from keepwarm.mailings.queries.figures import blocking_patterns, count_blocked, figures_of, limits_in_force, nobody_chosen
from keepwarm.mailings.refusals import CheckRefused
from keepwarm.prospects.models import Prospect
from keepwarm.segments.queries import Interested, Keys, Tally, about_tally, keys_of, members, portray_group, read_interested, tally_of

PIECE = 2_000
"""People looked at between two writes of how far it is: a few tenths of a second."""
SHOWN = 10
OPEN = Q(finished_at__isnull=True, stopped_at__isnull=True)
HOLDS = timedelta(hours=24)
"""A check tells the truth for so long; then people and answers have changed. Our choice."""


@dataclass(slots=True)
class Look:
    """The people of a check, and what was counted of them. `keys`: of all of them; `looked_to`: those up to here are counted.

    The keys are read once: whoever comes or goes while it lasts changes nothing of it.
    """

    mailing: Mailing
    whole: Condition | None
    keys: Keys
    interested: Interested | None
    as_of: datetime
    looked_to: int
    tally: Tally
    blocked: int

    @property
    def total(self) -> int:
        """How many people are to be looked at."""
        return len(self.keys)

    @property
    def counted(self) -> dict[str, Any]:
        """As the row keeps it."""
        return {"tally": asdict(self.tally), "blocked": self.blocked}

    def count_pieces(self) -> Iterator[tuple[int, int]]:
        """Look at the people who are left, piece by piece: after each the last key, and how many were looked at."""
        if self.interested is None:
            return
        patterns = blocking_patterns(self.mailing)
        left = self.keys[self.keys > self.looked_to]
        for start in range(0, len(left), PIECE):
            piece = left[start : start + PIECE]
            self.tally.add(tally_of(piece, self.interested, now=self.as_of))
            self.blocked += count_blocked(patterns, piece.tolist(), now=self.as_of)
            yield int(piece[-1]), self.tally.people

    def figures(self) -> dict[str, Any]:
        """Everything that the page of the check shows, as plain values: see `figures.figures_of`."""
        if self.interested is None:
            return nobody_chosen()
        wanted = self.interested.interested if self.mailing.topic else None
        portrait = portray_group(self.keys, whole=self.whole, wanted=wanted)
        return figures_of(self.mailing, about_tally(self.tally, portrait), self.blocked)


def begin_look(check: Check) -> Look:
    """The people of a check as they stand, with what was counted of them before. Raises ConditionError."""
    mailing, as_of = check.mailing, check.as_of or check.asked_at
    tally = Tally(**check.counted.get("tally", {}))
    if check.condition is None:
        return Look(mailing, None, keys_of(Prospect.objects.none()), None, as_of, 0, tally, 0)
    whole = from_json(check.condition)
    keys = keys_of(members(whole, now=as_of))
    interested = read_interested(mailing.topic, now=as_of)
    return Look(mailing, whole, keys, interested, as_of, check.looked_to, tally, check.counted.get("blocked", 0))


def find_check(ref: str) -> Check:
    """By its reference, with its mailing. Raises CheckRefused."""
    found = Check.objects.select_related("mailing__segment", "asked_by").filter(ref=ref).first()
    if found is None:
        raise CheckRefused(_("There is no such check."))
    return found


def waiting_checks(*, now: datetime) -> list[str]:
    """The references of those that nobody does."""
    idle = Q(lease_until__isnull=True, asked_at__lt=now) | Q(lease_until__lt=now)
    return list(Check.objects.filter(OPEN, idle).order_by("pk").values_list("ref", flat=True))


def newest_checks(mailing: Mailing) -> list[Check]:
    """The newest first, at most ten."""
    return list(mailing.checks.select_related("asked_by").defer("counted", "condition")[:SHOWN])


def segment_condition(mailing: Mailing) -> Any:
    """What its segment asks now, as JSON; None while nobody is chosen."""
    return mailing.segment.condition if mailing.segment else None


def why_stale(mailing: Mailing, *, now: datetime) -> str:
    """Why what the check found does not hold for this text and this segment now, in a sentence; "" while it holds."""
    if mailing.checked_at is None:
        return _("Check it first: nobody has looked at its people and its text yet.")
    if mailing.checked_version != mailing.version:
        return _("Check it first: it was changed since the last check.")
    if mailing.condition != segment_condition(mailing):
        return _("Check it first: its segment was changed since the last check, so others would get it.")
    if mailing.figures.get("limits", limits := asdict(limits_in_force())) != limits:
        return _("Check it first: the policy's limits for mailings were changed since the last check.")
    if mailing.checked_at < now - HOLDS:
        return _("Check it first: the last check is more than a day old, and people have changed since.")
    return ""


def check_as_values(check: Check | None) -> dict[str, Any] | None:
    """How far it is, as plain values: for programs. None when there was none."""
    if check is None:
        return None
    state = "done" if check.finished_at else "stopped" if check.stopped_at else "counting" if check.lease_until else "waiting"
    names = ("ref", "done", "total", "problem", "asked_at", "finished_at")
    return {"state": state, **{name: getattr(check, name) for name in names}}
