"""How two texts of a mailing did: shares with their ranges, and a sentence that names a better one only when chance hardly explains it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwarm.engine.blast import Arm, Compared, compare, people_needed
from keepwarm.engine.likeness import Share, share_of
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.queries.figures import limits_in_force
from keepwarm.mailings.queries.turning_away import arm

USUAL, GAIN = 0.04, 0.02
"""What a mailing to a small group is clicked, and what gain is worth telling apart; for the size of a comparison. Our choice."""


@dataclass(frozen=True, slots=True)
class Text:
    """One of the two: how many had it, how many of them followed a link, and the range of that share, in percent."""

    letter: str
    people: int
    hits: int
    percent: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """`compared`: B against A, nobody named while `is_early`. `needed`: people of each to find a usual difference four times in five."""

    texts: tuple[Text, Text]
    compared: Compared
    is_early: bool
    needed: int
    words: str


def two_texts(mailing: Mailing, *, now: datetime) -> TwoTexts:
    """The comparison. Looked at again and again, chance shows a winner sooner or later: none is named before the watch is over."""
    a, b = arm(mailing, "a"), arm(mailing, "b")
    found, is_early = compare(a, b), _is_early(mailing, now=now)
    if is_early:
        found = Compared(found.difference, found.low, found.high, "")
    return TwoTexts((_text("A", a), _text("B", b)), found, is_early, people_needed(max(USUAL, a.share), GAIN), _say(a, b, found, is_early))


def two_as_values(two: TwoTexts | None) -> dict[str, Any] | None:
    """As plain values; the difference of B against A in percent points."""
    if two is None:
        return None
    found = two.compared
    points = {name: round(100 * getattr(found, name), 1) for name in ("difference", "low", "high")}
    return {"texts": [asdict(one) for one in two.texts], **points, "better": found.better, "is_early": two.is_early, "words": two.words}


def needed_for_two() -> int:
    """People in each half, before anything is known."""
    return people_needed(USUAL, GAIN)


def _is_early(mailing: Mailing, *, now: datetime) -> bool:
    """The first share, or all when there was none, had it less than the hours of watching ago."""
    if mailing.first:
        return mailing.rest_at is None
    newest = mailing.recipients.filter(state=Recipient.State.SENT).aggregate(at=Max("ended_at"))["at"]
    return newest is None or newest > now - timedelta(hours=limits_in_force().watch_hours)


def _text(letter: str, one: Arm) -> Text:
    share: Share = share_of(one.hits, one.people)
    return Text(letter, one.people, one.hits, *(round(100 * part, 1) for part in (share.share, share.low, share.high)))


def _say(a: Arm, b: Arm, found: Compared, is_early: bool) -> str:
    if not a.people or not b.people:
        return _("Nothing can be compared yet: each text has to reach somebody first.")
    if is_early:
        return _too_early(limits_in_force().watch_hours)
    low, high = (f"{100 * abs(end):.1f}" for end in sorted((found.low, found.high), key=abs))
    if found.better:
        words = _("Text %(letter)s did better: %(low)s to %(high)s more of 100 people followed a link. Chance hardly explains that.")
        return words % {"letter": found.better.upper(), "low": low, "high": high}
    words = _("Neither is better as far as can be told: of 100 people A may win up to %(a)s more than B, or B up to %(b)s more than A.")
    return words % {"a": f"{-100 * found.low:.1f}", "b": f"{100 * found.high:.1f}"}


def _too_early(hours: int) -> str:
    return ngettext(
        "It is too early to say: the comparison is made %(count)s hour after the last of them got it.",
        "It is too early to say: the comparison is made %(count)s hours after the last of them got it.",
        hours,
    ) % {"count": hours}
