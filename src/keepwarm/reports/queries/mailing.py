"""The morning report as a mail: the same names and figures as the page, in HTML with tables, and as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, override

from keepwarm.reports.queries.morning import default_day
from keepwarm.reports.queries.page import MorningPage, morning_page
from keepwarm.reports.queries.shapes import MorningReport, Part
from keepwarm.staff.models import User

HOUSE = "house:"
"""How the keys of mails to ourselves begin: `outbox` keeps nothing of them once they have left, since they name people."""
_INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class Mailed:
    """A mail to one of us."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A rep's row of the table that stands for a chart: `share` of the longest in percent."""

    name: str
    reached: int
    tried: int
    meetings: int
    share: int


def once_key_of(user: User, on: date) -> str:
    """One mail for each person and day, whatever breaks in between."""
    return f"{HOUSE}morning:{user.ref}:{on.isoformat()}"


def report_mail(user: User, *, now: datetime) -> Mailed:
    """The report of the last day worked, as this person may read it, in their language."""
    with override(user.language):
        page = morning_page(for_=user, on=default_day(for_=user, now=now), now=now)
        context = {
            "page": page,
            "report": page.report,
            "bars": tuple(_bars(page.report)),
            "summary": _summary(page),
            "root": settings.PUBLIC_URL,
            "there": f"{settings.PUBLIC_URL}{reverse('reports:morning')}?on={page.report.on.isoformat()}",
            "choose": f"{settings.PUBLIC_URL}{reverse('reports:mail')}",
            "language": user.language,
        }
        html = _INLINER.inline(render_to_string("reports/mail/morning.html", context))
        text = _squeezed(render_to_string("reports/mail/morning.txt", context))
        return Mailed(_subject(page.report), text, html)


def _subject(report: MorningReport) -> str:
    reached = report.totals.reached if report.sees_all else sum(len(part.reached) for part in report.parts)
    told = {"day": date_format(report.on, "l j F"), "count": reached}
    return ngettext("%(day)s: %(count)d person reached by phone", "%(day)s: %(count)d people reached by phone", reached) % told


def _bars(report: MorningReport) -> Iterator[Bar]:
    longest = max((_dialled_or_reached(part) for part in report.parts), default=0)
    for part in report.parts:
        share = round(100 * len(part.reached) / longest) if longest else 0
        yield Bar(part.name, len(part.reached), len(part.tried), len(part.meetings), share)


def _dialled_or_reached(part: Part) -> int:
    return max(len(part.reached), len(part.tried))


def _summary(page: MorningPage) -> str:
    """The line that a mailbox shows beside the subject."""
    told = [f"{tile.value} {tile.label}" for tile in page.tiles[2:5] if tile.value != "0"]
    return ", ".join(told) if told else gettext("Nothing overdue, nobody postponed twice, nobody given up early.")


def _squeezed(text: str) -> str:
    """At most one empty line after another, and nothing behind a line."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept) + "\n"
