"""Pages of the house's own site are marked, because whoever looks at them shows interest: prices, a comparison, a date to book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.lib.refusal import Refusal
from keepwarm.signs.links import check_target, page_of
from keepwarm.signs.models import Link, Page
from keepwarm.staff.models import Role, User
from keepwarm.staff.queries import require_role

MARKERS = (Role.MARKETER, Role.ADMIN)
LONGEST, MOST_WORDS = 300, 120  # characters
HEAVIEST = 10
"""A visit counts so many times at most: a page is never worth more than a handful of talks."""


class PageRefused(Refusal):
    """A page that cannot be marked so."""


def mark_page(url: str, words: str, *, weight: int = 1, interests: Sequence[str] = (), by: User | None, now: datetime) -> Page:
    """Marks all addresses that begin with `url`; marked again it takes the new words and weight.

    Links of mails that lead there count as visits from now on. Raises NoSuchTarget, NotYours, PageRefused.
    """
    require_role(by, *MARKERS)
    url, words = url.strip(), words.strip()
    check_target(url)
    if len(url) > LONGEST:
        raise PageRefused(_("Give the beginning of the address, at most %(most)d characters.") % {"most": LONGEST})
    if not words or len(words) > MOST_WORDS:
        raise PageRefused(_("Say in a few words what stands on the page, such as “our prices”."))
    if not 1 <= weight <= HEAVIEST:
        raise PageRefused(_("A visit counts from 1 to %(most)d times.") % {"most": HEAVIEST})
    values = {"words": words, "weight": weight, "interests": sorted(interests), "ended_at": None}
    with transaction.atomic():
        page, _made = Page.objects.update_or_create(url=url, defaults=values, create_defaults={**values, "made_at": now})
        closer = Page.objects.filter(url__startswith=url, ended_at__isnull=True)
        Link.objects.filter(url__startswith=url).exclude(page__in=closer).update(page=page)
    return page


def unmark_page(ref: str, *, by: User | None, now: datetime) -> None:
    """Visits count no more from now on, unless a wider marked page holds the address too; those that were, stay. Raises NotYours."""
    require_role(by, *MARKERS)
    with transaction.atomic():
        Page.objects.filter(ref=ref, ended_at__isnull=True).update(ended_at=now)
        for link in Link.objects.filter(page__ref=ref):
            link.page_id = page_of(link.url)
            link.save(update_fields=["page"])
