"""The mails of turns: from an item, or from our own plain questions, one frozen text for all who get it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext, override

from keepwarm.content.brand import house_brand
from keepwarm.content.models import Item
from keepwarm.content.queries.mail_of_item import source_of as source_of_item
from keepwarm.content.rendering import MailSource
from keepwarm.engine.merging import Values
from keepwarm.outbox.actions.preparing import Prepared, Sent, fill_text, prepare_text
from keepwarm.outbox.new import NewMessage
from keepwarm.programs.models import Turn
from keepwarm.programs.queries.carrying import Ready


def key_of(one: Ready) -> tuple[str, int, str]:
    """Which text they get: its kind and item; our own questions in their language, as far as the house speaks it, else in its own."""
    spoken = "" if one.turn.item_id is not None else one.language
    return one.turn.kind, one.turn.item_id or 0, spoken if spoken in dict(settings.LANGUAGES) else ""


def prepare_texts(readies: Sequence[Ready], *, now: datetime) -> dict[tuple[str, int, str], Prepared]:
    """The text of each kind, item and language among these turns; in short writes of their own."""
    brand = house_brand()
    items = Item.objects.in_bulk({one.turn.item_id for one in readies if one.turn.item_id is not None})
    wanted = {key_of(one) for one in readies}
    return {
        (kind, item, spoken): prepare_text(source_of(kind, items.get(item), spoken), brand, item_id=item or None, now=now)
        for kind, item, spoken in sorted(wanted)
    }


def source_of(kind: str, item: Item | None, language: str = "") -> MailSource:
    """What a mail of a turn is made of. `language` of our own questions, "" the house's."""
    if item is not None:
        return source_of_item(item)
    spoken = language or settings.LANGUAGE_CODE[:2]
    with override(spoken):
        return replace(_last_question() if kind == Turn.Kind.LAST_QUESTION else _ask(), language=spoken)


def _ask() -> MailSource:
    body = gettext(
        "Hello {first_name|there},\n\nyou have had what we thought might help you, and we do not want to fill your mailbox. "
        "What would help you now? A line in reply is enough: a question, a topic, or “nothing at present”.\n\n"
        "If you would rather hear from us less often, or about something else, [say so here]({preferences_url})."
    )
    return MailSource(subject=gettext("What would help you?"), body=body, preheader=gettext("A line in reply is enough."))


def _last_question() -> MailSource:
    body = gettext(
        "Hello {first_name|there},\n\nwe have written to you for a good while and have not heard from you. That is perfectly fine. "
        "Shall we go on? If so, reply with a word, or [tell us what you would like]({preferences_url}).\n\n"
        "If we hear nothing, this was our last mail to you. You can come back whenever you like."
    )
    return MailSource(subject=gettext("Shall we go on?"), body=body, preheader=gettext("One honest question, and the last one."))


def message_of(ready: Ready, text: Prepared, known: Values, *, touch_ref: str, list_id: str) -> tuple[NewMessage, tuple[str, ...]]:
    """The message to one person, and the merge fields that block it: with any, it must not go."""
    return fill_text(text, ready, known, Sent(ready.turn.prospect_id, touch_ref, list_id, f"turn:{ready.turn.ref}"))
