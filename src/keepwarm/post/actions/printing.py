"""A batch: which letters are in it is frozen, then one PDF is made of them, and the same one again whenever it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.content.brand import Brand, house_brand
from keepwarm.lib.text import joined
from keepwarm.post.actions.collecting import collect, hold
from keepwarm.post.models import Batch, Letter, PrintedFile
from keepwarm.post.queries.composing import Composed, compose
from keepwarm.post.queries.holding import Standing, standings
from keepwarm.post.queries.lists import find_batch
from keepwarm.post.refusals import PostRefused
from keepwarm.post.rendering import digest_of, render
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import require_role

MOST = 300
"""Letters of one batch: a stack that one person folds in an afternoon, and a write of under 100 ms."""


def print_batch(*, by: User | None, now: datetime, name: str = "", most: int = MOST) -> Batch:
    """Freeze what waits, at most `most`, and make the PDF. Of two at once one gets the letters. Raises PostRefused, NotYours.

    A crash before the PDF is made leaves an open batch, which `make_pdf` completes; nothing of it is chosen again.
    """
    require_role(by, *EDITORS)
    if not house_brand().postal_address.strip():
        raise PostRefused(_("The house has no postal address yet, so nothing could come back. Say it at Content."))
    collect(now=now)
    batch = freeze(by=by, now=now, name=name, most=max(1, min(most, MOST)))
    return make_pdf(batch.ref, by=by, now=now)


def freeze(*, by: User | None, now: datetime, name: str = "", most: int = MOST) -> Batch:
    """Choose the oldest that wait, one for each person, and keep each page as it is to be printed."""
    letters, brand = _oldest(most), house_brand()
    stands = standings([letter.prospect_id for letter in letters], now=now, is_paced=False)
    pages = _composed(letters, stands, brand, now=now)
    with transaction.atomic():
        rows = Letter.objects.select_for_update(of=("self",)).filter(pk__in=pages, state=Letter.State.WAITS, touch__isnull=False)
        mine = list(rows.order_by("made_at", "pk"))
        if not mine:
            raise PostRefused(_("Nothing waits to be printed."))
        batch = Batch.objects.create(
            name=name.strip()[:120] or _("Letters of %(day)s") % {"day": date_format(now, "j M Y")},
            count=len(mine),
            sender=_sender(brand),
            made_at=now,
            made_by=by,
        )
        for place, letter in enumerate(mine, start=1):
            letter.batch, letter.place, letter.state, letter.printed = batch, place, Letter.State.PRINTED, pages[letter.pk].page
            letter.address_id = stands[letter.prospect_id].address_id
        Letter.objects.bulk_update(mine, ["batch", "place", "state", "printed", "address"], batch_size=100)
        return batch


def _oldest(most: int) -> list[Letter]:
    """One of each person: what else waits for them goes with another batch."""
    waiting = Letter.objects.filter(state=Letter.State.WAITS, touch__isnull=False).select_related("made_by").order_by("made_at", "pk")
    first: dict[int, Letter] = {}
    for letter in waiting[: most * 2]:
        first.setdefault(letter.prospect_id, letter)
    return list(first.values())[:most]


def _composed(letters: Sequence[Letter], stands: Mapping[int, Standing], brand: Brand, *, now: datetime) -> dict[int, Composed]:
    """The pages of those that may go; the others are held, each with its reason."""
    for letter in letters:
        letter.address_id = stands[letter.prospect_id].address_id
    going = [letter for letter in letters if not stands[letter.prospect_id].held]
    pages = compose(going, stands, brand, now=now)
    poor = {pk: Standing("missing_field" if one.missing else "empty") for pk, one in pages.items() if one.missing or one.is_empty}
    held = {letter.pk: stands[letter.prospect_id] for letter in letters if stands[letter.prospect_id].held}
    hold(poor | held, now=now)
    return {pk: one for pk, one in pages.items() if pk not in poor}


def _sender(brand: Brand) -> dict[str, str]:
    lines = [line.strip() for line in brand.postal_address.splitlines() if line.strip()]
    return {
        "name": brand.name,
        "line": joined(brand.name, *lines),
        "accent": brand.accent_on_light,
        "website": brand.website,
    }


def make_pdf(ref: str, *, by: User | None, now: datetime) -> Batch:
    """The PDF of a frozen batch, made when there is none; a second time changes nothing."""
    require_role(by, *EDITORS)
    batch = find_batch(ref)
    if batch.state == Batch.State.CANCELLED:
        raise PostRefused(_("This batch was taken back. Its letters wait for another one."))
    if batch.pdf_id is not None:
        return batch
    raw = render(batch)
    with transaction.atomic():
        held = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if held.state == Batch.State.CANCELLED or held.pdf_id is not None:
            return held
        kept = {"size": len(raw), "raw": raw, "kept_at": now}
        held.pdf = PrintedFile.objects.get_or_create(hashed=digest_of(raw), defaults=kept)[0]
        held.printed_at = held.printed_at or now
        if held.state == Batch.State.OPEN:
            held.state = Batch.State.FROZEN
        held.save(update_fields=["pdf", "printed_at", "state"])
        return held


def take_batch_back(ref: str, *, by: User | None, now: datetime) -> Batch:
    """The paper is thrown away: its letters wait again. Raises PostRefused for one that was posted."""
    require_role(by, *EDITORS)
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).filter(ref=ref).first() or find_batch(ref)
        if batch.state == Batch.State.POSTED:
            raise PostRefused(_("This batch was posted. What is in the mail cannot be taken back."))
        if batch.state != Batch.State.CANCELLED:
            again: dict[str, Any] = {"state": Letter.State.WAITS, "batch": None, "place": 0, "printed": {}}
            batch.letters.filter(state=Letter.State.PRINTED).update(**again)
            batch.state, batch.pdf = Batch.State.CANCELLED, None
            batch.save(update_fields=["state", "pdf"])
            _drop_unused()
        return batch


def _drop_unused() -> None:
    PrintedFile.objects.filter(batches__isnull=True).delete()
