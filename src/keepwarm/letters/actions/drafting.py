"""Drafts: saved while they are written, discarded; files kept for them; what belongs into a talk moved to the call sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.engine.letter.finding import Finding
from keepwarm.engine.letter.words import Part, Purpose
from keepwarm.letters.models import Draft, Enclosure, Letter, PointToSay
from keepwarm.letters.queries.times import read_times
from keepwarm.letters.refusals import NotFree, StaleDraft, TooLarge, UnknownLetter
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat

LARGEST = 10 * 2**20
"""Bytes of one file: what every mailbox takes, with the rest of the mail."""
WORDS_A_MINUTE = 200
BYTES_A_WORD = 6
PAGE_MINUTES = 2
"""Reading: 200 words a minute, a common figure; a page of a PDF about two minutes. Only a hint for the check."""


@dataclass(frozen=True, slots=True)
class Text:
    """What stands in the composer."""

    purpose: str = ""
    subject: str = ""
    body: str = ""


def save_draft(prospect: Prospect, seat: Seat, text: Text, *, version: int | None, now: datetime, **more: Any) -> Draft:
    """Save what is written so far. `version`: that of the draft that was shown, 0 for none yet, None to write over whatever is there.

    `more`: merged, offered, invite_at. The same text again changes nothing. Raises StaleDraft when it was saved elsewhere.
    """
    with transaction.atomic():
        fresh = {"version": 0, "saved_at": now}
        draft, _made = Draft.objects.select_for_update(of=("self",)).get_or_create(seat=seat, prospect=prospect, defaults=fresh)
        wanted = {"purpose": text.purpose, "subject": text.subject[:200], "body": text.body, **more}
        if all(getattr(draft, name) == value for name, value in wanted.items()) and draft.version:
            return draft
        if version is not None and version != draft.version:
            raise StaleDraft(_("This draft was changed in another window or on another device. Load the page to see it, then go on there."))
        for name, value in wanted.items():
            setattr(draft, name, value)
        draft.version, draft.saved_at = draft.version + 1, now
        draft.save()
    return draft


def discard_draft(ref: str, *, seat: Seat) -> Prospect:
    """Throw a draft of one's own away. Raises UnknownLetter."""
    draft = Draft.objects.select_related("prospect").filter(ref=ref, seat=seat).first()
    if draft is None:
        raise UnknownLetter(_("There is no such draft any more."))
    draft.delete()
    return draft.prospect


def enclose(draft: Draft, *, name: str, media_type: str, raw: bytes, now: datetime) -> Enclosure:
    """Put a file to a draft; the same content is kept once. Raises TooLarge."""
    if len(raw) > LARGEST:
        raise TooLarge(_("“%(name)s” is larger than 10 MB. Send something shorter, or say it by phone.") % {"name": name})
    fresh = {
        "title": name.strip()[:200] or _("file"),
        "media_type": media_type[:100] or "application/octet-stream",
        "size": len(raw),
        "raw": raw,
        "reading_minutes": guess_minutes(media_type, raw),
        "kept_at": now,
    }
    with transaction.atomic():
        kept, _made = Enclosure.objects.get_or_create(hashed=hashlib.sha256(raw).hexdigest(), defaults=fresh)
        draft.enclosures.add(kept)
    return kept


def take_out(draft: Draft, hashed: str) -> None:
    """The letter goes without this file."""
    draft.enclosures.remove(*draft.enclosures.filter(hashed=hashed))


def guess_minutes(media_type: str, raw: bytes) -> float:
    """About how many minutes a file takes to read; 0 when nothing can be said."""
    if media_type.startswith("text/"):
        return round(len(raw) / BYTES_A_WORD / WORDS_A_MINUTE, 1)
    if media_type == "application/pdf":
        return float(PAGE_MINUTES * raw.count(b"/Type /Page\n") or PAGE_MINUTES * raw.count(b"/Type/Page/"))
    return 0.0


def offer_times(draft: Draft, times: Sequence[datetime], words: str, *, now: datetime) -> Draft:
    """Put times into the letter, in words, and remember which: their answer names one of them."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        draft.body = f"{draft.body.rstrip()}\n\n{words}\n" if draft.body.strip() else f"{words}\n"
        kept = dict.fromkeys([*read_times(draft.offered), *times])
        draft.offered, draft.version, draft.saved_at = [at.isoformat() for at in kept], draft.version + 1, now
        draft.save(update_fields=["body", "offered", "version", "saved_at"])
    return draft


def begin_confirmation(letter: Letter, at: datetime, words: str, *, subject: str, now: datetime) -> Draft:
    """They took a time that was offered: a letter that confirms it is begun; an invitation will go with it. Raises NotFree."""
    if at not in read_times(letter.offered) or at <= now:
        raise NotFree(_("This time was not offered, or it has gone by."))
    text = Text(Purpose.CONFIRM, subject, words)
    return save_draft(letter.prospect, letter.seat, text, version=None, now=now, invite_at=at, offered=[], merged={})


def without_invitation(draft: Draft) -> None:
    """The letter goes without an invitation, and promises no call."""
    Draft.objects.filter(pk=draft.pk).update(invite_at=None)


def replace_words(body: str, start: int, end: int, old: str, new: str) -> str:
    """A word as it was proposed, where it still stands; the text as it is where it was changed meanwhile."""
    return body[:start] + new + body[end:] if body[start:end] == old else body


def move_to_call_sheet(draft: Draft, findings: Sequence[Finding], *, now: datetime) -> Draft:
    """What belongs into a talk leaves the letter and becomes points to say. Each stands on the call sheet once.

    The findings are those of this version of the draft. Raises StaleDraft when it was changed meanwhile.
    """
    with transaction.atomic():
        looked_at, draft = draft.version, Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if draft.version != looked_at:
            raise StaleDraft(_("This draft was changed in another window or on another device. Load the page to see it, then go on there."))
        known = set(PointToSay.objects.filter(prospect_id=draft.prospect_id, said_at__isnull=True).values_list("text", flat=True))
        said = dict.fromkeys(one.say_by_phone.strip()[:600] for one in findings if one.say_by_phone.strip())
        rows = [PointToSay(prospect_id=draft.prospect_id, seat_id=draft.seat_id, text=text, at=now) for text in said if text not in known]
        PointToSay.objects.bulk_create(rows)
        draft.body, draft.version, draft.saved_at = without(draft.body, findings), draft.version + 1, now
        draft.save(update_fields=["body", "version", "saved_at"])
    return draft


def without(body: str, findings: Sequence[Finding]) -> str:
    """The text without the sentences that were found, and without the empty lines they leave."""
    for one in sorted(findings, key=lambda one: one.start, reverse=True):
        if one.part is Part.BODY and one.say_by_phone and one.end > one.start:
            body = body[: one.start] + body[one.end :]
    lines = [line.strip() if not line.strip() else line.rstrip() for line in body.split("\n")]
    kept = [line for number, line in enumerate(lines) if line or number == 0 or lines[number - 1]]
    return "\n".join(kept).strip() + "\n" if "".join(kept).strip() else ""


def tick_off(ref: str, *, prospect: Prospect, now: datetime) -> None:
    """A point was said, or is not worth saying any more. Nothing happens for one that was ticked off before."""
    PointToSay.objects.filter(ref=ref, prospect=prospect, said_at__isnull=True).update(said_at=now)
