"""What was answered, decided and changed about a prospect before, each with its day and by whom; and who may be the same person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from keepwarm.answers.models import Answer
from keepwarm.circle.queries.merges import standing_merges
from keepwarm.decisions.models import Decision
from keepwarm.decisions.queries import sentence_of
from keepwarm.lib.text import joined
from keepwarm.prospects.models import Doubt, Prospect, Stage, StandingChange
from keepwarm.prospects.words import say_likeness
from keepwarm.qualification.queries.definitions import name_version
from keepwarm.qualification.queries.missing import judgement_history, say_change
from keepwarm.staff.models import User
from keepwarm.touches.words import KNOWN_FROM, say_when

HISTORY = 20
"""Decisions, changes and superseded answers shown on the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a small list: what, and from where and when. `ref` names what a button would change."""

    ref: str
    text: str
    small: str
    is_over: bool = False
    has_file: bool = False


def superseded_answers(prospect: Prospect, for_: User, now: datetime) -> tuple[Line, ...]:
    """Answers that newer ones replaced: kept with date and source, never overwritten."""
    rows = Answer.objects.filter(prospect=prospect, superseded_by__isnull=False, voided_at__isnull=True)
    return tuple(
        Line(str(row.pk), f"{row.question.label}: {row.value}", _from_where(row, for_, now))
        for row in rows.select_related("question").order_by("-learned_at")[:HISTORY]
    )


def _from_where(row: Answer, for_: User, now: datetime) -> str:
    return f"{KNOWN_FROM.get(row.evidence, '')}, {say_when(row.learned_at, zone=for_.zone, now=now)}"


def doubts_about(prospect: Prospect) -> tuple[Line, ...]:
    """Others who may be the same person, while nobody has said."""
    rows = Doubt.objects.filter(Q(a=prospect) | Q(b=prospect), settled_at__isnull=True).select_related("a", "b")[:10]
    return tuple(_doubt(row, row.b if row.a_id == prospect.pk else row.a) for row in rows)


def _doubt(row: Doubt, other: Prospect) -> Line:
    return Line(str(row.pk), other.name, "; ".join(say_likeness(reason) for reason in row.reasons))


def merges_into(prospect: Prospect, for_: User, now: datetime) -> tuple[Line, ...]:
    """Whom somebody found to be this person; each can be undone."""
    return tuple(
        Line(row.ref, row.loser.name, joined(say_when(row.at, zone=for_.zone, now=now), row.by.name if row.by else ""))
        for row in standing_merges(prospect)
    )


def decisions_of(prospect: Prospect, for_: User, now: datetime) -> tuple[Line, ...]:
    """What was decided and why, the newest first."""
    rows = Decision.objects.filter(prospect=prospect).select_related("by").order_by("-at", "-pk")[:HISTORY]
    return tuple(
        Line(
            row.rule,
            f"{row.step.replace('_', ' ')}, {say_when(row.due_at, zone=for_.zone, now=now)}: "
            + sentence_of(row.rule, row.args, zone=for_.zone),
            _about_decision(row, for_, now),
        )
        for row in rows
    )


def _about_decision(row: Decision, for_: User, now: datetime) -> str:
    return joined(say_when(row.at, zone=for_.zone, now=now), _policy(row.policy_version), row.by.name if row.by else "", row.because)


def _policy(version: int) -> str:
    """Under which values it was decided; those that the house began with need no word."""
    return _("policy of version %(version)s") % {"version": version} if version else ""


def judgements_of(prospect: Prospect, for_: User, now: datetime) -> tuple[Line, ...]:
    """How the judgement against the definition of a lead changed, in words."""
    return tuple(
        Line("", say_change(one), joined(say_when(one.at, zone=for_.zone, now=now), name_version(one.version)))
        for one in judgement_history(prospect, count=HISTORY)
    )


def changes_of(prospect: Prospect, for_: User, now: datetime) -> tuple[Line, ...]:
    """Who had them, how far they were, and when they ended or came back."""
    rows = StandingChange.objects.filter(prospect=prospect).select_related("by", "seat").order_by("-at", "-pk")[:HISTORY]
    return tuple(
        Line(
            str(row.pk),
            f"{row.get_what_display()}: {_change(row)}",
            joined(say_when(row.at, zone=for_.zone, now=now), row.by.name if row.by else "", row.because),
        )
        for row in rows
    )


def _change(row: StandingChange) -> str:
    """From what to what, in words: seats by name, stages by label."""
    if row.what == StandingChange.What.OWNER:
        return row.seat.name if row.seat else row.new
    if row.what == StandingChange.What.STAGE:
        return " → ".join(_stage(value) for value in (row.old, row.new) if value)
    return row.new.replace("_", " ") or _("opened again")


def _stage(value: str) -> str:
    return str(Stage(int(value)).label) if value.isdigit() else value
