"""An opportunity is opened, and taken for a write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.translation import gettext

from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.settling import lock, lock_remaining
from keepwarm.decisions.actions.turning import change_stage, clear_choice
from keepwarm.engine.fit import Verdict
from keepwarm.engine.words import Stage
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.selling.actions.signalling import keep, note, wait_for
from keepwarm.selling.actions.stages import ensure_stages
from keepwarm.selling.models import Offering, Opportunity, OpportunityChange, OpportunityPerson, SellingStage
from keepwarm.selling.queries.fit import fit_of
from keepwarm.selling.queries.permissions import require_to_sell_for
from keepwarm.selling.queries.rates import check_amount, house_currency, rate_on
from keepwarm.selling.refusals import (
    ChangedMeanwhile,
    ClosedAlready,
    OpportunityRefused,
    ReasonForUnfit,
    UnknownOffering,
    UnknownOpportunity,
)
from keepwarm.staff.models import User
from keepwarm.touches.models import Signal

FURTHEST: Final = timedelta(days=365)
"""A next touch further away is no next touch: then it is postponed. Our choice."""


DECIDED_WITHIN: Final = timedelta(days=3650)
"""A day of decision farther from today is a slip. Our choice."""


@dataclass(frozen=True, slots=True)
class NewOpportunity:
    """What somebody writes to open one. Without `stage` (a key) it begins at the first; without an amount the offering's price holds."""

    offering: str  # its ref
    next_on: date
    next_what: str
    amount_minor: int | None = None
    currency: str = ""
    expected_on: date | None = None
    stage: str = ""
    word_percent: int | None = None
    name: str = ""
    unfit_because: str = ""
    handoff_ref: str = ""
    source: str = ""


def open_opportunity(prospect_id: int, new: NewOpportunity, *, by: User | None, now: datetime) -> Opportunity:
    """The prospect is in sales from now on, and their next touch comes no later than `next_on`.

    Raises OpportunityRefused, ReasonForUnfit, AmountRefused, NoRate, UnknownOffering, NotYours.
    """
    ensure_stages()
    with transaction.atomic():
        prospect_id = lock_remaining([prospect_id])[prospect_id]
        prospect = Prospect.objects.select_related("owner", "organization").get(pk=prospect_id)
        _check_prospect(prospect, new, by=by)
        row = _row(prospect, new, by=by, now=now)
        row.save()
        OpportunityPerson.objects.create(opportunity=row, prospect=prospect, role=OpportunityPerson.Role.DECIDES)
        keep([note(row, OpportunityChange.What.OPENED, "", row.stage.key, because=new.unfit_because, by=by, now=now)])
        wait_for(row, row.next_on or now.date(), row.next_what, now=now)
        to_sales(prospect, because=gettext("an opportunity was opened: %(offering)s") % {"offering": row.offering.name}, by=by, now=now)
        settle([prospect.pk], by=by, now=now)
    return row


def to_sales(prospect: Prospect, *, because: str, by: User | None, now: datetime) -> None:
    """In sales, unless further; what was chosen before, and a date to come back on, are overtaken. The caller holds and settles them."""
    clear_choice(prospect)
    prospect.wake_at = None
    if prospect.stage < Stage.IN_SALES:
        StandingChange.objects.bulk_create([change_stage(prospect, Stage.IN_SALES, because=because, by=by, now=now)])
    retell([prospect], now=now)


def take(ref: str, *, by: User | None, version: int | None = None) -> Opportunity:
    """The open opportunity with its prospect, both held until the transaction ends.

    Raises UnknownOpportunity, NotYours, ClosedAlready with how it ended, ChangedMeanwhile.
    """
    row = hold(ref)
    require_to_sell_for(by, row.seat_id, row.prospect.name)
    if row.closed_at is not None:
        raise ClosedAlready(gettext("It is closed already: %(how)s.") % {"how": row.get_outcome_display()})
    if version is not None and version != row.version:
        raise ChangedMeanwhile(gettext("It was changed meanwhile. Look at what is new, then save again."))
    return row


def hold(ref: str) -> Opportunity:
    """The opportunity, open or closed, with its prospect held. Raises UnknownOpportunity."""
    held = None
    while (prospect_id := _prospect_of(ref)) != held:  # merged while we waited
        lock([prospect_id])
        held = prospect_id
    if connection.vendor == "postgresql":
        list(Opportunity.objects.filter(ref=ref).select_for_update().values_list("pk"))
    return Opportunity.objects.select_related("prospect__owner", "offering", "stage", "seat").get(ref=ref)


def find_offering(ref: str) -> Offering:
    """An offering that is sold now. Raises UnknownOffering."""
    found = Offering.objects.filter(ref=ref, retired_at__isnull=True).first()
    if found is None:
        raise UnknownOffering(gettext("Choose something that the house offers now."))
    return found


def check_next(next_on: date, next_what: str, zone: str, *, now: datetime) -> str:
    """What is to be done next, when day and words are ones. Raises OpportunityRefused."""
    today = now.astimezone(ZoneInfo(zone or "UTC")).date()
    if not next_what.strip():
        raise OpportunityRefused(gettext("Say what comes next, such as: call about the offer."))
    if next_on < today:
        raise OpportunityRefused(gettext("The next touch lies in the past. Choose a day from today on."))
    if next_on > today + FURTHEST:
        raise OpportunityRefused(
            gettext("The next touch is more than a year away. Postpone the opportunity instead; it comes back by itself.")
        )
    return next_what.strip()[:200]


def check_expected(on: date | None, *, now: datetime) -> date | None:
    """The day on which they mean to decide, when somebody can have meant it. Raises OpportunityRefused."""
    if on is not None and abs(on - now.date()) > DECIDED_WITHIN:
        raise OpportunityRefused(gettext("Look at the day on which they decide once more: it is more than ten years from today."))
    return on


def check_word(percent: int | None) -> int | None:
    """The rep's own word, when it is a share. Raises OpportunityRefused."""
    if percent is not None and not 0 <= percent <= 100:
        raise OpportunityRefused(gettext("Your own word is between 0 and 100 percent."))
    return percent


def check_fits(offering: Offering, prospect: Prospect, because: str, *, now: datetime) -> str:
    """The reason why what does not fit is proposed all the same; "" when it fits, or nothing says otherwise. Raises ReasonForUnfit."""
    if fit_of(offering, prospect, now=now).verdict != Verdict.DOES_NOT:
        return ""
    if not because.strip():
        words = {"offering": offering.name, "name": prospect.name}
        raise ReasonForUnfit(gettext("%(offering)s does not fit what %(name)s said. Say why you propose it all the same.") % words)
    return because.strip()[:300]


def find_stage(key: str) -> SellingStage:
    """The agreed stage; without a key the first. Raises OpportunityRefused."""
    rows = SellingStage.objects.filter(retired_at__isnull=True)
    found = rows.filter(key=key).first() if key else rows.first()
    if found is None:
        raise OpportunityRefused(gettext("Choose one of the agreed stages: %(all)s.") % {"all": ", ".join(one.label for one in rows)})
    return found


def priced(amount_minor: int | None, currency: str, offering: Offering, *, now: datetime) -> tuple[int, str, Decimal]:
    """Amount, currency and the rate of the day. Raises AmountRefused, NoRate, OpportunityRefused when there is neither amount nor price."""
    if amount_minor is None:
        if offering.price_minor is None:
            raise OpportunityRefused(gettext("%(name)s has no fixed price. Say the amount.") % {"name": offering.name})
        amount_minor, currency = offering.price_minor, offering.currency
    code = (currency or house_currency()).strip().upper()
    rate = rate_on(code, now.date())
    return check_amount(amount_minor, code), code, rate


def _check_prospect(prospect: Prospect, new: NewOpportunity, *, by: User | None) -> None:
    require_to_sell_for(by, prospect.owner_id, prospect.name)
    if prospect.ended_at is not None:
        raise OpportunityRefused(gettext("%(name)s has ended. Reopen them first.") % {"name": prospect.name})
    if Signal.objects.open().filter(prospect=prospect, kind=Signal.Kind.HANDOFF).exists():
        raise OpportunityRefused(
            gettext("%(name)s is offered to sales and waits for an answer. Accept the hand-off first.") % {"name": prospect.name}
        )


def _row(prospect: Prospect, new: NewOpportunity, *, by: User | None, now: datetime) -> Opportunity:
    offering, stage = find_offering(new.offering), find_stage(new.stage)
    amount, currency, rate = priced(new.amount_minor, new.currency, offering, now=now)
    return Opportunity(
        prospect=prospect,
        organization=prospect.organization,
        offering=offering,
        name=new.name.strip()[:160],
        amount_minor=amount,
        currency=currency,
        rate=rate,
        expected_on=check_expected(new.expected_on, now=now),
        stage=stage,
        stage_at=now,
        word_percent=check_word(new.word_percent),
        unfit_because=check_fits(offering, prospect, new.unfit_because, now=now),
        seat=prospect.owner,
        handoff_ref=new.handoff_ref[:16],
        next_on=new.next_on,
        next_what=check_next(new.next_on, new.next_what, prospect.zone, now=now),
        opened_at=now,
        source=new.source[:40],
        by=by,
    )


def _prospect_of(ref: str) -> int:
    prospect_id = Opportunity.objects.filter(ref=ref).values_list("prospect_id", flat=True).first()
    if prospect_id is None:
        raise UnknownOpportunity(gettext("There is no such opportunity."))
    return prospect_id
