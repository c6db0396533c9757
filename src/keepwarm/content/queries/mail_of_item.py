"""What the mail of an item is made of: the same for whoever looks at it before, and for everybody who gets it."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext, override

from keepwarm.content.links import paper_path, where_of
from keepwarm.content.models import Item
from keepwarm.content.rendering import MailSource
from keepwarm.content.rendering.markup import as_button, as_words


def source_of(item: Item) -> MailSource:
    """An item with a text of its own is the mail; of another the mail says what it is and where. The file of an item is never forgotten."""
    language = item.language[:2] or "en"
    source = MailSource(item.title, item.body, item.html, preheader=item.teaser, language=language)
    if item.html:
        return source
    with override(language):
        return replace(source, body="\n\n".join(filter(None, _parts(item))))


def _parts(item: Item) -> tuple[str, ...]:
    where = where_of(item)
    button = as_button(item.title, where) if where else ""
    if not item.body.strip():
        return gettext("Hello {first_name|there},"), as_words(item.teaser), button
    leads_there = bool(item.url) or item.file_id is None or paper_path(item.ref) in item.body
    return (item.body,) if leads_there else (item.body, button)
