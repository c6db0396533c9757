"""The conversation so far: touches and inquiries in one line of time, newest first, paged by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.inbox.queries.lists import readable
from keepwarm.lib.paging import key_of, read_key
from keepwarm.lib.remembering import remembered
from keepwarm.lib.text import joined
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Channel, Inquiry, Touch
from keepwarm.touches.words import PURPOSES, describe_touch, mark_of, say_when

PAGE = 30
INQUIRIES = 60
"""More inquiries of one person than this are not shown line by line."""


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line: the mark, what passed, what was learned, the note, who and when. `month` is set on the first of a month."""

    ref: str
    mark: str
    text: str
    learned: str
    note: str
    small: str
    at: datetime
    month: str = ""
    is_voided: bool = False
    may_undo: bool = False
    mail: str = ""  # the mail that it was, when the reader may open it


@dataclass(frozen=True, slots=True)
class Story:
    """A page of lines; `older` is the key of the next page, "" on the last."""

    lines: tuple[StoryLine, ...]
    older: str


def tell_story(prospect: Prospect, *, for_: User, now: datetime, before: str = "", count: int = PAGE) -> Story:
    """A page of the timeline. `before` is the key a page before gave; an unreadable key begins at the newest."""
    touches = list(_touches(prospect, before)[: count + 1])
    more, touches = len(touches) > count, touches[:count]
    oldest = touches[-1].happened_at if more else None
    newest = _newest_id(touches) if not before else 0
    mails = _mails(touches, for_)
    lines = [_line_of_touch(touch, for_=for_, now=now, is_newest=touch.pk == newest, mail=mails.get(touch.pk, "")) for touch in touches]
    lines += [_line_of_inquiry(one, for_=for_, now=now) for one in _inquiries(prospect, before, oldest)]
    lines.sort(key=lambda line: line.at, reverse=True)
    return Story(_with_months(lines, for_), key_of(touches[-1].happened_at, touches[-1].pk) if more else "")


def _touches(prospect: Prospect, before: str) -> QuerySet[Touch]:
    rows = Touch.objects.filter(prospect=prospect).select_related("seat", "by", "voided_by").order_by("-happened_at", "-id")
    if key := read_key(before):
        at, pk = key
        rows = rows.filter(Q(happened_at__lt=at) | Q(happened_at=at, pk__lt=pk))
    return rows


def _inquiries(prospect: Prospect, before: str, oldest: datetime | None) -> list[Inquiry]:
    """Inquiries that fall into this page: older than its key, not older than its last touch."""
    key = read_key(before)
    return [one for one in inquiries_of(prospect) if (key is None or _at(one) < key[0]) and (oldest is None or _at(one) >= oldest)]


@remembered
def inquiries_of(prospect: Prospect) -> list[Inquiry]:
    """Their inquiries, the newest first."""
    rows = Inquiry.objects.filter(prospect=prospect, voided_at__isnull=True).select_related("source")
    return list(rows.order_by("-received_at", "-pk")[:INQUIRIES])


def _at(inquiry: Inquiry) -> datetime:
    return inquiry.happened_at or inquiry.received_at


def _newest_id(touches: Sequence[Touch]) -> int:
    """The touch logged last: the only one that can be undone."""
    return max((touch.pk for touch in touches if touch.voided_at is None), default=0)


def _mails(touches: Sequence[Touch], for_: User) -> dict[int, str]:
    """Which of them came by mail, and can be read in full."""
    named = {touch.pk: str(touch.args.get("received", "")) for touch in touches if isinstance(touch.args, dict)}
    kept = {pk: ref for pk, ref in named.items() if ref}
    may_open = readable(set(kept.values()), for_=for_)
    return {pk: ref for pk, ref in kept.items() if ref in may_open}


def _line_of_touch(touch: Touch, *, for_: User, now: datetime, is_newest: bool, mail: str) -> StoryLine:
    return StoryLine(
        ref=touch.ref,
        mark=mark_of(touch),
        text=describe_touch(touch),
        learned=touch.learned,
        note=touch.note,
        small=joined(*_about(touch, for_, now)),
        at=touch.happened_at,
        is_voided=touch.voided_at is not None,
        may_undo=is_newest and touch.by_id == for_.pk and touch.channel != Channel.WEB,
        mail=mail,
    )


def _about(touch: Touch, for_: User, now: datetime) -> list[str]:
    """Who, when, and what else matters about one touch."""
    who = "" if touch.seat is None else (_("you") if touch.seat.user_id == for_.pk else touch.seat.name)
    purpose = str(PURPOSES.get(touch.purpose, "")) if touch.channel == Channel.EMAIL else ""
    args = touch.args if isinstance(touch.args, dict) else {}
    other = " ".join(str(args[name]) for name in ("who", "direct_line", "best_time") if args.get(name))
    undone = _("undone by %(who)s") % {"who": touch.voided_by.name} if touch.voided_by else ""
    by_hand = _("logged by hand") if touch.by_hand else ""
    return [undone, who, say_when(touch.happened_at, zone=for_.zone, now=now), purpose, other, by_hand]


def _line_of_inquiry(inquiry: Inquiry, *, for_: User, now: datetime) -> StoryLine:
    topic = _("Inquiry: “%(topic)s”") % {"topic": inquiry.topic} if inquiry.topic else _("Inquiry")
    when = say_when(_at(inquiry), zone=for_.zone, now=now) if inquiry.happened_at else _("date unknown")
    asked = _("asked to be contacted") if inquiry.wants_contact else ""
    small = joined(inquiry.source.name, when, asked)
    return StoryLine(inquiry.ref, "", topic, "", inquiry.text, small, _at(inquiry))


def _with_months(lines: Sequence[StoryLine], for_: User) -> tuple[StoryLine, ...]:
    """The lines, the first of each month with its name."""
    shown, last = [], ""
    for line in lines:
        month = date_format(line.at.astimezone(ZoneInfo(for_.zone)), "F Y")
        shown.append(replace(line, month=month if month != last else ""))
        last = month
    return tuple(shown)
