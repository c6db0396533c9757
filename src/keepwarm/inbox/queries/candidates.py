"""Whose a stranger's mail may be: whom its sender, or the words of the reader, name."""

from __future__ import annotations

from keepwarm.inbox.models import Received
from keepwarm.prospects.queries import workable_by
from keepwarm.prospects.search import find
from keepwarm.prospects.search.finding import Found
from keepwarm.staff.models import User

MOST = 8


def whose_it_may_be(row: Received, words: str, *, for_: User) -> tuple[Found, ...]:
    """People whom the reader works with: by the words given, else by the sender's address or name. () for a mail of somebody."""
    if row.prospect_id is not None:
        return ()
    for text in (words,) if words.strip() else (row.from_email, row.from_name):
        found = find(text, for_=for_).rows if text.strip() else ()
        workable = set(workable_by(for_).filter(ref__in=[one.ref for one in found]).values_list("ref", flat=True))
        if told := tuple(one for one in found if one.ref in workable)[:MOST]:
            return told
    return ()
