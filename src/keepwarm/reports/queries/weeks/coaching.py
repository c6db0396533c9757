"""What works: at which hours calls reach people, on which attempt, after how many reps give up, what letters were for, and what
the check advised against in vain. Hints only where the figures carry them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext, ngettext

from keepwarm.policy.queries import policy_in_force
from keepwarm.reports.queries.leads.figures import Share
from keepwarm.reports.queries.weeks.learned import learned
from keepwarm.reports.queries.weeks.reader import Whose, whose
from keepwarm.reports.queries.weeks.reading import Weeks, read_weeks
from keepwarm.reports.queries.weeks.span import this_week, weeks_until
from keepwarm.reports.queries.weeks.words import say_finding, say_hour, say_purpose
from keepwarm.reports.queries.worth import FEW_PEOPLE
from keepwarm.staff.models import User

FIGURES = ("dialled_at", "answered_at", "attempt_no", "answered_no", "gave_up", "letters", "overruled", "tried")


@dataclass(frozen=True, slots=True)
class Tried:
    """Calls at an hour, or as an attempt in a row: how many, and the share that reached the person. `width` in percent of the best."""

    key: str
    label: str
    share: Share
    width: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A line that only counts: a purpose, a finding that was overruled, attempts before giving up."""

    key: str
    label: str
    count: int
    width: int


@dataclass(frozen=True, slots=True)
class Coaching:
    """The page, over the last quarter of a year. `hints` are sentences that the figures carry."""

    since: date
    until: date
    whose: Whose
    hints: tuple[str, ...]
    hours: tuple[Tried, ...]
    attempts: tuple[Tried, ...]
    gave_up: tuple[Counted, ...]
    letters: tuple[Counted, ...]
    overruled: tuple[Counted, ...]
    agreed: int
    missing: tuple[date, ...]
    counted_at: datetime | None
    is_empty: bool
    learned: tuple[str, ...] = ()


def coaching(*, for_: User | None, rep: str = "", now: datetime) -> Coaching:
    """Of one rep, or of the house where the reader sees every rep."""
    about, starts = whose(rep, for_=for_), weeks_until(this_week(now))
    weeks = read_weeks(starts, FIGURES, seats=about.seats, now=now)
    hours = _tried(weeks, about.seat_id, "dialled_at", "answered_at", say_hour)
    attempts = _tried(weeks, about.seat_id, "attempt_no", "answered_no", str)
    agreed = policy_in_force().call_attempts
    gave_up = _counted(weeks.by_key(about.seat_id, "gave_up"), str, in_order=True)
    overruled = _counted(weeks.by_key(about.seat_id, "overruled"), say_finding)
    return Coaching(
        since=starts[0],
        until=starts[-1],
        whose=about,
        hints=tuple(_hints(hours, attempts, gave_up, overruled, agreed)),
        hours=hours,
        attempts=attempts,
        gave_up=gave_up,
        letters=_counted(weeks.by_key(about.seat_id, "letters"), say_purpose),
        overruled=overruled,
        agreed=agreed,
        missing=weeks.missing,
        counted_at=weeks.counted_at,
        is_empty=weeks.is_empty,
        learned=learned(weeks, about.seat_id, agreed=agreed),
    )


def _tried(weeks: Weeks, seat_id: int | None, tried: str, reached: str, say) -> tuple[Tried, ...]:  # type: ignore[no-untyped-def]  # words of a key
    dialled, answered = weeks.by_key(seat_id, tried), weeks.by_key(seat_id, reached)
    shares = {key: Share(answered[key], dialled[key]) for key in sorted(dialled)}
    best = max((share.found / share.among for share in shares.values() if share.is_told), default=0)
    return tuple(Tried(key, say(key), share, round(100 * (share.value or 0) / best) if best else 0) for key, share in shares.items())


def _counted(counts: Counter[str], say, *, in_order: bool = False) -> tuple[Counted, ...]:  # type: ignore[no-untyped-def]  # the same
    most = max(counts.values(), default=0)
    keys = sorted(counts) if in_order else [key for key, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
    return tuple(Counted(key, say(key), counts[key], round(100 * counts[key] / most)) for key in keys if counts[key])


def _hints(
    hours: tuple[Tried, ...], attempts: tuple[Tried, ...], gave_up: tuple[Counted, ...], overruled: tuple[Counted, ...], agreed: int
) -> Iterator[str]:
    yield from _about_hours(hours)
    yield from _about_attempts(attempts, gave_up, agreed)
    if letters := sum(one.count for one in overruled):
        yield ngettext(
            "%(count)d letter went although the check advised otherwise. Ask what it was about.",
            "%(count)d letters went although the check advised otherwise. Ask what they were about.",
            letters,
        ) % {"count": letters}


def _about_hours(hours: tuple[Tried, ...]) -> Iterator[str]:
    """Said only where the worst the best hour may be is better than the best the busiest may be."""
    told = [one for one in hours if one.share.among >= FEW_PEOPLE]
    if len(told) < 2:
        return
    best, busiest = max(told, key=lambda one: one.share.value or 0), max(told, key=lambda one: one.share.among)
    if best.share.range and busiest.share.range and best.share.range[0] > busiest.share.range[1]:
        yield gettext("Most calls go out from %(busy)s on, and calls from %(best)s on reach more people. Move some.") % {
            "busy": busiest.label,
            "best": best.label,
        }


def _about_attempts(attempts: tuple[Tried, ...], gave_up: tuple[Counted, ...], agreed: int) -> Iterator[str]:
    up = sum(one.count for one in gave_up)
    later = [one for one in attempts if one.key.isdecimal() and 1 < int(one.key) <= agreed]
    share = Share(sum(one.share.found for one in later), sum(one.share.among for one in later))
    if up and share.value:
        yield ngettext(
            "%(up)d person was given up early, and attempts 2 to %(agreed)d reached %(share)d of 100.",
            "%(up)d people were given up early, and attempts 2 to %(agreed)d reached %(share)d of 100.",
            up,
        ) % {"up": up, "agreed": agreed, "share": round(100 * share.value)}
