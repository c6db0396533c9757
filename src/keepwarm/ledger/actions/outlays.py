"""Money spent on the conversation that no touch carries is written down, and taken back when it was wrong."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.ledger.models import Outlay
from keepwarm.lib.days import today_in
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import house_zone, require_role

MAY_SPEND = EDITORS
DEAREST = 10**14
OLDEST = timedelta(days=3660)


class OutlayRefused(Refusal):
    """An outlay that cannot be written down or taken back."""


def write_down_outlay(kind: str, what: str, amount_minor: int, *, on: date, by: User | None, now: datetime) -> Outlay:
    """What a seminar, a piece of content or something else cost on a day, in minor units of the house's currency."""
    require_role(by, *MAY_SPEND)
    words = " ".join(what.split())[:160]
    if kind not in set(Outlay.Kind.values) or not words:
        raise OutlayRefused(gettext("Say what the money was spent on."))
    if not 0 < amount_minor < DEAREST:
        raise OutlayRefused(gettext("Write an amount above nothing."))
    today = today_in(by.zone if by is not None else house_zone(), now)
    if on > today:
        raise OutlayRefused(gettext("This day is still to come. Write down what was spent."))
    if on < today - OLDEST:
        raise OutlayRefused(gettext("This day is more than ten years ago: no report looks back so far."))
    with transaction.atomic():
        note_in_audit("outlay_written", {"kind": kind, "amount_minor": amount_minor, "on": on.isoformat()}, by=by, now=now)
        return Outlay.objects.create(kind=kind, what=words, amount_minor=amount_minor, on=on, by=by, made_at=now)


def take_back_outlay(ref: str, *, by: User | None, now: datetime) -> Outlay:
    """It was wrong. The row stays, and counts no more. Raises OutlayRefused when there is none."""
    require_role(by, *MAY_SPEND)
    with transaction.atomic():
        found = Outlay.objects.select_for_update().filter(ref=ref).first()
        if found is None:
            raise OutlayRefused(gettext("There is no such outlay."))
        if found.voided_at is None:
            found.voided_at, found.voided_by = now, by
            found.save(update_fields=["voided_at", "voided_by"])
            note_in_audit("outlay_taken_back", {"outlay": ref}, by=by, now=now)
        return found
