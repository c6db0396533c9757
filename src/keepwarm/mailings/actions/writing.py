"""The mails of a mailing: each text frozen once, filled for each recipient."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from keepwarm.content.brand import house_brand
from keepwarm.engine.merging import Values
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.queries.due import Ready
from keepwarm.mailings.queries.figures import has_two
from keepwarm.mailings.queries.texts import TEXTS, source_of
from keepwarm.outbox.actions.preparing import Prepared, Sent, fill_text, list_id_named, prepare_text
from keepwarm.outbox.new import NewMessage


def prepare_texts(mailing: Mailing, *, now: datetime) -> dict[str, Prepared]:
    """Each text of the mailing, in short writes of their own; the same words give the same rows."""
    brand = house_brand()
    return {letter: prepare_text(source_of(mailing, letter), brand, now=now) for letter in (TEXTS if has_two(mailing) else TEXTS[:1])}


def list_id_of(mailing: Mailing) -> str:
    """The name of the list, by the domain of the house's mail account; "" while the house has none: then no mail can go."""
    return list_id_named(mailing.list_name, "news")


def archive_url(mailing: Mailing) -> str:
    """Where everyone may read it; "" when it is not in the archive."""
    return f"{settings.PUBLIC_URL}/mailings/p/{mailing.ref}/" if mailing.in_archive else ""


def message_of(ready: Ready, text: Prepared, known: Values, *, touch_ref: str, list_id: str) -> tuple[NewMessage, tuple[str, ...]]:
    """The message to one person, and the merge fields that block it: with any, it must not go."""
    mailing = ready.row.mailing
    return fill_text(text, ready, known, Sent(ready.row.prospect_id, touch_ref, list_id, once_key_of(ready.row), archive_url(mailing)))


ONCE = "mailing:"


def once_key_of(row: Recipient) -> str:
    """What makes the message unique. One that was taken back before it left has its key; the next is known by it, too."""
    again = f":{row.message_id}" if row.message_id else ""
    return f"{ONCE}{row.mailing.ref}:{row.prospect_id}{again}"
