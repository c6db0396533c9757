"""A letter came back: its address is used no more and the next touch goes another way, in one transaction; and the way back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.decisions.actions import LetterResult, settle, settle_letters
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.engine.words import Disposition
from keepwarm.post.models import Letter
from keepwarm.post.queries.finding import find_letter
from keepwarm.post.refusals import PostRefused
from keepwarm.prospects.models import Address
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import require_role

DEAD = {Letter.Back.MOVED: Address.State.LEFT, Letter.Back.UNKNOWN: Address.State.WRONG}


def note_return(ref: str, *, because: str, by: User | None, now: datetime) -> Letter:
    """The letter came back. Told twice changes nothing the second time. Raises PostRefused, UnknownPaperLetter, NotYours."""
    require_role(by, *EDITORS)
    if because not in Letter.Back:
        raise PostRefused(_("Say why it came back: moved, or unknown."))
    seen = find_letter(ref)
    ready_hours([seen.prospect_id], now=now)
    with transaction.atomic():
        letter = _take(seen)
        if letter.state == Letter.State.RETURNED:
            return letter
        if letter.state != Letter.State.POSTED:
            raise PostRefused(_("This letter was not posted, so it cannot come back."))
        letter.state, letter.returned_at, letter.returned_because = Letter.State.RETURNED, now, because
        letter.address_was = _change_address(letter, DEAD[Letter.Back(because)])
        letter.save(update_fields=["state", "returned_at", "returned_because", "address_was"])
        _tell(letter, LetterResult(letter.touch_id or 0, Disposition.FAILED, now, because), now=now)
        return letter


def take_return_back(ref: str, *, by: User | None, now: datetime) -> Letter:
    """It was another letter that came back: this one is there, and its address is as it was. Again changes nothing."""
    require_role(by, *EDITORS)
    seen = find_letter(ref)
    ready_hours([seen.prospect_id], now=now)
    with transaction.atomic():
        letter = _take(seen)
        if letter.state != Letter.State.RETURNED:
            return letter
        if letter.address_was:
            dead = DEAD[Letter.Back(letter.returned_because)]
            Address.objects.filter(pk=letter.address_id or 0, state=dead).update(state=letter.address_was)
        letter.state, letter.returned_at, letter.returned_because, letter.address_was = Letter.State.POSTED, None, "", ""
        letter.save(update_fields=["state", "returned_at", "returned_because", "address_was"])
        _tell(letter, LetterResult(letter.touch_id or 0, Disposition.DELIVERED, letter.posted_at or now), now=now)
        return letter


def _take(seen: Letter) -> Letter:
    """The person first, then the letter: the order of all rooms."""
    lock_remaining([seen.prospect_id])
    return Letter.objects.select_for_update(of=("self",)).get(pk=seen.pk)


def _change_address(letter: Letter, state: str) -> str:
    """Marks it dead; gives the state that it had, "" when it was out of use already or is gone."""
    in_use = Address.objects.filter(pk=letter.address_id or 0, state=Address.State.OK)
    return Address.State.OK if in_use.update(state=state) else ""


def _tell(letter: Letter, result: LetterResult, *, now: datetime) -> None:
    """The touch says what became of it, and the next one is decided, also where the touch is gone."""
    if not settle_letters([result], now=now):
        settle([letter.prospect_id], by=None, now=now)
