"""What the engine would propose after each ending of a call: a row of facts for each, one decision, nothing written.

The standing after the call is told by the same functions that `log_touch` uses; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.effects import address_state, carries_out, is_live, settled_kinds, woken_by
from keepwarm.decisions.standing import Happened, Told, tell
from keepwarm.engine.decide import because, decide
from keepwarm.engine.facts import AnswerColumn, Facts
from keepwarm.engine.rules import RULES
from keepwarm.engine.sentences import say
from keepwarm.engine.words import ON_DESK, STEP_OF, Stage, Step, traits_of
from keepwarm.facts.gather import aware, moment
from keepwarm.facts.said import letters_left
from keepwarm.phone.queries.gate import Basis
from keepwarm.phone.queries.numbers import Number
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Channel, Direction, Inquiry, Signal, Touch

WAITING: dict[str, tuple[str, ...]] = {
    Signal.Kind.CALL_BACK: ("promised_at", "promise_made_at"),
    Signal.Kind.CONTACT_ASKED: ("contact_asked_at", "contact_due_at"),
    Signal.Kind.REPLY: ("reply_at",),
    Signal.Kind.VOICEMAIL: ("voicemail_at",),
    Signal.Kind.COLLEAGUE: ("other_inquirer_at",),
    Signal.Kind.LETTER_MISSED: ("letter_missed_at",),
}
"""The columns that an open signal of each kind fills."""
TOLD_MOMENTS = ("inquired_at", "last_touch_at", "last_ours_at", "last_reached_at", "last_attempt_at", "last_progress_at")
TOLD_COUNTS = ("attempts", "voicemails", "reached")
NEVER = np.datetime64("NaT", "s")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What comes after one ending: its step and day (none when the conversation ends), and why in words."""

    disposition: str
    step: str
    due_at: datetime | None
    text: str
    because: str


def propose(
    prospect: Prospect,
    basis: Basis,
    *,
    numbers: Sequence[Number],
    for_: User,
    now: datetime,
    direction: str = Direction.OUT,
) -> tuple[Proposal, ...]:
    """One proposal for each of the nine endings, as far as is known before anything is written in the form."""
    if not len(basis.facts):
        return ()
    letters = {"letters_left": _letters_left(prospect, basis, for_, now)}
    facts = _replicated(basis.facts, [row | letters for row in _rows(prospect, numbers, direction, now)])
    decisions = decide(facts, basis.policy, basis.hours)
    return tuple(
        _shape(disposition, i, decisions, because(decisions, facts, basis.policy, i), prospect, for_)
        for i, disposition in enumerate(ON_DESK)
    )


def _rows(prospect: Prospect, numbers: Sequence[Number], direction: str, now: datetime) -> list[dict[str, Any]]:
    """For each ending the facts it would change."""
    touches, inquired = _past(prospect)
    rows = []
    for disposition in ON_DESK:
        new = NewTouch(prospect.pk, Channel.PHONE, direction, disposition, now, prospect.owner_id)
        told = tell(
            [*touches, Happened(now, new.channel, new.direction, disposition)],
            inquiries=inquired,
            learned_at=prospect.last_progress_at,
            round_from=prospect.round_started_at,
            now=now,
        )
        rows.append(_changes(prospect, new, told, numbers, now))
    return rows


def _letters_left(prospect: Prospect, basis: Basis, caller: User, now: datetime) -> int:
    """Letters of the owner once the call is logged, which itself may earn one. The facts hold them only where a voicemail waits."""
    own = prospect.owner.user_id == caller.pk
    left = letters_left([prospect.owner_id], basis.policy, now=now, trying=prospect.pk if own else None)
    return left.get(prospect.owner_id, 0)


def _past(prospect: Prospect) -> tuple[list[Happened], list[datetime]]:
    """What the timeline holds that matters for the standing. Two queries."""
    touches = Touch.objects.filter(prospect=prospect, voided_at__isnull=True)
    inquiries = Inquiry.objects.filter(prospect=prospect, voided_at__isnull=True, happened_at__isnull=False)
    happened = touches.values_list("happened_at", "channel", "direction", "disposition")
    return [Happened(*row) for row in happened], [at for at in inquiries.values_list("happened_at", flat=True) if at]


def _changes(prospect: Prospect, new: NewTouch, told: Told, numbers: Sequence[Number], now: datetime) -> dict[str, Any]:
    """The facts that the touch would change, by column."""
    changes: dict[str, Any] = {name: _moment(getattr(told, name)) for name in TOLD_MOMENTS}
    changes |= {name: getattr(told, name) for name in TOLD_COUNTS}
    changes["warm"] = prospect.warm or told.last_progress_at is not None
    for kind in settled_kinds(new):
        changes |= dict.fromkeys(WAITING.get(kind, ()), NEVER)
    if new.direction == Direction.OUT:
        changes |= dict.fromkeys(WAITING.get(traits_of(new.disposition).raises, ()), moment(now))
    if carries_out(new, prospect.chosen_step):
        changes |= {"chosen_step": int(Step.NONE), "chosen_at": NEVER, "chosen_due": NEVER}
    if woken_by(new, prospect.wake_at):
        changes["wake_at"] = NEVER
    if is_live(new):
        changes["org_talk_at"] = moment(now)
        changes |= {"stage": int(Stage.CONVERSING)} if prospect.stage == Stage.NEW else {}
    return changes | _permits(new, numbers)


def _permits(new: NewTouch, numbers: Sequence[Number]) -> dict[str, Any]:
    """What the ending takes away: the number that was dialled, or the phone altogether."""
    if traits_of(new.disposition).closes == Channel.PHONE:
        return {"may_call": False, "written_only": True}
    if not address_state(new):
        return {}
    own = [number for number in numbers if not number.is_firms]
    return {"may_call": len(numbers) > 1, "phone_dead": len(own) <= 1}


def _moment(at: datetime | None) -> np.datetime64:
    return NEVER if at is None else moment(at)


def _replicated(facts: Facts, rows: Sequence[dict[str, Any]]) -> Facts:
    """The one row of facts once for each of `rows`, with its changes."""
    columns: dict[str, Any] = {}
    for field in fields(Facts):
        if field.name in {"now", "answers"}:
            continue
        column = np.repeat(getattr(facts, field.name), len(rows))
        for i, changes in enumerate(rows):
            if field.name in changes:
                column[i] = changes[field.name]
        columns[field.name] = column
    answers = {key: _repeated(answer, len(rows)) for key, answer in facts.answers.items()}
    return replace(facts, answers=answers, **columns)


def _repeated(answer: AnswerColumn, count: int) -> AnswerColumn:
    return AnswerColumn(*(np.repeat(getattr(answer, field.name), count) for field in fields(AnswerColumn)))


def _shape(disposition: str, i: int, decisions: Any, arguments: dict[str, Any], prospect: Prospect, for_: User) -> Proposal:
    if traits_of(disposition).ends:
        return Proposal(
            disposition, "", None, _("the conversation ends here, honourably"), _("They said no. They come back by themselves, or never.")
        )
    step, due_at, rule = str(STEP_OF[Step(int(decisions.step[i]))]), aware(decisions.due[i]), RULES[int(decisions.rule[i])]
    zone = ZoneInfo(prospect.zone or for_.zone)
    words = {"call": _("call, %(when)s"), "write": _("write, %(when)s"), "keep_warm": _("keep warm, next touch %(when)s")}
    form = "D j M, H:i" if step == "call" else "D j M"
    text = words[step] % {"when": date_format(due_at.astimezone(zone), form)}
    return Proposal(disposition, step, due_at, text, say(rule.name, arguments, translate=_, show=lambda at: date_format(at, "j F")))
