"""Where more is promised than comes true, for paper."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.customers.queries.overselling import BY, Oversold, oversold
from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.lib.sheets import Cell
from keepwarm.staff.exporting import Asked


def overselling_paper(asked: Asked) -> Paper:
    """By offering, by who sold, and by source; as on the page, a rep has their own line only."""
    first = {"offering": _("Offering"), "rep": _("Who sold"), "source": _("Source")}
    rest = (_("Settled"), _("Broken"), _("Not written down"), _("Share, percent"), _("at least"), _("at most"))
    lost = (_("More than elsewhere"), _("Customers lost after it"))
    parts = tuple(
        Part(
            by,
            first[by],
            Table((first[by], *rest, *lost), [_row(line) for line in oversold(by, for_=asked.for_)], _("Nothing is settled yet.")),
        )
        for by in BY
    )
    words = (_("Of few cases a range is wide, and says nothing about anybody. A promise that we had not written down counts twice."),)
    return Paper(_("Where is more promised than comes true?"), date_format(asked.now.date(), "j F Y"), parts, words)


def _row(line: Oversold) -> tuple[Cell, ...]:
    stands_out = _("yes") if line.stands_out else ""
    return (line.name, line.settled, line.broken, line.unrecorded, line.percent, line.low, line.high, stands_out, line.lost)
