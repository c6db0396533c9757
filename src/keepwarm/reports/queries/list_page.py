"""The page of the lists: what each gave, with the range in which the truth lies, and which not to buy again."""

from __future__ import annotations

from dataclasses import dataclass

from keepwarm.reports.queries.leads.figures import Share
from keepwarm.reports.queries.lists import ListLine, Lists, list_quality
from keepwarm.reports.queries.worth import FEW_PEOPLE


@dataclass(frozen=True, slots=True)
class Judged:
    """A list with its ranges. `leads`: among the people of it whom we worked; costs of one lead in minor units."""

    line: ListLine
    leads: Share
    wrong: Share
    cost_range: tuple[int, int] | None  # None while it has no cost, no lead, or too few people


@dataclass(frozen=True, slots=True)
class ListPage:
    """The page: what to stop buying first."""

    lists: Lists
    stop: tuple[Judged, ...]
    others: tuple[Judged, ...]


def list_page() -> ListPage:
    """Every list, judged as on the morning report."""
    lists = list_quality()
    judged = [_judge(line) for line in lists.lines]
    stop = tuple(one for one in judged if one.line.verdict == "stop")
    return ListPage(lists, stop, tuple(one for one in judged if one.line.verdict != "stop"))


def _judge(line: ListLine) -> Judged:
    tally = line.tally
    leads = Share(tally.leads, max(tally.worked, tally.leads)) if tally.worked >= FEW_PEOPLE else Share(0, 0)
    wrong = Share(tally.wrong, tally.dialled) if tally.dialled >= FEW_PEOPLE else Share(0, 0)
    return Judged(line, leads, wrong, _costs(line, leads))


def _costs(line: ListLine, leads: Share) -> tuple[int, int] | None:
    if leads.range is None or not leads.found or not line.cost_minor or line.unpriced:
        return None
    low, high = leads.range
    return round(line.cost_minor / (high * leads.among)), round(line.cost_minor / (low * leads.among))
