"""The section `[opportunity]` of a map: what of a row is offering, amount, outcome; and a row as it would be written.

The people come in first, as any list of inquiries does; each line's opportunity is theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext

from keepwarm.intake.mapping.checks import MapWrong, Reader
from keepwarm.intake.mapping.lookup import joined, read_lookups
from keepwarm.intake.mapping.plan import Value
from keepwarm.intake.shaping.shapes import Flawed
from keepwarm.lib.dates import Order, read_date
from keepwarm.lib.money import read_amount
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import fold
from keepwarm.selling.models import Outcome, SellingStage
from keepwarm.selling.queries.rates import check_amount, house_currency
from keepwarm.selling.queries.stages import FIRST_STAGES

KEYS: Final = (
    "offering", "price", "amount", "currency", "opened", "closed", "outcome", "stage", "expected", "word", "name", "reason", "lost_to"
)  # fmt: skip
OUTCOMES: Final = {"": Outcome.OPEN, "open": Outcome.OPEN, "won": Outcome.WON, "lost": Outcome.LOST, "postponed": Outcome.POSTPONED}


class Row(NamedTuple):
    """A line of the file as an opportunity. `amount_minor` None: the price of its offering holds."""

    line: int
    offering: str
    price_minor: int | None
    amount_minor: int | None
    currency: str
    opened_on: date | None
    closed_on: date | None
    outcome: str
    stage: str
    expected_on: date | None
    word: int | None
    name: str
    reason: str
    lost_to: str


@dataclass(frozen=True, slots=True)
class OpportunityPlan:
    """The section, read against the header of its file. `stages`: keys by folded key and label. `apart`: names are taken as they stand."""

    values: Mapping[str, tuple[Value, ...]]
    lookups: tuple[Any, ...]
    order: Order
    stages: Mapping[str, str]
    apart: bool = False

    def of(self, line: int, cells: Sequence[str], *, today: date) -> Row | Flawed:
        """The row, or why it cannot be one."""
        wide = joined(list(cells), self.lookups)
        try:
            return _checked(_row(self, line, wide), today)
        except Refusal as refusal:
            return Flawed(line, refusal.sentence, tuple(cells))

    def text(self, key: str, cells: Sequence[str]) -> str:
        """The first of its values that is filled."""
        return next((text for value in self.values.get(key, ()) if (text := value.of(cells))), "")


class RowRefused(Refusal):
    """A line that is no opportunity."""


def read_opportunities(map_: Mapping[str, Any], header: Sequence[str], *, called: str, file: str) -> OpportunityPlan:
    """The plan of a map's section. Raises MapWrong."""
    section = map_.get("opportunity")
    reader = Reader(called, file, tuple(header))
    if not isinstance(section, Mapping) or "offering" not in section:
        raise MapWrong(gettext("%(map)s needs a section [opportunity] that says at least which column is the offering.") % {"map": called})
    reader = replace(reader, empty=reader.empty | reader.texts(map_.get("not_answered", []), "not_answered"))
    reader, lookups = read_lookups(reader, [(one, "lookup") for one in map_.get("lookup", [])])
    reader.known(section, (*KEYS, "apart"), "opportunity")
    values = {
        key: tuple(reader.value(one, f"opportunity.{key}") for one in _listed(given)) for key, given in section.items() if key in KEYS
    }
    return OpportunityPlan(values, lookups, "mdy" if map_.get("dates") == "month first" else "dmy", _stages(), section.get("apart") is True)


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]


def _stages() -> dict[str, str]:
    rows = list(SellingStage.objects.filter(retired_at__isnull=True).values_list("key", "label")) or FIRST_STAGES
    return {fold(word): key for key, label in rows for word in (key, label)}


def _row(plan: OpportunityPlan, line: int, cells: Sequence[str]) -> Row:
    currency = plan.text("currency", cells).upper() or house_currency()
    return Row(
        line=line,
        offering=" ".join(plan.text("offering", cells).split())[:120],
        price_minor=_amount(plan, "price", cells, currency),
        amount_minor=_amount(plan, "amount", cells, currency),
        currency=currency,
        opened_on=_day(plan, "opened", cells),
        closed_on=_day(plan, "closed", cells),
        outcome=_outcome(plan.text("outcome", cells)),
        stage=_stage(plan, plan.text("stage", cells)),
        expected_on=_day(plan, "expected", cells),
        word=_word(plan.text("word", cells)),
        name=plan.text("name", cells)[:160],
        reason=plan.text("reason", cells)[:300],
        lost_to=plan.text("lost_to", cells)[:120],
    )


def _amount(plan: OpportunityPlan, key: str, cells: Sequence[str], currency: str) -> int | None:
    """The first of its values that is more than nothing: what was lost is often worth 0 in a list."""
    for value in plan.values.get(key, ()):
        text = value.of(cells)
        if text and (minor := read_amount(text, currency)) > 0:
            return check_amount(minor, currency)
    return None


def _day(plan: OpportunityPlan, key: str, cells: Sequence[str]) -> date | None:
    text = plan.text(key, cells)
    return read_date(text, order=plan.order) if text else None


def _outcome(text: str) -> str:
    found = OUTCOMES.get(fold(text))
    if found is None:
        raise RowRefused(gettext("“%(text)s” is not won, lost, postponed or open. Say in the map what it means.") % {"text": text[:40]})
    return str(found)


def _stage(plan: OpportunityPlan, text: str) -> str:
    if not text:
        return ""
    if fold(text) not in plan.stages:
        raise RowRefused(gettext("The house has no selling stage “%(text)s”. Say in the map which one it is.") % {"text": text[:40]})
    return plan.stages[fold(text)]


def _word(text: str) -> int | None:
    plain = text.strip().rstrip("%").strip()
    if not plain:
        return None
    if not plain.isdigit() or int(plain) > 100:
        raise RowRefused(gettext("“%(text)s” is not a share between 0 and 100 percent.") % {"text": text[:40]})
    return int(plain)


def _checked(row: Row, today: date) -> Row:
    if not row.offering:
        raise RowRefused(gettext("It does not say what was offered."))
    if row.outcome == Outcome.OPEN:
        return row._replace(closed_on=None)
    if row.closed_on is None:
        raise RowRefused(gettext("It is closed, and has no day on which that was."))
    if row.closed_on > today:
        raise RowRefused(gettext("It is said to be closed on a day to come."))
    if row.opened_on is not None and row.closed_on < row.opened_on:
        raise RowRefused(gettext("It was closed before it was opened. Look at its days."))
    return row


def moment_of(day: date | None, otherwise: datetime) -> datetime:
    """Noon in UTC of that day, which is the same day in nearly every zone; never after `otherwise`, which also stands for no day."""
    return (
        otherwise
        if day is None
        else min(otherwise, otherwise.replace(year=day.year, month=day.month, day=day.day, hour=12, minute=0, second=0, microsecond=0))
    )
