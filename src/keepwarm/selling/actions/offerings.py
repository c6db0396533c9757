"""Offerings and rates: what is sold, to whom it is of use, and what a currency is worth."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from keepwarm.answers.models import Question
from keepwarm.engine.conditions.columns import check
from keepwarm.engine.conditions.text import parse
from keepwarm.engine.conditions.tree import ConditionError
from keepwarm.lib.money import is_currency
from keepwarm.selling.models import Offering, Rate
from keepwarm.selling.queries.permissions import KEEPS_OFFERINGS
from keepwarm.selling.queries.rates import check_amount, house_currency, rate_on
from keepwarm.selling.refusals import ChangedMeanwhile, NoRate, OfferingRefused, UnknownOffering
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import User
from keepwarm.staff.queries import require_role

WRITTEN = ("name", "code", "price_minor", "currency", "needs", "requires", "requires_words")
"""What somebody may write of an offering."""


def add_offering(*, by: User | None, now: datetime, **written: Any) -> Offering:
    """Something that the house sells from now on. `written`: see WRITTEN. Raises OfferingRefused, AmountRefused, NoRate."""
    require_role(by, *KEEPS_OFFERINGS)
    with transaction.atomic():
        return Offering.objects.create(**_checked(written, None, now=now), made_at=now, by=by)


def change_offering(ref: str, *, by: User | None, now: datetime, version: int | None = None, **written: Any) -> Offering:
    """Other words, price, needs. What was sold of it keeps how it fitted on its day."""
    require_role(by, *KEEPS_OFFERINGS)
    with transaction.atomic():
        row = take_offering(ref, version=version)
        for name, value in _checked({one: getattr(row, one) for one in WRITTEN} | written, row, now=now).items():
            setattr(row, name, value)
        row.version += 1
        row.save()
    return row


def retire_offering(ref: str, *, by: User | None, now: datetime) -> Offering:
    """It is proposed to nobody new; what runs and what was sold stays."""
    return _mark(ref, now, by=by)


def restore_offering(ref: str, *, by: User | None, now: datetime) -> Offering:
    """It is sold again."""
    return _mark(ref, None, by=by)


def set_rate(currency: str, on: date, rate: Decimal, *, source: str, by: User | None, now: datetime) -> Rate:
    """What one unit of `currency` is worth in the house's since that day. Amounts that were written keep the rate of their day."""
    require_role(by, *KEEPS_OFFERINGS)
    code = currency.strip().upper()
    if not is_currency(code) or code == house_currency():
        raise NoRate(gettext("A rate is for another currency than the house’s, in three letters such as USD."))
    if not Decimal("0.00000001") <= rate < Decimal(10**9):
        raise NoRate(gettext("A rate is more than nothing, such as 0.92."))
    if not source.strip():
        raise NoRate(gettext("Say where the rate is from, such as the European Central Bank."))
    with transaction.atomic():
        kept = {"rate": rate.quantize(Decimal("0.00000001")), "source": source.strip()[:120], "by": by}
        row, _made = Rate.objects.update_or_create(currency=code, on=on, defaults=kept)
        note_in_audit("currency_rate", {"currency": code, "on": on.isoformat(), "rate": str(row.rate)}, by=by, now=now)
    return row


def take_offering(ref: str, *, version: int | None = None) -> Offering:
    """The offering, held until the transaction ends. Raises UnknownOffering, ChangedMeanwhile."""
    row = Offering.objects.select_for_update().filter(ref=ref).first()
    if row is None:
        raise UnknownOffering(gettext("There is no such offering."))
    if version is not None and version != row.version:
        raise ChangedMeanwhile(gettext("%(name)s was changed meanwhile. Look at what is new, then save again.") % {"name": row.name})
    return row


def _mark(ref: str, at: datetime | None, *, by: User | None) -> Offering:
    require_role(by, *KEEPS_OFFERINGS)
    with transaction.atomic():
        row = take_offering(ref)
        Offering.objects.filter(pk=row.pk).update(retired_at=at, version=F("version") + 1)
    row.refresh_from_db()
    return row


def _checked(written: Mapping[str, Any], row: Offering | None, *, now: datetime) -> dict[str, Any]:
    found = {name: written.get(name) for name in WRITTEN}
    texts = {name: str(found[name] or "").strip() for name in ("name", "code", "requires", "requires_words")}
    currency = str(found["currency"] or house_currency()).strip().upper()
    rate_on(currency, now.date())  # a currency without a rate cannot be summed
    if found["price_minor"] is not None:
        check_amount(int(found["price_minor"]), currency)
    _check_names(texts, row)
    needs = _needs(found["needs"] or [])
    _check_requires(texts["requires"])
    return {**texts, "price_minor": found["price_minor"], "currency": currency, "needs": needs}


def _check_names(texts: Mapping[str, str], row: Offering | None) -> None:
    others = Offering.objects.exclude(pk=row.pk) if row is not None else Offering.objects.all()
    if not texts["name"]:
        raise OfferingRefused(gettext("An offering needs a name."))
    if others.filter(name__iexact=texts["name"]).exists():
        raise OfferingRefused(gettext("There is an offering of that name already."))
    if texts["code"] and others.filter(code=texts["code"]).exists():
        raise OfferingRefused(gettext("There is an offering with that code already."))


def _needs(needs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = set(Question.objects.values_list("key", flat=True))
    for one in needs:
        if one.get("question") not in known:
            raise OfferingRefused(gettext("There is no question “%(key)s”.") % {"key": str(one.get("question", ""))[:60]})
    return [
        {"question": one["question"], "values": [text for value in one.get("values", []) if (text := str(value).strip()[:200])]}
        for one in needs
    ]


def _check_requires(text: str) -> None:
    if not text:
        return
    try:
        check(parse(text), questions=frozenset(Question.objects.values_list("key", flat=True)))
    except ConditionError as refusal:
        raise OfferingRefused(gettext("What it requires cannot be read. %(why)s") % {"why": refusal.sentence}) from None
