"""How ready somebody is by what they did, and why, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.utils.translation import ngettext

from keepwarm.engine.policy import Policy
from keepwarm.engine.readiness import FORGET_AFTER, KINDS, Deeds, readiness, share_of
from keepwarm.policy.queries import policy_in_force
from keepwarm.signs.models import Kind, Sign

MOST_REASONS = 5
FIELDS = ("prospect_id", "kind", "at", "weight", "page__words", "item__title", "about")


@dataclass(frozen=True, slots=True)
class Reason:
    """Something they did, once or several times: in words, and what it counts now."""

    words: str
    points: float
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How ready somebody is. `share` of the mark, 0 to 1; `rose_at`: when they last came to the mark; the weightiest reason first."""

    points: int
    mark: int
    rose_at: datetime | None
    reasons: tuple[Reason, ...]

    @property
    def share(self) -> float:
        """0 to 1."""
        return min(self.points / self.mark, 1.0)

    @property
    def is_ready(self) -> bool:
        """At the mark now."""
        return self.points >= self.mark


def readiness_of(prospect_ids: Sequence[int], *, now: datetime) -> dict[int, Standing]:
    """By prospect; whoever did nothing that still counts is at 0, without reasons. One query."""
    policy = policy_in_force()
    since = now - timedelta(days=FORGET_AFTER * policy.readiness_half_life_days)
    rows = list(Sign.objects.filter(prospect_id__in=prospect_ids, is_robot=False, at__gt=since, at__lte=now).values_list(*FIELDS))
    place = {pk: at for at, pk in enumerate(prospect_ids)}
    deeds = _deeds(rows, place)
    moment = np.datetime64(now.astimezone(UTC).replace(tzinfo=None, microsecond=0), "s")
    found, shares = readiness(deeds, len(prospect_ids), policy, moment), share_of(deeds, policy, moment)
    reasons = _reasons(rows, shares.tolist())
    return {pk: _standing(found.points[at], found.rose_at[at], reasons.get(pk, ()), policy) for pk, at in place.items()}


def readiness_as_values(found: Standing) -> dict[str, Any]:
    """As plain values: for programs."""
    plain = {name: getattr(found, name) for name in ("points", "mark", "is_ready", "rose_at")}
    return {**plain, "reasons": [{**asdict(one), "points": round(one.points, 1)} for one in found.reasons]}


def _deeds(rows: Sequence[tuple[Any, ...]], place: dict[int, int]) -> Deeds:
    codes = {kind: code for code, kind in enumerate(KINDS)}
    return Deeds(
        np.array([place[row[0]] for row in rows], np.intp),
        np.array([codes[row[1]] for row in rows], np.int8),
        np.array([row[2].astimezone(UTC).replace(tzinfo=None, microsecond=0) for row in rows], "datetime64[s]"),
        np.array([row[3] for row in rows], np.int16),
    )


def _standing(points: float, rose_at: np.datetime64, reasons: Iterable[Reason], policy: Policy) -> Standing:
    at = None if np.isnat(rose_at) else datetime.fromtimestamp(int(rose_at.astype(np.int64)), UTC)
    ordered = sorted(reasons, key=lambda one: -one.points)[:MOST_REASONS]
    return Standing(round(float(points)), policy.readiness_mark, at, tuple(ordered))


def _reasons(rows: Sequence[tuple[Any, ...]], shares: Sequence[float]) -> dict[int, list[Reason]]:
    """What was done alike is one reason."""
    alike: dict[tuple[int, str, str], list[tuple[datetime, float]]] = defaultdict(list)
    for (pk, kind, at, _weight, page, title, about), points in zip(rows, shares, strict=True):
        alike[pk, Kind.VISIT if page else kind, page or title or about or ""].append((at, points))
    told: dict[int, list[Reason]] = defaultdict(list)
    for (pk, kind, what), deeds in alike.items():
        told[pk].append(Reason(words_of(kind, what, len(deeds)), sum(points for _, points in deeds), max(at for at, _ in deeds)))
    return told


def words_of(kind: str, what: str, times: int) -> str:
    """What they did, as a sentence: `what` is the words of a page, the title of an item, or ""."""
    if not what:
        return _bare(kind, times)
    sentence = {
        Kind.VISIT: ngettext("Looked at %(what)s", "Looked at %(what)s, %(times)s times", times),
        Kind.CLICK: ngettext("Opened “%(what)s” from a mail", "Opened “%(what)s” from a mail, %(times)s times", times),
        Kind.DOWNLOAD: ngettext("Downloaded “%(what)s”", "Downloaded “%(what)s”, %(times)s times", times),
        Kind.SIGNED_UP: ngettext("Signed up for “%(what)s”", "Signed up for “%(what)s”, %(times)s times", times),
        Kind.ATTENDED: ngettext("Came to “%(what)s”", "Came to “%(what)s”, %(times)s times", times),
        Kind.ANSWERED: ngettext("Answered “%(what)s”", "Answered “%(what)s”, %(times)s times", times),
        Kind.REPLIED: ngettext("Wrote back to “%(what)s”", "Wrote back to “%(what)s”, %(times)s times", times),
    }[Kind(kind)]
    return sentence % {"what": what, "times": times}


def _bare(kind: str, times: int) -> str:
    sentence = {
        Kind.VISIT: ngettext("Looked at a marked page", "Looked at marked pages, %(times)s times", times),
        Kind.CLICK: ngettext("Followed a link of a mail", "Followed links of mails, %(times)s times", times),
        Kind.DOWNLOAD: ngettext("Downloaded something", "Downloaded something, %(times)s times", times),
        Kind.SIGNED_UP: ngettext("Signed up for a seminar", "Signed up for seminars, %(times)s times", times),
        Kind.ATTENDED: ngettext("Came to a seminar", "Came to seminars, %(times)s times", times),
        Kind.ANSWERED: ngettext("Answered a question", "Answered questions, %(times)s times", times),
        Kind.REPLIED: ngettext("Wrote back to a mail", "Wrote back to mails, %(times)s times", times),
    }[Kind(kind)]
    return sentence % {"times": times}
