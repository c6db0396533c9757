"""The bytes of a message: made when it is queued, and for mailings made again from the frozen template when it leaves."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.casting import cast_of
from keepwarm.outbox.mime import Letter, Part, build
from keepwarm.outbox.models import Message, Template
from keepwarm.outbox.new import NewMessage

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class BlankMergeField(Refusal):
    """A place in the text for which there is nothing to put."""


class BytesDiffer(Exception):
    """What was built again is not what was frozen."""


def fill(text: str, values: Mapping[str, str], *, as_html: bool = False) -> str:
    """`text` with each `{name}` replaced, once: what stands in a value is never read as a place. Raises `BlankMergeField`."""

    pieces = list(_pieces(text))
    for at in range(1, len(pieces), 2):
        value = values.get(pieces[at], "")
        if not value.strip():
            raise BlankMergeField(gettext("The text asks for {%(name)s}, and nothing is known to put there.") % {"name": pieces[at]})
        pieces[at] = escape(value) if as_html else value
    return "".join(pieces)


@lru_cache(maxsize=1024)
def _pieces(text: str) -> tuple[str, ...]:
    """What stands between the places, and the name of each place between two of those; kept, for the same lines come in each letter."""
    return tuple(_PLACE.split(text))


def letter_of(row: Message, new: NewMessage, *, unsubscribe_mail: str, one_click_url: str) -> Letter:
    """Everything the bytes of a message that is being queued are made of."""
    answered = new.in_reply_to.strip().strip("<>")
    return Letter(
        **_common(row),
        subject=new.subject,
        text=new.text,
        html=new.html,
        reply_to=new.reply_to,
        attachments=new.attachments,
        calendar=new.calendar,
        calendar_method=new.calendar_method,
        in_reply_to=answered,
        references=tuple(one.strip().strip("<>") for one in new.references) or ((answered,) if answered else ()),
        one_click_url=one_click_url,
        unsubscribe_mail=unsubscribe_mail,
        list_id=new.list_id,
        automatic=new.automatic,
    )


def mailing_of(row: Message, template: Template) -> Letter:
    """The same for a mailing: from the frozen template and what the row keeps."""
    values: Mapping[str, str] = row.values["fill"]
    headers: Mapping[str, Any] = row.values["headers"]
    return Letter(
        **_common(row),
        subject=fill(template.subject, values),
        text=fill(template.text, values),
        html=fill(template.html, values, as_html=True),
        **headers,
    )


def mailing_bytes(row: Message, template: Template) -> bytes:
    """The bytes of one letter of a mailing, before DKIM. Raises `BlankMergeField`, and ValueError as `mime.build` does."""
    ready = _cast_parts(template, row.values["fill"])
    if not ready:
        return build(mailing_of(row, template))
    subject = fill(template.subject, row.values["fill"])
    return build(Letter(**_common(row), subject=subject, text="", **row.values["headers"]), ready)


def _cast_parts(template: Template, values: Mapping[str, str]) -> list[Part]:
    """Text and HTML by what is the same in all letters; nothing where they must be made whole."""
    parts = [cast_of("plain", template.text).part(lambda line: fill(line, values))]
    if template.html:
        parts.append(cast_of("html", template.html).part(lambda line: fill(line, values, as_html=True)))
    made = [part for part in parts if part is not None]
    return made if len(made) == len(parts) else []


def _common(row: Message) -> dict[str, Any]:
    at: datetime = row.dated_at
    return {
        "message_id": row.message_id,
        "dated_at": at,
        "boundary": row.boundary,
        "from_email": row.from_email,
        "from_name": row.from_name,
        "to_email": row.to_email,
        "to_name": row.to_name,
    }


def bytes_of(row: Message) -> bytes:
    """The bytes that were frozen, before DKIM: kept for personal mail, built again for a mailing. Raises `BytesDiffer`."""
    if row.frozen is not None:
        raw = bytes(row.frozen.raw)
    elif row.template is not None:
        raw = mailing_bytes(row, row.template)
    else:
        raise BytesDiffer(row.ref)
    if hash_of(raw) != row.hashed:
        raise BytesDiffer(row.ref)
    return raw


def hash_of(raw: bytes) -> str:
    """How bytes are named: their SHA-256."""
    return hashlib.sha256(raw).hexdigest()
