"""How sales ends in the demo: they visit whom they have accepted, some order, some go elsewhere or wait, and nobody is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.decisions.actions import end, log_touches
from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.settling import lock
from keepwarm.decisions.actions.turning import change_stage, clear_choice
from keepwarm.decisions.batch import NewTouch
from keepwarm.demo.actions.trading import go_without, open_what_they_may_buy, order
from keepwarm.demo.story.words import GONE, LOST, ORDERED, VISITED
from keepwarm.engine.words import Disposition, Stage
from keepwarm.handoff.actions import follow, recycle
from keepwarm.handoff.models import HandOff
from keepwarm.prospects.models import Prospect, StandingChange

DECIDE_AFTER = timedelta(days=7)  # from accepting; nobody orders a sensor in a week
ON_THE_ROAD = (1, 3)  # Tuesdays and Thursdays
CHANCES = ((0.11, "visit"), (0.08, "order"), (0.06, "wait"), (0.015, "gone"))
"""What becomes of one lead of sales on a day on the road; mostly it goes on. Made up: of those who decide, about half order."""


def work_on_leads(chance: Random, *, now: datetime) -> None:
    """Each lead with which sales has spoken: a visit, an order, back to keep warm, an end, or nothing today."""
    if now.weekday() not in ON_THE_ROAD:
        return
    turns = list(_draw(chance, now))
    trade = Random(f"{now.date()}")  # noqa: S311 - a story; its own, so that the days before stay as they were told
    for seller in {prospect.owner.user: None for prospect, _what in turns}:
        met = [(prospect, what) for prospect, what in turns if prospect.owner.user == seller and what in {"visit", "order"}]
        log_touches([_visit(prospect, chance, now, orders=what == "order") for prospect, what in met], by=seller, now=now)
    for prospect, what in turns:
        if what in TURNS:
            TURNS[what](prospect, chance, now)
    open_what_they_may_buy(trade, now=now)


def _draw(chance: Random, now: datetime) -> Iterator[tuple[Prospect, str]]:
    accepted = HandOff.objects.filter(state=HandOff.State.ACCEPTED, closed_at__isnull=True, first_called_at__isnull=False)
    ready = accepted.filter(answered_at__lte=now - DECIDE_AFTER).select_related("prospect__owner__user").order_by("pk")
    for row in list(ready):
        draw = chance.random()
        for share, what in CHANCES:
            if draw < share:
                yield row.prospect, what
                break
            draw -= share


def _visit(prospect: Prospect, chance: Random, now: datetime, *, orders: bool) -> NewTouch:
    learned = chance.choice(ORDERED if orders else VISITED)
    at = now - timedelta(hours=2)
    return NewTouch(prospect.pk, "meeting", "out", Disposition.HELD, at, prospect.owner_id, seconds=2_700, learned=learned)


def _order(prospect: Prospect, chance: Random, now: datetime) -> None:
    """The order was signed at the visit: a customer from now on, and sales is done with the hand-off."""
    if order(prospect.pk, chance, now=now):
        return
    seller = prospect.owner.user
    with transaction.atomic():
        lock([prospect.pk])
        bought = Prospect.objects.get(pk=prospect.pk)
        clear_choice(bought)
        changed = change_stage(bought, Stage.CUSTOMER, because=gettext("they ordered"), by=seller, now=now)
        StandingChange.objects.bulk_create([changed])
        retell([bought], now=now)
        follow([bought.pk], by=seller, now=now)


def _wait(prospect: Prospect, chance: Random, now: datetime) -> None:
    reason, words = chance.choice(LOST)
    wake_at = now + timedelta(days=chance.randrange(25, 150))
    if go_without(prospect.pk, reason, words, wake_at, chance, now=now):
        return
    recycle(prospect.pk, wake_at, words, reason=reason, by=prospect.owner.user, now=now)


def _gone(prospect: Prospect, chance: Random, now: datetime) -> None:
    end(prospect.pk, "gone_elsewhere", because=chance.choice(GONE), by=prospect.owner.user, now=now)


TURNS: dict[str, Callable[[Prospect, Random, datetime], None]] = {"order": _order, "wait": _wait, "gone": _gone}
