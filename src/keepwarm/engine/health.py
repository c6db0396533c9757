"""How a customer is, told in reasons: what was promised, said, complained of, used, paid, and how long nobody talked.

The colour follows from the reasons and is no score: unhappy before quiet, quiet before well. Where nothing is known it says so.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from keepwarm.engine.translate import gettext_noop

FELL_TO: Final = 0.5
"""Use that fell to less than half of what it was is a reason to ask. Our choice."""
LATE_DAYS: Final = 14
"""A bill paid this many days late is a sign, a few days are none. Our choice."""
UNHAPPY_ANSWER: Final = 0.4
"""An answer this low, where 0 is the worst and 1 the best they could say. Our choice."""


class Mood(IntEnum):
    """Whom to look at first: the lower, the sooner."""

    UNHAPPY = 1
    AT_RISK = 2
    QUIET = 3
    UNKNOWN = 4
    WELL = 5


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of one customer; None where nothing is. Days are whole days up to now.

    `use_share`: the newest use as a share of what it was before; `answer`: their newest answer about us, from 0 to 1.
    """

    open_cases: int = 0
    open_broken: int = 0
    kept: int = 0
    broken: int = 0
    unrecorded: int = 0
    overdue: int = 0
    answer: float | None = None
    use_share: float | None = None
    days_late: float | None = None
    talk_days: int | None = None
    quiet_after_days: int = 90


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, in words with its figures; `mood` is what it alone would say."""

    words: str
    args: tuple[tuple[str, int], ...]
    mood: Mood


@dataclass(frozen=True, slots=True)
class Health:
    """The worst of the reasons, and all of them, the worst first."""

    mood: Mood
    reasons: tuple[Reason, ...]


WORDS: Final = {
    Mood.UNHAPPY: gettext_noop("unhappy"),
    Mood.AT_RISK: gettext_noop("at risk"),
    Mood.QUIET: gettext_noop("gone quiet"),
    Mood.UNKNOWN: gettext_noop("not known"),
    Mood.WELL: gettext_noop("well"),
}


def health_of(signs: Signs) -> Health:
    """Pure. Every figure that speaks gives a reason; nothing known at all is a reason too."""
    reasons = tuple(sorted((*_promised(signs), *_said(signs), *_told(signs), *_talked(signs)), key=lambda one: one.mood))
    if not reasons:
        reasons = (Reason(gettext_noop("Nothing is known yet: nobody has talked with them, and no figure has come."), (), Mood.UNKNOWN),)
    return Health(reasons[0].mood, reasons)


def _counted(count: int, one: str, several: str, mood: Mood) -> list[Reason]:
    """A reason with its count, in the words for one or for several; none for nothing."""
    if not count:
        return []
    return [Reason(one if count == 1 else several, (("count", count),) if count > 1 else (), mood)]


def _promised(signs: Signs) -> list[Reason]:
    return [*_broken(signs), *_due(signs)]


def _broken(signs: Signs) -> list[Reason]:
    return [
        *_counted(
            signs.open_broken,
            gettext_noop("A broken promise is not settled."),
            gettext_noop("%(count)s broken promises are not settled."),
            Mood.UNHAPPY,
        ),
        *_counted(
            max(0, signs.broken - signs.open_broken),
            gettext_noop("A promise to them was broken, and it is settled."),
            gettext_noop("%(count)s promises to them were broken, and they are settled."),
            Mood.AT_RISK,
        ),
        *_counted(
            signs.unrecorded,
            gettext_noop("They know of a promise that was not written down with us."),
            gettext_noop("They know of %(count)s promises that were not written down with us."),
            Mood.AT_RISK,
        ),
    ]


def _due(signs: Signs) -> list[Reason]:
    are_all_kept = signs.kept and not (signs.broken or signs.overdue)
    return [
        *_counted(
            signs.overdue,
            gettext_noop("The day of a promise is over, and nobody has said whether it was kept."),
            gettext_noop("The day of %(count)s promises is over, and nobody has said whether they were kept."),
            Mood.AT_RISK,
        ),
        *_counted(
            signs.kept if are_all_kept else 0,
            gettext_noop("The one promise that was due was kept."),
            gettext_noop("All %(count)s promises that were due were kept."),
            Mood.WELL,
        ),
    ]


def _said(signs: Signs) -> list[Reason]:
    found = _counted(
        signs.open_cases,
        gettext_noop("A complaint waits for an answer."),
        gettext_noop("%(count)s complaints wait for an answer."),
        Mood.UNHAPPY,
    )
    if signs.answer is not None and signs.answer <= UNHAPPY_ANSWER:
        found.append(Reason(gettext_noop("Asked how it goes, they said: not well."), (), Mood.UNHAPPY))
    elif signs.answer is not None:
        found.append(Reason(gettext_noop("Asked how it goes, they said: well."), (), Mood.WELL))
    return found


def _told(signs: Signs) -> list[Reason]:
    found = []
    if signs.use_share is not None and signs.use_share < FELL_TO:
        args = (("percent", round(signs.use_share * 100)),)
        found.append(Reason(gettext_noop("They use it %(percent)s %% as much as before."), args, Mood.AT_RISK))
    elif signs.use_share is not None:
        found.append(Reason(gettext_noop("They use it as they did before."), (), Mood.WELL))
    if signs.days_late is not None and signs.days_late >= LATE_DAYS:
        args = (("days", round(signs.days_late)),)
        found.append(Reason(gettext_noop("Their last payment came %(days)s days late."), args, Mood.AT_RISK))
    return found


def _talked(signs: Signs) -> list[Reason]:
    if signs.talk_days is None:
        return [Reason(gettext_noop("No talk with anyone there is on record."), (), Mood.QUIET)]
    args = (("days", signs.talk_days),)
    if signs.talk_days < 2:
        return [Reason(gettext_noop("We talked with somebody there a day ago at most."), (), Mood.WELL)]
    if signs.talk_days >= signs.quiet_after_days:
        return [Reason(gettext_noop("The last talk with anyone there was %(days)s days ago."), args, Mood.QUIET)]
    return [Reason(gettext_noop("We talked with somebody there %(days)s days ago."), args, Mood.WELL)]
