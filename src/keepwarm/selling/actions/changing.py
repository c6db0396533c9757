"""What changes in an open opportunity, each with its line in the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.decisions.actions import settle
from keepwarm.prospects.models import Prospect
from keepwarm.selling.actions.opening import check_expected, check_fits, check_next, check_word, find_offering, find_stage, priced, take
from keepwarm.selling.actions.signalling import keep, note, wait_for
from keepwarm.selling.models import Opportunity, OpportunityChange, OpportunityPerson
from keepwarm.selling.refusals import OpportunityRefused
from keepwarm.staff.models import User

What = OpportunityChange.What
PLAIN: Mapping[str, str] = {"name": What.NAME, "expected_on": What.EXPECTED, "word_percent": What.WORD}
"""Columns that are written as they come."""


def change_opportunity(
    ref: str, changes: Mapping[str, Any], *, because: str = "", by: User | None, now: datetime, version: int | None = None
) -> Opportunity:
    """Name, expected day, the rep's word, amount with its currency, offering (its ref), next touch. What is not named stays.

    Raises as opening one does, and ClosedAlready, ChangedMeanwhile.
    """

    def change(row: Opportunity) -> list[OpportunityChange]:
        check_word(changes.get("word_percent"))
        check_expected(changes.get("expected_on"), now=now)
        if changes.get("currency", row.currency) != row.currency and "amount_minor" not in changes:
            raise OpportunityRefused(gettext("Say the amount in that currency, too."))
        lines = [_set(row, name, changes[name], because=because, by=by, now=now) for name in PLAIN if name in changes]
        if "offering" in changes:
            lines += _set_offering(row, changes["offering"], str(changes.get("unfit_because", "")), by=by, now=now)
        if "amount_minor" in changes:
            lines += _set_amount(row, changes["amount_minor"], changes.get("currency", ""), because=because, by=by, now=now)
        if "next_on" in changes or "next_what" in changes:
            on: date = changes.get("next_on") or row.next_on or now.date()
            lines += _set_next(row, on, changes.get("next_what") or row.next_what, because=because, by=by, now=now)
        return [line for line in lines if line is not None]

    return _write(ref, change, by=by, now=now, version=version)


def move_stage(ref: str, stage: str, *, because: str = "", by: User | None, now: datetime, version: int | None = None) -> Opportunity:
    """To another of the agreed stages, in either direction."""

    def change(row: Opportunity) -> list[OpportunityChange]:
        to = find_stage(stage)
        if to.pk == row.stage_id:
            return []
        line = note(row, What.STAGE, row.stage.key, to.key, because=because, by=by, now=now)
        row.stage, row.stage_at = to, now
        return [line]

    return _write(ref, change, by=by, now=now, version=version)


def set_next(ref: str, on: date, what: str, *, by: User | None, now: datetime, version: int | None = None) -> Opportunity:
    """The next touch of the opportunity; the prospect's comes no later."""
    return change_opportunity(ref, {"next_on": on, "next_what": what}, by=by, now=now, version=version)


def put_person(ref: str, prospect: Prospect, role: str, *, by: User | None, now: datetime) -> Opportunity:
    """Somebody around it, and what they are to it; in another role when they stand there already. Raises OpportunityRefused."""
    if role not in OpportunityPerson.Role.values:
        raise OpportunityRefused(gettext("Say what they are to it: decides, pays, uses it, speaks for us, is against it, is asked too."))

    def change(row: Opportunity) -> list[OpportunityChange]:
        OpportunityPerson.objects.update_or_create(opportunity=row, prospect=prospect, defaults={"role": role})
        return [note(row, What.PERSON, "", f"{prospect.name}: {role}", by=by, now=now)]

    return _write(ref, change, by=by, now=now)


def remove_person(ref: str, prospect: Prospect, *, by: User | None, now: datetime) -> Opportunity:
    """They have nothing to do with it any more. Whose opportunity it is stays. Raises OpportunityRefused."""

    def change(row: Opportunity) -> list[OpportunityChange]:
        if prospect.pk == row.prospect_id:
            raise OpportunityRefused(gettext("It is %(name)s who may buy; they stay.") % {"name": prospect.name})
        gone, _tables = OpportunityPerson.objects.filter(opportunity=row, prospect=prospect).delete()
        return [note(row, What.PERSON, prospect.name, "", by=by, now=now)] if gone else []

    return _write(ref, change, by=by, now=now)


def _write(
    ref: str,
    change: Callable[[Opportunity], list[OpportunityChange]],
    *,
    by: User | None,
    now: datetime,
    version: int | None = None,
) -> Opportunity:
    with transaction.atomic():
        row = take(ref, by=by, version=version)
        if lines := change(row):
            row.version += 1
            row.save()
            keep(lines)
            settle([row.prospect_id], by=by, now=now)
    return row


def _set(row: Opportunity, name: str, value: Any, *, because: str, by: User | None, now: datetime) -> OpportunityChange | None:
    new = str(value or "").strip()[:160] if name == "name" else value
    old = getattr(row, name)
    if old == new:
        return None
    setattr(row, name, new)
    return note(row, PLAIN[name], old, new, because=because, by=by, now=now)


def _set_offering(row: Opportunity, ref: str, unfit_because: str, *, by: User | None, now: datetime) -> list[OpportunityChange]:
    if ref == row.offering.ref:
        return []
    to = find_offering(ref)
    row.unfit_because = check_fits(to, row.prospect, unfit_because, now=now)
    line = note(row, What.OFFERING, row.offering.name, to.name, because=row.unfit_because, by=by, now=now)
    row.offering = to
    return [line]


def _set_amount(row: Opportunity, minor: int, currency: str, *, because: str, by: User | None, now: datetime) -> list[OpportunityChange]:
    amount, code, rate = priced(minor, currency or row.currency, row.offering, now=now)
    if (amount, code) == (row.amount_minor, row.currency):
        return []
    line = note(row, What.AMOUNT, f"{row.amount_minor} {row.currency}", f"{amount} {code}", because=because, by=by, now=now)
    row.amount_minor, row.currency, row.rate = amount, code, rate
    return [line]


def _set_next(row: Opportunity, on: date, what: str, *, because: str, by: User | None, now: datetime) -> list[OpportunityChange]:
    if (on, what.strip()) == (row.next_on, row.next_what):
        return []
    words = check_next(on, what, row.prospect.zone, now=now)
    line = note(row, What.NEXT, f"{row.next_on} {row.next_what}", f"{on} {words}", because=because, by=by, now=now)
    row.next_on, row.next_what = on, words
    wait_for(row, on, words, now=now)
    return [line]
