"""The message that a reply or a bounce speaks of."""

from __future__ import annotations

import re

from keepwarm.outbox.models import Message
from keepwarm.outbox.naming import read_tag

_LONGEST = 200
_IN_BRACKETS = re.compile(r"<([^<>\s]+)>")


def find_by_message_id(text: str) -> Message | None:
    """The newest of ours that `text` names: a Message-ID with or without brackets, or a whole header `References`, the last first."""
    named = _IN_BRACKETS.findall(text[-20_000:]) or [text.strip().strip("<>")]
    wanted = [one for one in named[::-1] if 0 < len(one) <= _LONGEST][:50]
    found = {message.message_id: message for message in Message.objects.filter(message_id__in=wanted)}
    return next((found[one] for one in wanted if one in found), None)


def find_by_tag(text: str) -> Message | None:
    """The message whose signed tag is in `text`, an address to which something came. Nobody else can know a tag."""
    tag = read_tag(text)
    return Message.objects.filter(tag=tag).first() if tag else None
