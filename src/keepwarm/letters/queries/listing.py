"""Lists: a rep's letters of the week with how far they came, drafts, what was granted, snippets, and what looks odd in the own log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwarm.engine.budget import LATE_ENTRIES, bursts, is_late
from keepwarm.letters.models import Draft, Letter, LetterException, Snippet
from keepwarm.letters.queries.times import read_times, say_time
from keepwarm.letters.words import BY_TOUCH, HOW_FAR, say_purpose
from keepwarm.outbox.models import State
from keepwarm.outbox.words import BUDGET_FREE, say_because
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import may_see_everyone
from keepwarm.touches.models import Channel, Direction, Touch
from keepwarm.touches.words import say_clock, say_when

WEEK = timedelta(days=7)
MOST = 200
LOOK_BACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter. `mark` is the class of its state; `offered` times that they may still take, with their keys."""

    ref: str
    prospect_ref: str
    name: str
    firm: str
    who: str
    when: str
    clock: str
    purpose: str
    subject: str
    state: str
    state_key: str
    mark: str
    because: str
    free: str
    can_hold_back: bool
    offered: tuple[tuple[str, str], ...]
    at: datetime


def visible_letters(for_: User) -> QuerySet[Letter]:
    """A reader's own letters; of whoever sees everyone, all."""
    rows = Letter.objects.select_related("prospect__organization", "touch", "message", "seat")
    return rows if may_see_everyone(for_) else rows.filter(seat__user=for_)


def letters_of(seat: Seat | None, *, for_: User, now: datetime, since: datetime | None = None) -> tuple[LetterLine, ...]:
    """Letters of a seat, or of everyone the reader sees, the newest first; those of a week unless `since` says otherwise."""
    rows = visible_letters(for_).filter(queued_at__gte=since or now - WEEK)
    rows = rows.filter(seat=seat) if seat is not None else rows
    return tuple(line_of(row, for_=for_, now=now) for row in rows.order_by("-queued_at", "-pk")[:MOST])


def line_of(letter: Letter, *, for_: User, now: datetime) -> LetterLine:
    """One letter in words."""
    state, mark = _state(letter)
    firm = letter.prospect.organization
    return LetterLine(
        ref=letter.ref,
        prospect_ref=letter.prospect.ref,
        name=letter.prospect.name,
        firm=firm.name if firm is not None else "",
        who=letter.seat.name,
        when=say_when(letter.queued_at, zone=for_.zone, now=now),
        clock=say_clock(letter.queued_at, zone=for_.zone),
        purpose=say_purpose(letter.purpose),
        subject=letter.subject,
        state=state,
        state_key=letter.message.state if letter.message is not None else letter.touch.disposition,
        mark=mark,
        because=say_because(letter.message.because) if letter.message is not None and letter.message.because else "",
        free=str(BUDGET_FREE.get(letter.budget_free, "")),
        can_hold_back=letter.message is not None and letter.message.state in {State.QUEUED, State.CLAIMED},
        offered=_offered(letter, now=now),
        at=letter.queued_at,
    )


def sent_of(seat: Seat | None, *, for_: User, now: datetime) -> tuple[LetterLine, ...]:
    """All that was written in a week, the newest first: from here, and from elsewhere, which the share of letters counts too."""
    lines = [*letters_of(seat, for_=for_, now=now), *_elsewhere(seat, for_=for_, now=now)]
    return tuple(sorted(lines, key=lambda one: one.at, reverse=True)[:MOST])


def newest_letters(seat: Seat | None, *, zone: str, now: datetime, limit: int) -> tuple[LetterLine, ...]:
    """As the house itself sees them, the newest first: from here and from elsewhere, of a seat or of all."""
    reader, here = User(zone=zone), Letter.objects.select_related("prospect__organization", "touch", "message", "seat")
    here = here.filter(seat=seat) if seat is not None else here
    lines = [line_of(row, for_=reader, now=now) for row in here.order_by("-queued_at", "-pk")[:limit]]
    lines += [_line_elsewhere(touch, for_=reader, now=now) for touch in _touches_elsewhere(seat)[:limit]]
    return tuple(sorted(lines, key=lambda one: one.at, reverse=True)[:limit])


def _elsewhere(seat: Seat | None, *, for_: User, now: datetime) -> Iterator[LetterLine]:
    rows = _touches_elsewhere(seat).filter(happened_at__gte=now - WEEK, happened_at__lte=now)
    rows = rows if may_see_everyone(for_) else rows.filter(seat__user=for_)
    for touch in rows[:MOST]:
        yield _line_elsewhere(touch, for_=for_, now=now)


def _touches_elsewhere(seat: Seat | None) -> QuerySet[Touch]:
    """Letters of their own mail program: found in their Sent folder, or noted at the desk."""
    rows = Touch.objects.filter(channel=Channel.EMAIL, direction=Direction.OUT, letter__isnull=True, voided_at__isnull=True)
    rows = rows.filter(seat=seat) if seat is not None else rows.filter(seat__isnull=False)
    return rows.select_related("prospect__organization", "seat").order_by("-happened_at", "-pk")


def _line_elsewhere(touch: Touch, *, for_: User, now: datetime) -> LetterLine:
    assert touch.seat is not None
    firm = touch.prospect.organization
    return LetterLine(
        ref=touch.ref,
        prospect_ref=touch.prospect.ref,
        name=touch.prospect.name,
        firm=firm.name if firm is not None else "",
        who=touch.seat.name,
        when=say_when(touch.happened_at, zone=for_.zone, now=now),
        clock=say_clock(touch.happened_at, zone=for_.zone),
        purpose=say_purpose(touch.purpose),
        subject=str(touch.args.get("subject", "")),
        state=_("written elsewhere"),
        state_key=touch.disposition,
        mark="mark",
        because="",
        free="",
        can_hold_back=False,
        offered=(),
        at=touch.happened_at,
    )


def _state(letter: Letter) -> tuple[str, str]:
    """By the message, which knows first; by the touch where the message was cleared."""
    if letter.touch.voided_at is not None and (letter.message is None or letter.message.state != State.CANCELLED):
        return str(HOW_FAR[State.CANCELLED][0]), HOW_FAR[State.CANCELLED][1]
    words = HOW_FAR.get(letter.message.state) if letter.message is not None else BY_TOUCH.get(letter.touch.disposition)
    return (str(words[0]), words[1]) if words else ("", "mark")


def _offered(letter: Letter, *, now: datetime) -> tuple[tuple[str, str], ...]:
    zone = letter.prospect.zone or letter.seat.zone
    is_open = letter.touch.voided_at is None
    return tuple((at.isoformat(), say_time(at, zone=zone)) for at in read_times(letter.offered) if at > now and is_open)


def drafts_of(seat: Seat) -> tuple[Draft, ...]:
    """What a rep has begun to write, the newest first."""
    rows = Draft.objects.filter(seat=seat).exclude(subject="", body="").select_related("prospect__organization")
    return tuple(rows.order_by("-saved_at")[:MOST])


def exceptions_since(since: datetime, *, seat: Seat | None = None) -> tuple[LetterException, ...]:
    """What was granted since then, the newest first."""
    rows = LetterException.objects.filter(Q(at__gte=since) | (LetterException.UNUSED & Q(withdrawn_at__isnull=True)))
    rows = rows.filter(seat=seat) if seat is not None else rows
    return tuple(rows.select_related("seat", "prospect", "by", "used_by__touch").order_by("-at", "-pk")[:MOST])


def snippets_in_use() -> tuple[Snippet, ...]:
    """All snippets in use, by purpose and name."""
    rows = Snippet.objects.filter(retired_at__isnull=True).select_related("edited_by")
    return tuple(rows.order_by("purpose", "name", "pk")[:MOST])


def odd_in_log(seat: Seat, *, now: datetime) -> tuple[str, ...]:
    """What looks odd in the calls that this rep wrote down since yesterday: they see it first, then their manager on the report."""
    rows = Touch.objects.filter(seat=seat, by=seat.user, logged_at__gt=now - LOOK_BACK, logged_at__lte=now, voided_at__isnull=True)
    rows = rows.filter(channel__in=[Channel.PHONE, Channel.MEETING], happened_at__gt=now - WEEK).order_by("logged_at", "pk")
    logged = list(rows.values_list("happened_at", "logged_at", "honest"))
    return tuple(_odd(logged))


def _odd(logged: Sequence[tuple[datetime, datetime, bool | None]]) -> list[str]:
    found = []
    if quick := [one.stop - one.start for one in bursts([at for _happened, at, _honest in logged])]:
        found.append(_("%(count)s calls were written down within a minute.") % {"count": sum(quick)})
    late = sum(is_late(happened, at) for happened, at, _honest in logged)
    if late >= LATE_ENTRIES:
        found.append(_("%(count)s calls were written down more than a day late.") % {"count": late})
    if closed := sum(honest is False for _happened, _at, honest in logged):
        words = ngettext(
            "%(count)s attempt lay outside their calling hours and earns no letter.",
            "%(count)s attempts lay outside their calling hours and earn no letter.",
            closed,
        )
        found.append(words % {"count": closed})
    return found
