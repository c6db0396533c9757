"""Somebody sent us a message: it stands on their timeline and waits for an answer. STOP closes this way at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.consent.actions import withdraw_all
from keepwarm.consent.models import Channel as Way
from keepwarm.consent.models import Wish
from keepwarm.decisions.actions import log_touches
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.decisions.batch import NewTouch, NewWish
from keepwarm.engine.replies.reading import read_reply
from keepwarm.engine.words import Disposition, ReplyKind
from keepwarm.lib.text import fold
from keepwarm.messaging.models import Heard, Message
from keepwarm.messaging.refusals import MessagingRefused
from keepwarm.prospects.models import Address
from keepwarm.prospects.places import read_phone
from keepwarm.touches.models import Channel, Direction, Touch

STOP_WORDS: Final = re.compile(
    r"\W*(?:stop(?:p|pen)?(?: ?all)?|end|quit|cancel|unsubscribe|opt ?out|abmelden|abbestellen|beenden"
    r"|arr[eê]t|stopp?e[rz]?|baja|alto|parar|sair)\W*",
    re.IGNORECASE,
)
"""The words that carriers reserve, and those of our languages, alone in a message."""
IN_DOUBT_LESS: Final = 0.6
"""From this confidence on other words close the way too, as of a mail (docs/inbound-mail.md); and a person looks at what they meant."""
KINDS: Final = {"wants_call": ReplyKind.CALL_ME, "question": ReplyKind.QUESTION, "interested": ReplyKind.INTEREST}
LONGEST: Final = 4_000


def hear(
    their_id: str, sender: str, text: str, *, kind: str = Address.Kind.PHONE, heard_at: datetime | None = None, now: datetime
) -> Heard:
    """Keep what they sent, once for the gateway's `their_id`. Raises MessagingRefused, UnreadablePhone."""
    their_id, sender, text = (one.replace("\0", "") for one in (their_id, sender, text))
    if not their_id.strip() or kind not in {Address.Kind.PHONE, Address.Kind.HANDLE}:
        raise MessagingRefused(_("Name the message (id), and say whether it came from a phone or a handle."))
    known = Heard.objects.filter(their_id=their_id[:120]).first()
    if known is not None:
        return known
    normalized = read_phone(sender, "").normalized if kind == Address.Kind.PHONE else fold(sender)[:320]
    is_stop, holders = is_stop_asked(text, now=now), _holders(kind, normalized)
    ready_hours(holders, now=now)
    with transaction.atomic():
        lock_remaining(sorted(holders))
        row, is_new = Heard.objects.get_or_create(
            their_id=their_id[:120],
            defaults={"kind": kind, "sender": sender.strip()[:320], "text": text[:LONGEST], "is_stop": is_stop, "heard_at": now},
        )
        if is_new and holders:
            _follow(row, holders, at=min(heard_at or now, now), now=now)
    return row


def is_stop_asked(text: str, *, now: datetime) -> bool:
    """STOP by itself, or other words that ask for no more."""
    if STOP_WORDS.fullmatch(text.strip()):
        return True
    told = read_reply("", text[:LONGEST], now.date())
    return told.kind == "unsubscribe" and told.confidence >= IN_DOUBT_LESS


def _holders(kind: str, normalized: str) -> list[int]:
    """Who has this number, the one we wrote to last first. A number that was found wrong is theirs no more."""
    out = [Address.State.WRONG, Address.State.LEFT]
    rows = Address.objects.filter(kind=kind, normalized=normalized, prospect__isnull=False, prospect__merged_into__isnull=True)
    ids = list(
        dict.fromkeys(int(pk or 0) for pk in rows.exclude(state__in=out).order_by("shared", "pk").values_list("prospect_id", flat=True))
    )
    newest = dict(Message.objects.filter(prospect_id__in=ids).order_by("pk").values_list("prospect_id", "pk"))
    return sorted(ids, key=lambda pk: -newest.get(pk, 0))


def _follow(row: Heard, holders: Sequence[int], *, at: datetime, now: datetime) -> None:
    """STOP is heard from everyone who has the number; anything else is of the one we wrote to last."""
    touches = [_stop(row, pk, at) for pk in holders] if row.is_stop else [_said(row, holders[0], at, now)]
    if row.is_stop:
        for pk in holders:
            withdraw_all(pk, [Way.MESSAGE], by=None, now=now)
    logged = log_touches(touches, by=None, now=now)
    mine: Touch = logged[0].touch
    row.prospect_id, row.touch = mine.prospect_id, mine
    row.save(update_fields=["prospect", "touch"])


def _stop(row: Heard, prospect_id: int, at: datetime) -> NewTouch:
    wish = NewWish(Wish.Kind.NO_CHANNEL, Way.MESSAGE, words=row.text[:300])
    kind = ReplyKind.NONE if STOP_WORDS.fullmatch(row.text.strip()) else ReplyKind.OTHER
    return _theirs(row, prospect_id, Disposition.UNSUBSCRIBED, kind, at, (wish,))


def _said(row: Heard, prospect_id: int, at: datetime, now: datetime) -> NewTouch:
    kind = KINDS.get(read_reply("", row.text, now.date()).kind, ReplyKind.OTHER)
    return _theirs(row, prospect_id, Disposition.RECEIVED, kind, at, ())


def _theirs(row: Heard, prospect_id: int, disposition: str, kind: ReplyKind, at: datetime, wishes: tuple[NewWish, ...]) -> NewTouch:
    return NewTouch(
        prospect_id=prospect_id,
        channel=Channel.MESSAGE,
        direction=Direction.IN,
        disposition=disposition,
        happened_at=at,
        note=row.text,
        args={"kind": kind.name.lower(), "heard": row.ref},
        wishes=wishes,
    )
