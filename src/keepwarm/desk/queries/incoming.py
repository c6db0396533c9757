"""They called us: who is it? Anyone of the house, found by a part of the name, the firm or the number."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from keepwarm.lib.text import joined
from keepwarm.prospects.search import Found, find
from keepwarm.staff.models import User


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody it may be. `ref` is "" when a colleague looks after them and the reader may not open their page."""

    ref: str
    name: str
    small: str


def who_called(words: str, *, for_: User) -> tuple[Caller, ...]:
    """Whom these words find, the best first; none for no words."""
    return tuple(_caller(row) for row in find(words, for_=for_).rows) if words.strip() else ()


def _caller(row: Found) -> Caller:
    owner = "" if row.is_mine else _("ask %(owner)s") % {"owner": row.owner}
    about = [row.firm, *row.shown[:2], owner, _("ended") if row.has_ended else ""]
    return Caller(row.ref if row.may_open else "", row.name, joined(*about))
