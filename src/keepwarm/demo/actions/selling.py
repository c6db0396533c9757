"""How the demo house sells: marketing and sales sign what a lead is, leads are offered each morning, and reps answer in their way."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from keepwarm.demo.actions.staffing import Cast
from keepwarm.demo.story.words import RETURNED, WHY_CHANGED, WHY_NOW
from keepwarm.engine.words import Evidence
from keepwarm.handoff.actions import accept, ensure_return_reasons, give_back, offer, see_notices, tick
from keepwarm.handoff.models import Asking, ReturnReason
from keepwarm.handoff.queries.waiting import ready_to_offer
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.actions import Drafted, begin_draft, change_draft, sign_draft
from keepwarm.policy.models import DefinitionDraft, DefinitionVersion
from keepwarm.policy.queries import definition_of_draft
from keepwarm.staff.models import Seat

AGREED_ON_DAY, REVIEWED_ON_DAY = 6, 80
AT_ONCE = 3  # leads that marketing offers on one morning
ACCEPTS, RETURNS = 0.55, 0.15  # of the answers on one occasion; the others let it wait


def agree(cast: Cast, *, now: datetime) -> int:
    """The provisional definition, signed by marketing and sales. Gives its number; nothing happens where one is in force."""
    if DefinitionVersion.objects.exists():
        return 0
    return _sign(begin_draft(by=cast.marketer, now=now), cast, cast.closing[0], now=now)


def agree_anew(cast: Cast, *, now: datetime) -> int:
    """After a quarter they look at it again: a date that somebody wrote into the form counts from now on."""
    draft = begin_draft(by=cast.marketer, now=now)
    held = definition_of_draft(draft)
    criteria = [replace(one, evidence=one.evidence | {Evidence.FORM}) if one.name == "timing" else one for one in held.criteria]
    drafted = Drafted(criteria, held.supporting_needed, WHY_CHANGED)
    changed = change_draft(draft.ref, drafted, revision=draft.revision, by=cast.marketer, now=now)
    return _sign(changed, cast, cast.closing[1], now=now)


def _sign(draft: DefinitionDraft, cast: Cast, seller: Seat, *, now: datetime) -> int:
    assert seller.user is not None
    sign_draft(draft.ref, "marketing", revision=draft.revision, by=cast.marketer, now=now)
    signed = sign_draft(draft.ref, "sales", revision=draft.revision, by=seller.user, now=now + timedelta(hours=1))
    assert signed.became is not None
    return signed.became.number


def begin_reasons() -> list[int]:
    """The agreed reasons to give a lead back; the keys of those that were not here before."""
    known = set(ReturnReason.objects.values_list("pk", flat=True))
    ensure_return_reasons()
    return sorted(set(ReturnReason.objects.values_list("pk", flat=True)) - known)


def offer_leads(cast: Cast, chance: Random, *, now: datetime, most: int = AT_ONCE) -> None:
    """Marketing looks at the new leads of the morning."""
    for pk in ready_to_offer(now=now)[:most]:
        try:
            offer(pk, why=chance.choice(WHY_NOW), by=cast.marketer, now=now)
        except Refusal:
            continue


def answer_leads(chance: Random, *, now: datetime) -> None:
    """Each rep who is asked accepts, gives back, or lets it wait until the clock speaks."""
    tick(now=now)
    waiting = Asking.objects.filter(outcome=Asking.Outcome.WAITS).select_related("handoff", "seat__user").order_by("pk")
    for asking in list(waiting):
        draw = chance.random()
        if draw < ACCEPTS:
            accept(asking.handoff.ref, by=asking.seat.user, now=now)
        elif draw < ACCEPTS + RETURNS:
            reason, words = chance.choice(RETURNED)
            wake_at = now + timedelta(days=chance.randrange(8, 30))
            give_back(asking.handoff.ref, reason=reason, words=words, wake_at=wake_at, by=asking.seat.user, now=now)


def see_what_was_told(cast: Cast, *, now: datetime) -> None:
    """Each reads in the morning what they were told the day before, so that only yesterday's is new to whoever looks around."""
    for user in (cast.manager, cast.marketer, *(seat.user for seat in cast.callers)):
        if user is not None:
            see_notices(by=user, now=now)
