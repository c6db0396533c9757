"""The house's own site tells what somebody did there, by the API: nothing is kept in a browser for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import FORGOTTEN, Prospect
from keepwarm.signs.actions import record_signs
from keepwarm.signs.links import page_of
from keepwarm.signs.models import Kind, Page
from keepwarm.signs.recording import NewSign

CLOCKS_DIFFER = timedelta(minutes=5)
SOURCE = "api"
EARLIEST = 1990
"""Years before are slips."""


class SignRefused(Refusal):
    """A deed that cannot be kept."""


@dataclass(frozen=True, slots=True)
class ToldSign:
    """`url` of the page that was visited; `about` in words, of anything else. `at` in any zone."""

    kind: str
    at: datetime
    url: str = ""
    about: str = ""


def tell_sign(prospect: Prospect, told: ToldSign, *, now: datetime) -> Page | None:
    """Keeps it; gives the marked page of a visit. Raises SignRefused. The same in the same second is kept once."""
    if told.at.year < EARLIEST:
        raise SignRefused(_("Look at the year: nothing is kept of what somebody did before %(year)s.") % {"year": EARLIEST})
    if told.at > now + CLOCKS_DIFFER:
        raise SignRefused(_("What is still to come cannot be told."))
    if prospect.end_reason == FORGOTTEN:
        raise SignRefused(_("This person was forgotten, as they asked. Nothing is kept of them any more."))
    marked = page_of(told.url)
    page = Page.objects.get(pk=marked) if marked is not None else None
    if told.kind == Kind.VISIT and page is None:
        raise SignRefused(_("This address belongs to no marked page, so a visit to it is not kept."))
    sign = NewSign(prospect.pk, told.kind, min(told.at.astimezone(UTC), now), about=told.about, source=SOURCE)
    record_signs([replace(sign, weight=page.weight, page_id=page.pk) if page else sign], now=now)
    return page
