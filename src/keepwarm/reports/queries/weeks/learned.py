"""What the house's own calls taught, in sentences with how sure it is; where they taught nothing, the policy stands and it says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext

from keepwarm.engine.reach import Known, learn_attempts, learn_hours
from keepwarm.reports.queries.weeks.reading import Weeks
from keepwarm.reports.queries.weeks.words import say_hour

Part = tuple[Counter[str], Counter[str]]


def learned(weeks: Weeks, seat_id: int | None, *, agreed: int) -> tuple[str, ...]:
    """Of one rep, or of the house: the hour to prefer, and after how many attempts it is enough. `agreed`: attempts of the policy.

    Last what nothing learned decides: all of this is advice.
    """
    stands = gettext(
        "This is advice. How ready somebody is, and how a customer is, go by the agreed points and reasons: no learned model decides them."
    )
    return (*_hours(weeks, seat_id), *_attempts(weeks, seat_id, agreed), stands)


def _hours(weeks: Weeks, seat_id: int | None) -> Iterator[str]:
    """Found in the first half of the weeks, tried on the second."""
    half = len(weeks.starts) // 2
    early, late = (_part(weeks, seat_id, starts) for starts in (weeks.starts[:half], weeks.starts[half:]))
    told = learn_hours(early, late)
    if told.best is None:
        yield gettext(
            "Which hour reaches most people this house does not know yet: no hour was surely better in both halves of these weeks."
        )
        return
    yield gettext(
        "Calls from %(hour)s on reach %(share)s. Found in the first half of these weeks, it held in the second: "
        "%(ahead)d of 100 more than other hours, and surely more than %(least)d."
    ) % {
        "hour": say_hour(told.best.key),
        "share": _share(told.best),
        "ahead": round(100 * told.ahead),
        "least": int(100 * told.ahead_low),
    }


def _attempts(weeks: Weeks, seat_id: int | None, agreed: int) -> Iterator[str]:
    told = learn_attempts(weeks.by_key(seat_id, "attempt_no"), weeks.by_key(seat_id, "answered_no"))
    if told.enough is None or told.enough >= agreed:
        yield gettext("Nothing speaks for fewer attempts than the %(agreed)d that are agreed: they stand.") % {"agreed": agreed}
        return
    yield gettext("After attempt %(enough)d surely fewer than 5 of 100 are reached. Agreed are %(agreed)d: worth a word.") % {
        "enough": told.enough,
        "agreed": agreed,
    }


def _part(weeks: Weeks, seat_id: int | None, starts: tuple[object, ...]) -> Part:
    tried: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    for start, counted in weeks.counts.items():
        for (seat, figure, key), count in counted.items() if start in starts else ():
            if seat == seat_id and figure in {"dialled_at", "answered_at"}:
                (tried if figure == "dialled_at" else reached)[key] += count
    return tried, reached


def _share(one: Known) -> str:
    words = {"share": round(100 * one.share), "low": round(100 * one.low), "high": round(100 * one.high)}
    return gettext("%(share)d of 100 (%(low)d to %(high)d, 19 times of 20)") % words
