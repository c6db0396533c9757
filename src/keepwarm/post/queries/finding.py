"""The letter that lies on the table: found by its code, typed or scanned, or by the name on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from keepwarm.consent.links import LinkUnreadable, Purpose, read_token
from keepwarm.lib.text import fold
from keepwarm.post.links import read_code, read_preferences_token
from keepwarm.post.models import Letter
from keepwarm.post.refusals import UnknownPaperLetter
from keepwarm.prospects.queries.visibility import visible_to
from keepwarm.staff.models import User

FOUND = 20
LATELY = timedelta(days=200)
BACK = Q(state__in=[Letter.State.POSTED, Letter.State.RETURNED])


def find_letter(named: str) -> Letter:
    """By reference, or by the code on it. Raises UnknownPaperLetter."""
    code = read_code(named)
    found = Letter.objects.filter(Q(ref=named) | (Q(code=code) if code else Q(pk=None))).first()
    if found is None:
        raise UnknownPaperLetter(_("No letter has this code. It stands at the foot of the letter: three groups of four signs."))
    return found


def find_posted(said: str, *, for_: User | None, now: datetime) -> list[Letter]:
    """Letters in the mail that this may mean, the newest first: a code, what a scanner read, or a part of a name."""
    said = said.strip()[:400]
    posted = _seen_by(for_).filter(BACK)
    if code := read_code(said):
        return list(posted.filter(code=code))
    if token := read_preferences_token(said):
        return list(posted.filter(prospect__ref=_whose(token)).order_by("-posted_at")[:1])
    words = fold(said).split()
    if not words:
        return []
    named = Q(posted_at__gte=now - LATELY)
    for word in words[:6]:
        named &= Q(prospect__name_folded__contains=word)
    return list(posted.filter(named).order_by("-posted_at", "-pk")[:FOUND])


def _whose(token: str) -> str:
    try:
        return read_token(Purpose.PREFERENCES, token).prospect_ref
    except LinkUnreadable:
        return ""


def _seen_by(for_: User | None) -> QuerySet[Letter]:
    rows = Letter.objects.select_related("prospect", "batch")
    return rows if for_ is None else rows.filter(prospect__in=visible_to(for_))
