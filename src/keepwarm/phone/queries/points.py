"""Which talking points fit a conversation, and the short text for the machine."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from keepwarm.phone.models import TalkingPoints

WORDS_A_SECOND = 2.5
"""Speaking rate on a machine: 150 words a minute, a common figure for clear speech. Our choice."""
MACHINE_SECONDS = 15
"""A voicemail longer than this is not listened to: PRODUCT.md, P6."""
NAME = "{name}"
"""Where the caller's own name goes in a voicemail."""


@dataclass(frozen=True, slots=True)
class Objection:
    """What they may say, and what one can answer."""

    they_say: str
    you_answer: str


@dataclass(frozen=True, slots=True)
class Voicemail:
    """Words for the machine with the caller's name in it, and about how many seconds they take."""

    text: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Points:
    """Talking points as the desk shows them; without a reference when the house has written none that fit."""

    ref: str
    name: str
    opening: str
    points: tuple[str, ...]
    questions: tuple[str, ...]
    objections: tuple[Objection, ...]
    voicemail: Voicemail


def speaking_seconds(text: str) -> int:
    """About how many seconds `text` takes to say, rounded up; 0 for nothing."""
    return math.ceil(len(text.split()) / WORDS_A_SECOND)


def fit_points(*, topic: str, stage: int, caller: str) -> Points:
    """The most specific talking points for this interest and stage, with the caller's name in the voicemail."""
    fitting = Q(topic="") | Q(topic__iexact=topic)
    in_use = TalkingPoints.objects.filter(fitting, Q(stage__isnull=True) | Q(stage=stage), retired_at__isnull=True)
    found = choose_best(in_use[:50], topic=topic, stage=stage)
    return shape_points(found, caller=caller) if found else no_points(caller=caller)


def choose_best(candidates: Iterable[TalkingPoints], *, topic: str, stage: int) -> TalkingPoints | None:
    """The candidate that fits best: topic before stage before none of both; of equals the newest. None when none fits."""
    fitting = [points for points in candidates if _fits(points, topic=topic, stage=stage)]
    return max(fitting, key=lambda points: (bool(points.topic), points.stage is not None, points.edited_at), default=None)


def _fits(points: TalkingPoints, *, topic: str, stage: int) -> bool:
    return points.topic.casefold() in ("", topic.casefold()) and points.stage in (None, stage)


def shape_points(points: TalkingPoints, *, caller: str) -> Points:
    """A row as the desk shows it."""
    return Points(
        ref=points.ref,
        name=points.name,
        opening=points.opening,
        points=tuple(points.points),
        questions=tuple(points.questions),
        objections=tuple(Objection(*pair) for pair in points.objections),
        voicemail=write_voicemail(points.voicemail, caller=caller),
    )


def no_points(*, caller: str) -> Points:
    """What is shown when nothing fits: only the words for the machine, which always need the caller's name."""
    return Points("", "", "", (), (), (), write_voicemail("", caller=caller))


def points_to_put_right(*, caller: str) -> Points:
    """Where something is to be put right with a customer: an open ear, on the machine too, and no talk of what they once asked about."""
    opening = _("Something was not as it should be, and I would rather hear it from you. What happened?")
    voicemail = _("Hello, this is {name}. Something was not as it should be, and I want to put it right. I will try again.")
    return Points("", "", opening, (), (), (), write_voicemail(voicemail, caller=caller))


def write_voicemail(text: str, *, caller: str) -> Voicemail:
    """The words for the machine with the caller's name; plain ones when the house wrote none."""
    text = text or _("Hello, this is {name}. You asked us something, and I have an answer for you. I will try again.")
    spoken = text.replace(NAME, caller)
    return Voicemail(spoken, speaking_seconds(spoken))


@dataclass(frozen=True, slots=True)
class PointsLine:
    """One line of the marketers' list."""

    ref: str
    name: str
    topic: str
    stage: str
    opening: str
    seconds: int
    edited_by: str


def list_points() -> list[PointsLine]:
    """All talking points in use, by name. A house has dozens, not thousands."""
    rows = TalkingPoints.objects.filter(retired_at__isnull=True).select_related("edited_by")[:200]
    return [_line(row) for row in rows]


def _line(row: TalkingPoints) -> PointsLine:
    return PointsLine(
        ref=row.ref,
        name=row.name,
        topic=row.topic,
        stage=stage_label(row.stage),
        opening=row.opening,
        seconds=speaking_seconds(row.voicemail),
        edited_by=row.edited_by.name if row.edited_by else "",
    )


def stage_label(stage: int | None) -> str:
    """The stage in words; empty for talking points that fit every stage."""
    from keepwarm.prospects.models import Stage

    return "" if stage is None else str(Stage(stage).label)
