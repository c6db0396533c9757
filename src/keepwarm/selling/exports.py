"""Opportunities, sales and offerings, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.lib.money import to_major
from keepwarm.prospects.exports import PERSON
from keepwarm.selling.models import Offering, Opportunity, Sale, SellingStage
from keepwarm.selling.papers import forecast_paper
from keepwarm.selling.queries.expecting import as_open, learned, open_ones
from keepwarm.selling.queries.pages import TABS
from keepwarm.selling.queries.permissions import visible_opportunities, visible_sales
from keepwarm.staff.exporting import Asked, Column, Columns, Export, Report, by_key
from keepwarm.staff.models import REPS, SEES_ALL

AMOUNT = (
    Column[Opportunity](_("Amount"), lambda row: to_major(row.amount_minor, row.currency)),
    Column[Opportunity](_("Currency"), "currency"),
    Column[Opportunity](_("Rate of the day"), "rate"),
)


def _opportunities(asked: Asked) -> Iterable[Opportunity]:
    rows = visible_opportunities(asked.for_).filter(TABS[asked.get("tab")][1] if asked.get("tab") in TABS else TABS["open"][1])
    rows = rows.filter(seat__user=asked.for_) if asked.get("whose") == "mine" else rows
    return by_key(rows.select_related("prospect__organization", "offering", "stage", "seat"))


def _open_ones(asked: Asked) -> Iterable[Opportunity]:
    """Each with its chance, from what the house learned once for the whole file."""
    rows, known = open_ones(asked.for_, mine=asked.get("whose") == "mine"), learned()

    def foretell(lot: list[Opportunity]) -> None:
        for row in lot:
            row.__dict__["foretold"] = known.chance(as_open(row, now=asked.now))

    return by_key(rows.select_related("prospect__organization", "offering", "stage"), prepare=foretell)


FORETOLD: Columns = (
    *PERSON,
    Column(_("Offering"), "offering.name"),
    Column(_("Stage"), "stage.label"),
    *AMOUNT,
    Column(_("They decide"), "expected_on"),
    Column(_("Chance by our history"), lambda row: round(row.foretold.chance, 4)),
    Column(_("Chance, low"), lambda row: round(row.foretold.low, 4)),
    Column(_("Chance, high"), lambda row: round(row.foretold.high, 4)),
    Column(_("The rep’s word, in percent"), "word_percent"),
)


def _sales(asked: Asked) -> Iterable[Sale]:
    return by_key(visible_sales(asked.for_).select_related("prospect__organization", "offering", "seat"))


EXPORTS = (
    Export[Opportunity](
        "opportunities",
        _("Opportunities"),
        (
            *PERSON,
            Column(_("Offering"), "offering.name"),
            Column(_("Name"), "name"),
            *AMOUNT,
            Column(_("Stage"), "stage.label"),
            Column(_("They decide"), "expected_on"),
            Column(_("The rep’s word, in percent"), "word_percent"),
            Column(_("Next touch on"), "next_on"),
            Column(_("What comes next"), "next_what"),
            Column(_("Whose"), "seat.name"),
            Column(_("Opened"), "opened_at"),
            Column(_("Closed"), "closed_at"),
            Column(_("How it ended"), "get_outcome_display"),
            Column(_("Why"), "reason"),
            Column(_("Lost to"), "lost_to"),
            Column(_("Comes back on"), "wake_on"),
        ),
        _opportunities,
        roles=REPS | SEES_ALL,
        filters=("tab", "whose"),
    ),
    Export[Opportunity](
        "forecast", _("Open opportunities with their chances"), FORETOLD, _open_ones, roles=REPS | SEES_ALL, filters=("whose",)
    ),
    Export[Sale](
        "sales",
        _("Sales"),
        (
            *PERSON,
            Column(_("Offering"), "offering.name"),
            *AMOUNT,
            Column(_("Sold"), "sold_at"),
            Column(_("Sold by"), "seat.name"),
            Column(_("How it fitted"), lambda row: row.fit.get("verdict", "")),
            Column(_("Runs until"), "runs_until_on"),
            Column(_("Undone"), "undone_at"),
        ),
        _sales,
        roles=REPS | SEES_ALL,
    ),
    Export[SellingStage](
        "selling-stages",
        _("Stages of selling"),
        (Column(_("Key"), "key"), Column(_("Name"), "label"), Column(_("Place"), "position"), Column(_("Out of use since"), "retired_at")),
        lambda asked: by_key(SellingStage.objects.all()),
        roles=REPS | SEES_ALL,
    ),
    Export[Offering](
        "offerings",
        _("Offerings"),
        (
            Column(_("Name"), "name"),
            Column(_("Code"), "code"),
            Column(_("Price"), lambda row: to_major(row.price_minor, row.currency) if row.price_minor is not None else None),
            Column(_("Currency"), "currency"),
            Column(_("Needs"), "needs"),
            Column(_("Requires"), "requires"),
            Column(_("Out of use since"), "retired_at"),
        ),
        lambda asked: by_key(Offering.objects.all()),
        roles=REPS | SEES_ALL,
    ),
)
REPORTS = (Report("expected", _("What the open ones may bring"), forecast_paper, roles=REPS | SEES_ALL, filters=("whose",)),)
