"""The budget is taken in the transaction that queues: the seat's row is locked, then counted, then refused or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import ngettext

from keepwarm.facts.gather import aware
from keepwarm.facts.scope import Scope
from keepwarm.facts.waiting import read_window
from keepwarm.letters.models import Letter, LetterException
from keepwarm.letters.queries.budget import open_exceptions, read_budget
from keepwarm.letters.queries.known import Known
from keepwarm.letters.refusals import CapReached, EmailBudgetSpent
from keepwarm.letters.words import say_spent
from keepwarm.policy.queries import policy_in_force
from keepwarm.staff.models import Seat


@dataclass(frozen=True, slots=True)
class Taken:
    """Why the budget did not hold the letter back (`outbox.words.BUDGET_FREE`), "" when it was taken from it."""

    budget_free: str
    exception: LetterException | None = None

    def use(self, letter: Letter, *, now: datetime) -> None:
        """Whatever was granted is used up."""
        if self.exception is not None:
            self.exception.used_by, self.exception.used_at = letter, now
            self.exception.save(update_fields=["used_by", "used_at"])


def lock_seat(seat: Seat) -> None:
    """Nobody else counts this seat's letters until we are done. SQLite has one writer: its transaction is the lock."""
    Seat.objects.select_for_update().only("pk").get(pk=seat.pk)


def take_letter(seat: Seat, known: Known, *, now: datetime) -> Taken:
    """One letter of this seat to this person. The caller holds the seat's row. Raises EmailBudgetSpent.

    Answers to what was asked in writing, and letters to those who may only be written to, are never refused; they fill the
    share like any other.
    """
    if known.never_refused:
        return Taken(known.never_refused)
    budget = read_budget(seat, now=now, prospect=known.prospect)
    if budget.left:
        return Taken("")
    granted = open_exceptions(seat, known.prospect).select_for_update(of=("self",)).first()
    if granted is None:
        raise EmailBudgetSpent(say_spent(budget.share, budget.limit))
    return Taken("exception", granted)


def check_cap(known: Known, *, now: datetime) -> None:
    """Raise CapReached when they have had so many letters and mailings of ours; an answer is never too many. As the outbox's gate."""
    if known.asked:
        return
    policy, pk = policy_in_force(), known.prospect.pk
    window = read_window(Scope(ids=[pk]), np.array([pk], np.int64), policy, now=now)
    count = int(window["touches_in_window"][0])
    if count < policy.cap_touches:
        return
    room = aware(window["oldest_in_window"][0]) + timedelta(days=policy.cap_days)
    sentence = ngettext(
        "They had %(count)s letter of ours in %(days)s days; the house agreed on no more. Call, or write from %(day)s on.",
        "They had %(count)s letters and mailings of ours in %(days)s days; the house agreed on no more. Call, or write from %(day)s on.",
        count,
    )
    raise CapReached(sentence % {"count": count, "days": policy.cap_days, "day": date_format(room, "j F")})
