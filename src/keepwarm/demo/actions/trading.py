"""What the demo house sells: its offerings, what each lead of sales may buy of them, and what was promised at a sale."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from keepwarm.circle.actions.losing import lose
from keepwarm.circle.actions.postponing import postpone
from keepwarm.circle.actions.winning import win
from keepwarm.customers.actions import NewPromise
from keepwarm.demo.actions.staffing import Cast, note_made
from keepwarm.demo.story.trade import NEXT_STEPS, OFFERINGS, PROMISES, RIVALS, TERMS
from keepwarm.handoff.models import HandOff
from keepwarm.lib.refusal import Refusal
from keepwarm.selling.actions import NewOpportunity, add_offering, move_stage, open_opportunity
from keepwarm.selling.actions.following import tick
from keepwarm.selling.actions.stages import ensure_stages
from keepwarm.selling.models import Offering, Opportunity, SellingStage

MOVES, WORDS = 0.4, (20, 40, 50, 60, 80)
"""How often an open one comes a stage further on a day on the road, and the words that reps give: made up."""


def fill_offerings(cast: Cast, *, now: datetime) -> None:
    """What the house offers; it is taken away with the demo."""
    known = set(SellingStage.objects.values_list("pk", flat=True))
    ensure_stages()
    made = [add_offering(by=cast.marketer, now=now, currency="EUR", **one) for one in OFFERINGS]
    note_made("offerings", [row.pk for row in made])
    note_made("selling_stages", sorted(set(SellingStage.objects.values_list("pk", flat=True)) - known))


def open_what_they_may_buy(chance: Random, *, now: datetime) -> None:
    """Each lead with which sales has spoken gets an opportunity; those that are open come further, or not."""
    tick(now=now)
    accepted = HandOff.objects.filter(state=HandOff.State.ACCEPTED, closed_at__isnull=True, first_called_at__isnull=False)
    for row in accepted.exclude(prospect__opportunities__closed_at__isnull=True, prospect__opportunities__isnull=False).order_by("pk"):
        try:
            _open(row, chance, now)
        except Refusal:
            continue
    stages = list(SellingStage.objects.values_list("key", flat=True))
    for opened in Opportunity.objects.filter(closed_at__isnull=True).select_related("stage", "seat__user").order_by("pk"):
        at = stages.index(opened.stage.key)
        if chance.random() < MOVES and at + 1 < len(stages):
            move_stage(opened.ref, stages[at + 1], by=opened.seat.user, now=now)


def order(prospect_id: int, chance: Random, *, now: datetime) -> bool:
    """They ordered: the open one is won, with promises or nothing beyond the quote. Whether there was one."""
    row = _open_one(prospect_id)
    if row is None:
        return False
    told = chance.random() < 0.7
    promises = [NewPromise(what, (now + timedelta(days=days)).date()) for what, days in chance.sample(PROMISES, 2)] if told else None
    term = TERMS.get(row.offering.code)
    until = (now + timedelta(days=term)).date() if term else None
    win(row.ref, promises=promises, nothing_beyond=not told, runs_until_on=until, by=row.seat.user, now=now)
    return True


def go_without(prospect_id: int, reason: str, words: str, wake_at: datetime, chance: Random, *, now: datetime) -> bool:
    """Lost to somebody, or postponed, to a day. Whether there was an open one."""
    row = _open_one(prospect_id)
    if row is None:
        return False
    if reason == "lost_to":
        lose(row.ref, reason=words, lost_to=chance.choice(RIVALS), wake_on=wake_at.date(), by=row.seat.user, now=now)
    else:
        postpone(row.ref, reason=words, wake_on=wake_at.date(), by=row.seat.user, now=now)
    return True


def remove_offerings(made: dict[str, list[int]]) -> None:
    """What the demo offered goes, unless the house has sold of it since."""
    Offering.objects.filter(pk__in=made.get("offerings", []), opportunities__isnull=True, sales__isnull=True).delete()
    SellingStage.objects.filter(pk__in=made.get("selling_stages", []), opportunities__isnull=True).delete()


def _open_one(prospect_id: int) -> Opportunity | None:
    return Opportunity.objects.filter(prospect_id=prospect_id, closed_at__isnull=True).select_related("seat__user", "offering").first()


def _open(row: HandOff, chance: Random, now: datetime) -> None:
    offerings = list(Offering.objects.filter(retired_at__isnull=True).order_by("pk"))
    offering = chance.choice(offerings)
    new = NewOpportunity(
        offering=offering.ref,
        next_on=(now + timedelta(days=chance.randrange(2, 9))).date(),
        next_what=chance.choice(NEXT_STEPS),
        amount_minor=(offering.price_minor or 900_000) * chance.randrange(1, 4),
        currency="EUR",
        expected_on=(now + timedelta(days=chance.randrange(20, 70))).date(),
        word_percent=chance.choice(WORDS),
        handoff_ref=row.ref,
    )
    open_opportunity(row.prospect_id, new, by=row.prospect.owner.user, now=now)
