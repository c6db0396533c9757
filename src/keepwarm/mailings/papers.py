"""What became of a mailing, for paper."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.mailings.queries.lists import find_mailing
from keepwarm.mailings.queries.report import read_report
from keepwarm.mailings.queries.two_texts import TwoTexts
from keepwarm.staff.exporting import Asked


def mailing_paper(asked: Asked) -> Paper:
    """Its figures, why somebody got it later or not at all, and how two texts did."""
    mailing = find_mailing(asked.get("of"))
    report = read_report(mailing, now=asked.now)
    rows = [*((one.words, one.count) for one in report.figures), (_("robots, counted apart"), report.robots)]
    parts = [Part("figures", _("What became of it?"), Table((_("What"), _("People")), rows))]
    for key, title, reasons in (("later", _("Why do they wait?"), report.later), ("not-at-all", _("Why not at all?"), report.skipped)):
        parts += [Part(key, title, Table((_("Why"), _("People")), reasons))] if reasons else []
    parts += _two(report.two) if report.two else ()
    on = date_format(mailing.approved_at or asked.now, "j F Y")
    return Paper(mailing.name, on, tuple(parts), tuple(words for words in (mailing.subject, report.stopped) if words))


def _two(two: TwoTexts) -> Iterator[Part]:
    titles = (_("Text"), _("Reached"), _("Followed a link"), _("Of 100"), _("at least"), _("at most"))
    rows = [(one.letter, one.people, one.hits, *((one.percent, one.low, one.high) if one.people else (None,) * 3)) for one in two.texts]
    yield Part("texts", _("Which text did better?"), Table(titles, rows), words=(two.words,))
