"""Feeds are added and read; what is new in them is proposed once, and a person takes it in or dismisses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from keepwarm.content.actions.items import NewItem, make_item
from keepwarm.content.feeds import LIMITS, Entry, FetchFailed, Limits, fetch, look_at, parse_apart
from keepwarm.content.models import Feed, Item, Kind, Proposal, State
from keepwarm.content.words import say_trouble
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import require_role

EVERY = timedelta(hours=6)
FIRST = 20
"""Of a feed that is read for the first time so many are proposed, the newest; the rest is known and left alone."""
AT_ONCE = 50
LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=48)


class FeedRefused(Refusal):
    """A feed that cannot be added, or a proposal that is not open any more."""


@dataclass(frozen=True, slots=True)
class NewFeed:
    """See `models.Feed`."""

    url: str
    name: str
    kind: str = Kind.POST
    interests: tuple[str, ...] = ()
    stages: tuple[int, ...] = ()
    language: str = ""
    owner_id: int | None = None


def add_feed(new: NewFeed, *, by: User | None, now: datetime, limits: Limits = LIMITS) -> Feed:
    """A feed to read from now on; one that was given up is read again. Raises FeedRefused, NotYours.

    What can be seen of an address without asking the net is seen at once: a name is looked up when it is read.
    """
    require_role(by, *EDITORS)
    if not new.url.startswith(("https://", "http://")) or len(new.url) > 1000:
        raise FeedRefused(_("A web address begins with https:// or http://."))
    try:
        look_at(new.url, limits)
    except FetchFailed as failed:
        raise FeedRefused(say_trouble(failed.trouble, failed.args_shown)) from failed
    name = new.name.strip()[:120] or new.url[:120]
    values: dict[str, Any] = {"name": name, "kind": new.kind, "language": new.language, "owner_id": new.owner_id}
    values |= {"interests": sorted(new.interests), "stages": sorted(new.stages), "next_read_at": now, "retired_at": None}
    with transaction.atomic():
        known = Feed.objects.select_for_update(of=("self",)).filter(url=new.url).first()
        if known is not None and known.retired_at is None:
            raise FeedRefused(_("This feed is read already, as “%(name)s”.") % {"name": known.name})
        return Feed.objects.update_or_create(url=new.url, defaults=values, create_defaults={**values, "made_at": now, "made_by": by})[0]


def retire_feed(ref: str, *, by: User | None, now: datetime) -> None:
    """It is read no more; what was taken from it stays. Raises NotYours."""
    require_role(by, *EDITORS)
    Feed.objects.filter(ref=ref, retired_at__isnull=True).update(retired_at=now)


def ask_to_read(ref: str, *, by: User | None, now: datetime) -> None:
    """It is due at once. Raises NotYours."""
    require_role(by, *EDITORS)
    Feed.objects.filter(ref=ref, retired_at__isnull=True).update(next_read_at=now)


def read_due_feeds(*, now: datetime, limits: Limits = LIMITS) -> int:
    """Read what is due, one after the other; how many were."""
    due = list(
        Feed.objects.filter(retired_at__isnull=True, next_read_at__lte=now).order_by("next_read_at").values_list("pk", flat=True)[:50]
    )
    return sum(read_feed(pk, now=now, limits=limits) for pk in due)


def read_feed(pk: int, *, now: datetime, limits: Limits = LIMITS) -> bool:
    """Read one that is due, unless somebody else does; whether we did. Nothing is held while the net is asked."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    if not Feed.objects.filter(free, pk=pk, retired_at__isnull=True, next_read_at__lte=now).update(claimed_until=now + LEASE):
        return False
    feed = Feed.objects.get(pk=pk)
    try:
        found = fetch(feed.url, headers=_condition(feed), limits=limits)
        entries = parse_apart(found.raw, found.url)[1] if found.raw is not None else []
    except FetchFailed as failed:
        _keep_trouble(feed, failed, now=now)
        return True
    said = {"etag": found.headers.get("etag", "")[:200], "modified": found.headers.get("last-modified", "")[:100]}
    marks = said if found.raw is not None else {}
    _keep_entries(feed, entries, marks, now=now)
    return True


def take_proposal(ref: str, *, by: User | None, now: datetime) -> Item:
    """An entry becomes an item in use, for whom its feed is. Raises FeedRefused, NotYours."""
    require_role(by, *EDITORS)
    with transaction.atomic():
        row = _open(ref)
        feed = row.feed
        item = make_item(_item_of(row, feed), by=by, now=now)
        row.settled_at, row.settled_by, row.item = now, by, item
        row.save(update_fields=["settled_at", "settled_by", "item"])
    return item


def dismiss_proposal(ref: str, *, by: User | None, now: datetime) -> None:
    """It is not proposed again. Raises FeedRefused, NotYours."""
    require_role(by, *EDITORS)
    with transaction.atomic():
        row = _open(ref)
        row.settled_at, row.settled_by = now, by
        row.save(update_fields=["settled_at", "settled_by"])


def _open(ref: str) -> Proposal:
    row = Proposal.objects.select_for_update(of=("self",)).select_related("feed").filter(ref=ref).first()
    if row is None:
        raise FeedRefused(_("There is no such proposal any more."))
    if row.settled_at is not None:
        raise FeedRefused(_("Somebody has decided on “%(title)s” already.") % {"title": row.title})
    return row


def _item_of(row: Proposal, feed: Feed) -> NewItem:
    plain = row.title.replace("{", "(").replace("}", ")"), row.teaser.replace("{", "(").replace("}", ")")
    return NewItem(
        feed.kind,
        *plain,
        url=row.url,
        interests=tuple(feed.interests),
        stages=tuple(feed.stages),
        language=feed.language,
        minutes=row.minutes,
        owner_id=feed.owner_id,
        state=State.IN_USE,
    )


def _condition(feed: Feed) -> dict[str, str]:
    said = {"If-None-Match": feed.etag, "If-Modified-Since": feed.modified}
    return {name: value for name, value in said.items() if value and value.isascii() and value.isprintable()}


def _keep_trouble(feed: Feed, failed: FetchFailed, *, now: datetime) -> None:
    """It is tried again: after an hour, then ever more seldom."""
    wait = min(timedelta(hours=2 ** min(feed.failures, 6)), LONGEST_WAIT)
    said = {"trouble": failed.trouble, "trouble_args": failed.args_shown, "failures": feed.failures + 1}
    Feed.objects.filter(pk=feed.pk).update(**said, tried_at=now, next_read_at=now + wait, claimed_until=None)


def _keep_entries(feed: Feed, entries: Sequence[Entry], marks: dict[str, str], *, now: datetime) -> None:
    is_first = feed.read_at is None
    with transaction.atomic():
        known = set(Proposal.objects.filter(feed=feed).values_list("url", "title"))
        new = [one for one in entries if (one.url, one.title) not in known]
        rows = [_proposal(feed, one, settled_at=now if is_first and number >= FIRST else None, now=now) for number, one in enumerate(new)]
        Proposal.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)
        said = {"trouble": "", "trouble_args": {}, "failures": 0, "read_at": now, "tried_at": now, "claimed_until": None}
        Feed.objects.filter(pk=feed.pk).update(**said, **marks, next_read_at=now + EVERY)


def _proposal(feed: Feed, one: Entry, *, settled_at: datetime | None, now: datetime) -> Proposal:
    at = datetime.fromisoformat(one.published) if one.published else None
    return Proposal(
        feed=feed,
        fingerprint=one.fingerprint,
        title=one.title,
        teaser=one.teaser,
        url=one.url,
        minutes=one.minutes,
        published_at=at,
        found_at=now,
        settled_at=settled_at,
    )
