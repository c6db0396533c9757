"""The lists of hand-offs: waiting with the clock, accepted, returned, and closed without an answer; a page at a time, by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.handoff.models import Asking, HandOff
from keepwarm.handoff.queries.candidates import closing_seats
from keepwarm.handoff.queries.page_clock import ClockFace, read_clock
from keepwarm.handoff.queries.permissions import visible_handoffs
from keepwarm.lib.paging import key_of, read_key
from keepwarm.lib.text import joined
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import may_see_everyone
from keepwarm.touches.words import say_when

PAGE = 30
COUNTED = 99
"""A tab says at most this many."""
State = HandOff.State
TABS: Mapping[str, tuple[str | Promise, Q]] = {
    "waiting": (gettext_lazy("Waiting"), Q(state=State.OFFERED, closed_at__isnull=True)),
    "accepted": (gettext_lazy("Accepted"), Q(state=State.ACCEPTED)),
    "returned": (gettext_lazy("Returned"), Q(state=State.RETURNED)),
    "closed": (gettext_lazy("No answer needed"), Q(state=State.WITHDRAWN) | Q(state=State.OFFERED, closed_at__isnull=False)),
}
WHOSE: Mapping[str, str | Promise] = {
    "": gettext_lazy("everyone’s"),
    "to_me": gettext_lazy("offered to me"),
    "by_me": gettext_lazy("offered by me"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asked to see: a tab, whose, which closing rep (a seat's ref), and from which key on."""

    tab: str = "waiting"
    whose: str = ""
    rep: str = ""
    after: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> Wanted:
        """From a query string; what is unknown in it is left out."""
        tab, whose = sent.get("tab", ""), sent.get("whose", "")
        return cls(tab if tab in TABS else "waiting", whose if whose in WHOSE else "", sent.get("rep", ""), sent.get("after", ""))


@dataclass(frozen=True, slots=True)
class HandOffLine:
    """One hand-off in a list. `clock` runs while it waits, or until the first call; `small` says what came of it."""

    ref: str
    name: str
    firm: str
    why: str
    from_name: str
    to_name: str
    offered: str
    small: str
    clock: ClockFace | None
    is_mine: bool
    is_accepted: bool = False
    has_mine: bool = False  # the reader has them in sales
    is_reminded: bool = False  # half the time has passed, and it is not over


@dataclass(frozen=True, slots=True)
class HandOffList:
    """A page of lines; `older` is the key of the next, "" on the last. `tabs`: name, label, count, and whether there are more."""

    wanted: Wanted
    lines: tuple[HandOffLine, ...]
    older: str
    tabs: tuple[tuple[str, str, int, bool], ...]
    reps: tuple[Seat, ...]


def list_handoffs(wanted: Wanted, *, for_: User, now: datetime) -> HandOffList:
    """The page the reader asked for, of the hand-offs they may see."""
    mine = _whose(wanted, visible_handoffs(for_), for_)
    rows, older = _page(wanted, mine.filter(TABS[wanted.tab][1]))
    counts = {name: mine.filter(which)[: COUNTED + 1].count() for name, (_label, which) in TABS.items()}
    return HandOffList(
        wanted=wanted,
        lines=tuple(shape_line(row, for_=for_, now=now) for row in rows),
        older=older,
        tabs=tuple((name, str(TABS[name][0]), min(count, COUNTED), count > COUNTED) for name, count in counts.items()),
        reps=tuple(closing_seats()[:200]) if may_see_everyone(for_) else (),
    )


def listed(wanted: Wanted, *, for_: User, all_tabs: bool = False) -> QuerySet[HandOff]:
    """Every hand-off of the list, or of all lists, in no order."""
    mine = _whose(wanted, visible_handoffs(for_), for_)
    return mine if all_tabs else mine.filter(TABS[wanted.tab][1])


def waiting_for(for_: User, *, now: datetime) -> tuple[HandOffLine, ...]:
    """What the reader is to answer, the most urgent first: for the desk. At most 20."""
    rows = HandOff.objects.filter(askings__seat__user=for_, askings__outcome=Asking.Outcome.WAITS, closed_at__isnull=True)
    return tuple(shape_line(row, for_=for_, now=now) for row in with_all(rows).order_by("askings__due_at", "pk")[:20])


def shape_line(row: HandOff, *, for_: User, now: datetime) -> HandOffLine:
    """One hand-off, read with `with_all`, as its line."""
    asked, clock = last_asking(row), clock_of_line(row, zone=for_.zone, now=now)
    waits = asked is not None and asked.outcome == Asking.Outcome.WAITS
    return HandOffLine(
        ref=row.ref,
        name=row.prospect.name,
        firm=row.prospect.organization.name if row.prospect.organization else "",
        why=row.why,
        from_name=row.offered_by.name if row.offered_by else _("the system"),
        to_name=holder_of(row, asked).name if asked else "",
        offered=say_when(row.offered_at, zone=for_.zone, now=now),
        small=say_outcome(row, for_=for_, now=now),
        clock=clock,
        is_mine=asked is not None and waits and asked.seat.user_id == for_.pk,
        is_accepted=row.state == State.ACCEPTED,
        has_mine=asked is not None and row.state == State.ACCEPTED and holder_of(row, asked).user_id == for_.pk,
        is_reminded=asked is not None and waits and asked.reminded_at is not None and clock is not None and not clock.is_late,
    )


def last_asking(row: HandOff) -> Asking | None:
    """Who was asked last: who is asked now, while it waits."""
    return max(row.askings.all(), key=lambda one: (one.outcome == Asking.Outcome.WAITS, one.asked_at, one.pk), default=None)


def holder_of(row: HandOff, asked: Asking) -> Seat:
    """Who has the lead: whoever owns them while they are in sales, else the rep who was asked last."""
    return row.prospect.owner if row.state == State.ACCEPTED and row.closed_at is None else asked.seat


def clock_of_line(row: HandOff, *, zone: str, now: datetime) -> ClockFace | None:
    """The time to answer, or after that the time to the first call; None when neither runs."""
    asked = last_asking(row)
    if asked is None or row.closed_at is not None:
        return None
    if row.state == State.OFFERED:
        return read_clock(asked.asked_at, asked.due_at, seat=asked.seat, zone=zone, now=now)
    if row.state == State.ACCEPTED and row.first_called_at is None and row.answered_at and row.first_call_due_at:
        return read_clock(row.answered_at, row.first_call_due_at, seat=holder_of(row, asked), zone=zone, now=now)
    return None


def say_outcome(row: HandOff, *, for_: User, now: datetime) -> str:
    """What came of it, in a few words; "" while it waits."""
    when = say_when(row.answered_at, zone=for_.zone, now=now) if row.answered_at else ""
    if row.state == State.RETURNED:
        reason = row.return_reason.label if row.return_reason else ""
        return joined(when, reason, f"“{row.return_words}”" if row.return_words else "")
    if row.state == State.ACCEPTED:
        called = _("first call %(when)s") % {"when": say_when(row.first_called_at, zone=for_.zone, now=now)} if row.first_called_at else ""
        accepted = _("accepted %(when)s") % {"when": when}
        return joined(accepted, called, row.get_closed_as_display())
    return row.get_closed_as_display() if row.closed_at else ""


def _whose(wanted: Wanted, rows: QuerySet[HandOff], for_: User) -> QuerySet[HandOff]:
    if wanted.whose == "to_me":
        rows = rows.filter(pk__in=Asking.objects.filter(seat__user=for_).values("handoff"))
    if wanted.whose == "by_me":
        rows = rows.filter(Q(offered_by=for_) | Q(from_seat__user=for_))
    if wanted.rep:
        rows = rows.filter(pk__in=Asking.objects.filter(seat__ref=wanted.rep).values("handoff"))
    return rows


def _page(wanted: Wanted, rows: QuerySet[HandOff]) -> tuple[list[HandOff], str]:
    """What waits: the most urgent first, all of it is few. All else: the newest first."""
    by_due, key = wanted.tab == "waiting", read_key(wanted.after)
    if by_due:
        later = Q(askings__due_at__gt=key[0]) | Q(askings__due_at=key[0], pk__gt=key[1]) if key else Q()
        rows = rows.filter(Q(askings__outcome=Asking.Outcome.WAITS) & later).order_by("askings__due_at", "pk")
    else:
        older = Q(offered_at__lt=key[0]) | Q(offered_at=key[0], pk__lt=key[1]) if key else Q()
        rows = rows.filter(older).order_by("-offered_at", "-pk")
    found = list(with_all(rows)[: PAGE + 1])
    return found[:PAGE], _key(found[PAGE - 1], by_due=by_due) if len(found) > PAGE else ""


def with_all(rows: QuerySet[HandOff]) -> QuerySet[HandOff]:
    """Hand-offs with everything their lines show, in two queries."""
    askings = Prefetch("askings", Asking.objects.select_related("seat").order_by("asked_at", "pk"))
    return rows.select_related("prospect__organization", "prospect__owner", "offered_by", "return_reason").prefetch_related(askings)


def _key(row: HandOff, *, by_due: bool) -> str:
    asked = last_asking(row)
    at = asked.due_at if by_due and asked else row.offered_at
    return key_of(at, row.pk)
