"""What led to one sale, for paper."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.lib.sheets import Cell
from keepwarm.reports.papers.cells import amount
from keepwarm.reports.queries.money.story import StoryLine, sale_story
from keepwarm.staff.exporting import Asked


def sale_paper(asked: Asked) -> Paper:
    """Each contact before it, and what the sale owes to each by every model."""
    story = sale_story(asked.get("of"), for_=asked.for_)
    titles = (_("Contact"), _("About"), _("When"), _("By"), _("First"), _("Last"), _("Equal"), _("Fading"))
    zone = ZoneInfo(asked.for_.zone)
    rows = [_row(line, story.currency, zone) for line in story.lines]
    table = Table(titles, rows, _("Nothing is known that came before it, so it is owed to nobody."))
    sale = story.sale
    words = (
        f"{sale.offering.name}, {sale.prospect.name}, {sale.seat.name}",
        _("Money is in %(currency)s.") % {"currency": story.currency},
    )
    figures = (
        (str(amount(story.told.minor, story.currency)), _("worth")),
        (str(amount(story.told.cost_minor, story.currency)), _("all touches before it cost")),
    )
    parts = (Part("contacts", _("What led to it?"), table),)
    return Paper(_("What led to this sale?"), date_format(sale.sold_at.astimezone(zone), "j F Y"), parts, words, figures)


def _row(line: StoryLine, currency: str, zone: ZoneInfo) -> tuple[Cell, ...]:
    return (line.kind, line.what, line.at.astimezone(zone).date(), line.who, *(amount(share, currency) for share in line.shares[:4]))
