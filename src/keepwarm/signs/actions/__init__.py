"""Every write of what people did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F

from keepwarm.engine.words import Disposition
from keepwarm.prospects.models import Prospect
from keepwarm.signs.absorbing import absorb, forget, give_back  # noqa: F401  # the circle finds them here
from keepwarm.signs.judging import Judged, judge_clicks
from keepwarm.signs.links import Target, address_of, check_target, page_of
from keepwarm.signs.models import Kind, Link, Sign
from keepwarm.signs.recording import NewSign
from keepwarm.signs.robots import Because
from keepwarm.signs.robots.sequences import EARLY, SOON
from keepwarm.signs.spool import taken

CHUNK = 500
DELIVERY_KNOWN = timedelta(hours=2)
"""A mail server may take so long to tell of a delivery that it let happen at once; later such clicks are not looked at again."""


def record_signs(batch: Iterable[NewSign], *, now: datetime) -> int:
    """Writes what people did, set-based; what was told before is left as it is. Gives how many were told.

    The caller may hold a transaction. A sign before `now` is as good as one of this moment: it counts from when it happened.
    """
    rows = [one.row(now=now) for one in batch]
    Sign.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    return len(rows)


def put_links(targets: Iterable[Target], *, now: datetime) -> dict[Target, str]:
    """The reference of the link to each target; new ones are written, all in one go. Raises NoSuchTarget."""
    wanted = {target.fingerprint: target for target in targets}
    for target in wanted.values():
        check_target(target.url)
    known = dict(Link.objects.filter(fingerprint__in=wanted).values_list("fingerprint", "ref"))
    new = [target for key, target in wanted.items() if key not in known]
    if new:
        Link.objects.bulk_create([_row(target, now=now) for target in new], ignore_conflicts=True)
        known = dict(Link.objects.filter(fingerprint__in=wanted).values_list("fingerprint", "ref"))
    return {target: known[key] for key, target in wanted.items()}


def wrap(url: str, *, prospect: Prospect, touch_ref: str = "", item_id: int | None = None, now: datetime) -> str:
    """The whole tracked address of one link of one mail. For many mails: `put_links` once, then `address_of` for each."""
    target = Target(url, item_id)
    return address_of(put_links([target], now=now)[target], prospect.ref, touch_ref)


def take_in_clicks(folder: Path, *, now: datetime) -> int:
    """Writes the clicks that wait in the spool, many in a transaction; gives how many lines there were.

    May run twice at once, and again after a crash: each click has its own name.
    """
    count = 0
    for path, lines in taken(folder):
        for start in range(0, len(lines), CHUNK):
            judged = judge_clicks(lines[start : start + CHUNK])
            with transaction.atomic():
                _write(judged, now=now)
        count += len(lines)
        path.unlink(missing_ok=True)
    return count


def tell_robots_by_delivery(*, now: datetime) -> int:
    """Clicks that were recorded before the delivery of their mail was known, and came too soon after it; gives how many."""
    rows = Sign.objects.filter(
        recorded_at__gte=now - DELIVERY_KNOWN,
        kind=Kind.CLICK,
        is_robot=False,
        touch__disposition=Disposition.DELIVERED,
        at__gte=F("touch__happened_at") - EARLY,
        at__lte=F("touch__happened_at") + SOON,
    )
    ids = list(rows.values_list("pk", flat=True))
    return _turn(ids, Because.TOO_SOON)


def mark_heeded(sign_ids: Sequence[int], *, now: datetime) -> None:
    """The next touch was decided with these."""
    for start in range(0, len(sign_ids), CHUNK):
        Sign.objects.filter(pk__in=sign_ids[start : start + CHUNK]).update(heeded_at=now)


def _write(judged: Judged, *, now: datetime) -> None:
    record_signs(judged.new, now=now)
    for because in set(judged.turned.values()):
        _turn([pk for pk, why in judged.turned.items() if why == because], because)


def _turn(ids: Sequence[int], because: str) -> int:
    """They were a robot's after all: the next touch is decided anew without them."""
    return Sign.objects.filter(pk__in=ids).update(is_robot=bool(because), robot_because=because, heeded_at=None)


def _row(target: Target, *, now: datetime) -> Link:
    return Link(
        url=target.url,
        fingerprint=target.fingerprint,
        is_trap=target.is_trap,
        item_id=target.item_id,
        page_id=page_of(target.url),
        made_at=now,
    )
