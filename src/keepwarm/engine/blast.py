"""Whether a mailing is focused enough to go, how it goes, and when it stops by itself. Pure.

A mailing is refused when hardly anything speaks for it, slowed when something speaks against it (a first small share, then the
rest), and it pauses while it runs when more people turn away than the house allows. Each verdict names its reasons.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt
from typing import Final

from keepwarm.engine.policy import Policy
from keepwarm.engine.shares import newcombe
from keepwarm.engine.translate import gettext_noop as _


class Verdict(StrEnum):
    """How a mailing may go. The order is from best to worst."""

    GO = "go"
    WARN = "warn"
    SLOW = "slow"  # a first share, and the rest when nobody turned away
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Limits:
    """What the house allows; shares are 0 to 1. As the policy has it (`limits_of`), but what a share or a group is at all."""

    big: int = 500
    without_sign_slow: float = 0.10
    without_sign_refuse: float = 0.25
    unlike_groups: int = 3  # so many unlike groups are no small group with one interest
    alike: float = 0.35  # engine.likeness.SIMILAR_AT
    above_cap_warn: float = 0.02
    above_cap_refuse: float = 0.20
    first_share: float = 0.10
    first_least: int = 50
    watch_hours: int = 24
    complaints: float = 0.001
    opt_outs: float = 0.02
    bounces: float = 0.05
    fewest_to_judge: int = 50  # delivered, before a share is a share


def limits_of(policy: Policy) -> Limits:
    """The limits that the house agreed on."""
    return Limits(
        big=policy.mailing_big,
        without_sign_slow=policy.mailing_no_sign_slow,
        without_sign_refuse=policy.mailing_no_sign_refuse,
        above_cap_warn=policy.mailing_often_warn,
        above_cap_refuse=policy.mailing_often_refuse,
        first_share=policy.mailing_first_share,
        first_least=policy.mailing_first_least,
        watch_hours=policy.mailing_watch_hours,
        complaints=policy.mailing_complaints,
        opt_outs=policy.mailing_opt_outs,
        bounces=policy.mailing_bounces,
    )


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who would get a mailing; shares of all its people."""

    people: int
    open: int  # who may get it now or at a later date
    without_sign: float
    interested: float
    groups: int
    likeness: float
    above_cap: float
    has_topic: bool = True


REASONS: Final[Mapping[str, str]] = {
    "nobody": _("There is nobody in it who may get it."),
    "no_sign": _("%(percent)s %% have never given any sign of interest."),
    "unlike": _("These are %(groups)s unlike groups: one text cannot be for all of them."),
    "not_alike": _("They have little in common, as far as we know."),
    "too_often": _("%(percent)s %% have heard from us as often as agreed this month."),
    "no_topic": _("It is about nothing in particular, so nobody can be asked whether it interests them."),
    "not_interested": _("Only %(percent)s %% said or showed that the topic interests them."),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict and its reasons: keys of REASONS with what they need. `first`: how many go ahead; 0: all at once."""

    verdict: Verdict
    reasons: tuple[tuple[str, Mapping[str, object]], ...] = ()
    first: int = 0


@dataclass(slots=True)
class _Verdicts:
    worst: Verdict = Verdict.GO
    reasons: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)

    def add(self, verdict: Verdict, key: str, **args: object) -> None:
        order = list(Verdict)
        self.worst = max(self.worst, verdict, key=order.index)
        self.reasons.append((key, args))


def judge(crowd: Crowd, limits: Limits | None = None) -> Judged:
    """May it go, and how? A small group is never refused for being unlike: somebody knows them by name."""
    limits = limits or Limits()
    found = _Verdicts()
    if not crowd.open:
        found.add(Verdict.REFUSE, "nobody")
        return Judged(found.worst, tuple(found.reasons))
    hard = Verdict.REFUSE if crowd.people >= limits.big else Verdict.SLOW
    _judge_signs(crowd, limits, found, hard)
    _judge_likeness(crowd, limits, found, hard)
    if crowd.above_cap >= limits.above_cap_warn:
        found.add(hard if crowd.above_cap >= limits.above_cap_refuse else Verdict.WARN, "too_often", percent=_percent(crowd.above_cap))
    first = first_share(crowd.open, limits) if found.worst is Verdict.SLOW or crowd.people >= limits.big else 0
    return Judged(as_it_goes(found.worst, first), tuple(found.reasons), 0 if found.worst is Verdict.REFUSE else first)


def as_it_goes(verdict: Verdict, first: int) -> Verdict:
    """What is slow has a share that goes ahead: so few that all get it at once are only to be looked at."""
    return Verdict.WARN if verdict is Verdict.SLOW and not first else verdict


def _judge_signs(crowd: Crowd, limits: Limits, found: _Verdicts, hard: Verdict) -> None:
    if crowd.without_sign >= limits.without_sign_slow:
        refused = crowd.without_sign >= limits.without_sign_refuse
        found.add(hard if refused else Verdict.SLOW, "no_sign", percent=_percent(crowd.without_sign))
    if not crowd.has_topic:
        found.add(Verdict.WARN, "no_topic")
    elif crowd.interested < 0.5:
        found.add(Verdict.SLOW, "not_interested", percent=_percent(crowd.interested))


def _judge_likeness(crowd: Crowd, limits: Limits, found: _Verdicts, hard: Verdict) -> None:
    if crowd.groups >= limits.unlike_groups:
        found.add(hard, "unlike", groups=crowd.groups)
    elif crowd.likeness < limits.alike and crowd.people > 1:
        found.add(Verdict.WARN, "not_alike")


def _percent(share: float) -> int:
    return round(share * 100)


def first_share(people: int, limits: Limits | None = None) -> int:
    """How many go ahead of the rest; 0 when there are so few that all go at once."""
    limits = limits or Limits()
    first = max(limits.first_least, round(people * limits.first_share))
    return first if first < people else 0


@dataclass(frozen=True, slots=True)
class Turned:
    """What became of those who were sent to so far. `delivered` counts those who bounced, too: they were tried."""

    delivered: int
    bounced: int = 0
    opted_out: int = 0
    complained: int = 0


def must_pause(turned: Turned, limits: Limits | None = None) -> str:
    """Which limit is passed: "complaints", "opt_outs", "bounces"; "" while none is.

    Of few people a single complaint is no share: the count must be more than the limit would let expect, by a wide margin
    (twice the spread), or at least `fewest_to_judge` were tried.
    """
    limits = limits or Limits()
    for name, count, limit in (
        ("complaints", turned.complained, limits.complaints),
        ("opt_outs", turned.opted_out, limits.opt_outs),
        ("bounces", turned.bounced, limits.bounces),
    ):
        if count and count > limit * turned.delivered and (turned.delivered >= limits.fewest_to_judge or _beyond(count, limit, turned)):
            return name
    return ""


def _beyond(count: int, limit: float, turned: Turned) -> bool:
    expected = limit * turned.delivered
    return count > max(1.0, expected + 2 * sqrt(expected))


@dataclass(frozen=True, slots=True)
class Arm:
    """One of two texts: how many got it, and how many did what counts."""

    people: int
    hits: int

    @property
    def share(self) -> float:
        return self.hits / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class Compared:
    """B against A: the difference of the shares with its 95 % interval. `better`: "a", "b", or "" while chance may explain it."""

    difference: float
    low: float
    high: float
    better: str


def compare(a: Arm, b: Arm) -> Compared:
    """The interval of a difference of two shares: honest for few and for none. Nobody: anything is possible."""
    if not a.people or not b.people:
        return Compared(0.0, -1.0, 1.0, "")
    difference, low, high = newcombe(b.hits, b.people, a.hits, a.people)
    return Compared(difference, low, high, "b" if low > 0 else "a" if high < 0 else "")


def people_needed(base: float, gain: float) -> int:
    """How many in each half, so that a gain from `base` to `base + gain` is found four times in five (normal approximation)."""
    p, q = base, min(0.999, base + gain)
    return int((1.96 * sqrt(2 * p * (1 - p)) + 0.84 * sqrt(p * (1 - p) + q * (1 - q))) ** 2 / (q - p) ** 2) + 1
