"""Who comes to a public page by a link that was made for them: a seminar, a survey, a paper. The page never says who that is.

The token stands in the address as `?for=…`. It names a prospect by reference, opens no page that shows or changes wishes, and
works for as long as the mail is kept.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings

from keepwarm.consent.sealing import read_ref, seal
from keepwarm.prospects.models import FORGOTTEN, Prospect
from keepwarm.prospects.queries.remaining import remaining

FIELD = "for"
_PURPOSE = "visitor"
_OUR_PAGE = re.compile(r"/(?:(?:seminars|surveys)/p|ask/paper)/[A-Za-z0-9]+/")


def address_for(url: str, prospect_ref: str) -> str:
    """The address of a public page of ours for one person."""
    return f"{url}{'&' if '?' in url else '?'}{FIELD}={seal(_PURPOSE, prospect_ref.encode())}"


def lead_on(url: str, prospect_ref: str) -> str:
    """Where a link of a mail leads somebody: to a public page of ours (`/<room>/p/…`, a paper) as who they are, else just there."""
    if not url.startswith(f"{settings.PUBLIC_URL}/") or not _OUR_PAGE.fullmatch(urlsplit(url).path):
        return url
    return address_for(url, prospect_ref)


def who_comes(token: str) -> Prospect | None:
    """Whom the link was made for, or who remains of them; None for a stranger, for a changed token, and for who was forgotten."""
    named = Prospect.objects.filter(ref=read_ref(_PURPOSE, token)).values_list("pk", flat=True).first()
    if named is None:
        return None
    return Prospect.objects.filter(pk=remaining([named])[named]).exclude(end_reason=FORGOTTEN).first()
