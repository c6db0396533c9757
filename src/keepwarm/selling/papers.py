"""What the open opportunities may bring, for paper."""

from __future__ import annotations

from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.engine.forecast import Chance, Verdict
from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.lib.sheets import Cell
from keepwarm.selling.queries.expecting import Expected, expect
from keepwarm.selling.queries.pages import Line
from keepwarm.staff.exporting import Asked

MOST: Final = 1_000
"""Opportunities that a paper names; all of them leave as a list."""


def forecast_paper(asked: Asked) -> Paper:
    """What may the open ones bring?"""
    found = expect(for_=asked.for_, mine=asked.get("whose") == "mine", now=asked.now, most=MOST)
    titles = (_("Person"), _("Firm"), _("What"), _("Stage"), _("Amount"), _("They decide"))
    chances = (_("By our history, percent"), _("at least"), _("at most"), _("The rep’s word, percent"))
    table = Table((*titles, *chances), [_row(line, chance) for line, chance in found.lines], _("Nothing is open."))
    words = (_("The first %(count)s by the day on which they decide.") % {"count": MOST},) if found.after else ()
    figures: tuple[tuple[str, str], ...] = (
        (found.expected, _("to expect, %(low)s to %(high)s, 19 times of 20") % {"low": found.low, "high": found.high}),
        (found.by_word or "–", _("by the reps’ own words")),
    )
    if found.known.closed:
        figures = (*figures, (f"{found.known.share:.0%}", _("of the last %(count)s closed ones were won") % {"count": found.known.closed}))
    parts = (Part("open", _("Open opportunities"), table, words=words),)
    return Paper(_("What may the open ones bring?"), date_format(asked.now.date(), "j F Y"), parts, (_verdict(found),), figures)


def _verdict(found: Expected) -> str:
    if found.known.verdict is Verdict.SIGNAL:
        return _("Reckoned from how those like them ended here before.")
    if found.known.verdict is Verdict.NO_SIGNAL:
        return _("There is no signal: our own history did not tell how the later ones ended. So each gets the same chance.")
    return _("Too few were closed to tell one from another. So each gets the same chance.")


def _row(line: Line, chance: Chance) -> tuple[Cell, ...]:
    shares = (round(100 * share) for share in (chance.chance, chance.low, chance.high))
    return (line.name, line.firm, line.offering, line.stage, line.worth, line.expected_on, *shares, line.word)
