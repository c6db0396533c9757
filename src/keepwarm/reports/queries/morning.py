"""The morning report: whom each rep reached by phone, by name, with what was learned; whom they tried; what stands open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from keepwarm.engine.budget import EmailShare
from keepwarm.engine.policy import Policy
from keepwarm.lib.days import day_in, today_in
from keepwarm.policy.queries import policy_in_force, recent_changes
from keepwarm.prospects.queries import visible_to
from keepwarm.reports.queries.days import day_after, day_before, span_of
from keepwarm.reports.queries.giving_up import given_up_early
from keepwarm.reports.queries.granted import granted_on
from keepwarm.reports.queries.honesty import entered_late
from keepwarm.reports.queries.parts import Read, hide, part_of, part_of_nobody, people_in
from keepwarm.reports.queries.remarks import ASKS, remarks_at
from keepwarm.reports.queries.shapes import GivenUp, MorningReport, Part, Totals, Waiting
from keepwarm.reports.queries.standing import count_by_owner, longest_silence_days, overdue_now, postponed_twice, reasons_of, waiting_of
from keepwarm.reports.queries.talking import Talk, talks_of_day
from keepwarm.staff.models import REPS, Absence, Role, RoleGrant, Seat, User
from keepwarm.staff.queries import house_zone
from keepwarm.touches.queries import email_shares

SEES_EVERY_REP = (Role.MANAGER, Role.DIRECTOR, Role.ADMIN)
OWNS_THE_POLICY = (*SEES_EVERY_REP, Role.MARKETER)
INSTANT = timedelta(microseconds=1)
FURTHEST = timedelta(days=3660)


def default_day(*, for_: User | None, now: datetime) -> date:
    """The last day before the reader's today on which the house worked."""
    zone = zone_of(for_)
    return day_before(today_in(zone, now), zone=zone)


def day_asked(on: date | None, *, for_: User | None, now: datetime) -> date:
    """The day asked for, where there can be a report of it: no later than tomorrow, no more than ten years ago; else the usual one."""
    today = today_in(zone_of(for_), now)
    return on if on is not None and today - FURTHEST <= on <= today + timedelta(days=1) else default_day(for_=for_, now=now)


def zone_of(for_: User | None) -> str:
    """The zone that dates are shown in: the reader's; the house's for the command line."""
    return for_.zone if for_ is not None else house_zone()


def morning_report(*, for_: User | None, on: date, now: datetime) -> MorningReport:
    """The report of the day `on`. `for_` None is the house itself: the command line of an administrator.

    Managers, directors and admins see every rep; a rep the own part and the house's totals; others the totals. What stands
    open (overdue, postponed, silence) is as of `now`, whatever day is read.
    """
    policy, zone = policy_in_force(), zone_of(for_)
    seats = list(Seat.objects.select_related("user").order_by("name", "pk"))
    read = _read(on, seats, policy, for_=for_, zone=zone, now=now)
    parts = _parts(seats, read, for_=for_, now=now)
    sees_all = for_ is None or for_.has_role(*SEES_EVERY_REP)
    return MorningReport(
        on=on,
        now=now,
        zone=zone,
        previous_on=day_before(on, zone=zone),
        next_on=day_after(on, today=today_in(zone, now), zone=zone),
        totals=_totals(parts, read, now=now),
        parts=_shown(parts, for_, sees_all=sees_all),
        overdue=read.overdue if sees_all else (),
        postponed=read.postponed if sees_all else (),
        given_up=read.given_up if sees_all else (),
        email_limit=policy.email_share,
        email_days=policy.email_share_days,
        silence_limit_days=policy.longest_silence_days,
        call_attempts=policy.call_attempts,
        changes=tuple(recent_changes(now)) if for_ is None or for_.has_role(*OWNS_THE_POLICY) else (),
        sees_all=sees_all,
        may_ask=for_ is not None and for_.has_role(*ASKS),
    )


def _parts(seats: Sequence[Seat], read: Read, *, for_: User | None, now: datetime) -> list[Part]:
    reps = set(RoleGrant.objects.filter(role__in=REPS, user__is_active=True).values_list("user_id", flat=True))
    parts = [part_of(seat, read, for_=for_, now=now) for seat in seats if _belongs(seat, read, reps)]
    return [*parts, part_of_nobody(read)] if read.talks.get(None) else parts


def _read(on: date, seats: Sequence[Seat], policy: Policy, *, for_: User | None, zone: str, now: datetime) -> Read:
    """A fixed number of queries, whatever the number of reps and prospects."""
    begins, ends = span_of(on, [zone, *(seat.zone for seat in seats)])
    talks = talks_of_day(on, seats, house_zone=zone)
    overdue, given_up = waiting_of(overdue_now(now=now)), given_up_early(seats, begins, ends, agreed=policy.call_attempts)
    postponed = _with_reasons(waiting_of(postponed_twice()))
    given_up = tuple(one for one in given_up if _is_on(one.at, on, one.seat_id, seats))
    late = entered_late(on, seats)
    stands: tuple[Waiting | GivenUp, ...] = (*overdue, *postponed, *given_up)
    at_people = {line.person.pk for line in stands} | {one.pk for people in late.values() for one in people}
    return Read(
        on=on,
        talks=talks,
        late=late,
        email=_email(on, seats, policy, now=now),
        away=_away(begins, ends),
        overdue=overdue,
        postponed=postponed,
        given_up=given_up,
        remarks=remarks_at(_touch_ids(talks), at_people, for_=for_, now=now),
        email_limit=policy.email_share,
        granted=granted_on(on, seats),
    )


def _is_on(at: datetime, on: date, seat_id: int, seats: Sequence[Seat]) -> bool:
    """Whether a moment lies in the day of its seat's own place."""
    return any(today_in(seat.zone, at) == on for seat in seats if seat.pk == seat_id)


def _touch_ids(talks: Mapping[int | None, list[Talk]]) -> list[int]:
    return [talk.pk for talked in talks.values() for talk in talked]


def _with_reasons(lines: Sequence[Waiting]) -> tuple[Waiting, ...]:
    reasons = reasons_of([line.person.pk for line in lines])
    return tuple(replace(line, because=reasons.get(line.person.pk, line.because)) for line in lines)


def _email(on: date, seats: Sequence[Seat], policy: Policy, *, now: datetime) -> dict[int, EmailShare]:
    """Each seat's share over the last days worked up to the end of the day in its own place."""
    shares: dict[int, EmailShare] = {}
    for zone in {seat.zone for seat in seats}:
        until = min(now, day_in(zone, on)[1] - INSTANT)
        here = [seat for seat in seats if seat.zone == zone and seat.user_id is not None]
        shares |= email_shares(here, share=policy.email_share, days=policy.email_share_days, now=until)
    return shares


def _away(begins: datetime, ends: datetime) -> frozenset[int]:
    """Whose holders were away or ill at any time of the day."""
    running = Absence.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=begins), starts_at__lt=ends)
    return frozenset(running.values_list("seat_id", flat=True))


def _belongs(seat: Seat, read: Read, reps: Collection[int]) -> bool:
    """Reps who work here, also those who reached nobody; and whatever other seat, a pool too, has something to report."""
    open_lines: tuple[Waiting | GivenUp, ...] = (*read.overdue, *read.postponed, *read.given_up)
    has_something = bool(read.talks.get(seat.pk)) or any(line.seat_id == seat.pk for line in open_lines)
    return has_something or (seat.left_at is None and seat.user_id in reps)


def _shown(parts: Sequence[Part], for_: User | None, *, sees_all: bool) -> tuple[Part, ...]:
    if for_ is None:
        return tuple(parts)
    mine = [part for part in parts if part.is_mine]
    if sees_all:
        return (*mine, *(part for part in parts if not part.is_mine))
    named = set[int]().union(*(people_in(part) for part in mine))
    visible = frozenset(visible_to(for_).filter(pk__in=named).values_list("pk", flat=True))
    return tuple(hide(part, visible) for part in mine)


def _totals(parts: Sequence[Part], read: Read, *, now: datetime) -> Totals:
    """People count once for the house, whoever of us talked to them."""
    overdue, overdue_whose = count_by_owner(overdue_now(now=now), read.overdue)
    postponed, postponed_whose = count_by_owner(postponed_twice(), read.postponed)
    shares = [part for part in parts if part.share is not None]
    first = max(shares, key=lambda part: part.share or 0, default=None)
    return Totals(
        reached=len({line.person.pk for part in parts for line in part.reached}),
        tried=len({line.person.pk for part in parts for line in part.tried}),
        meetings=sum(len(part.meetings) for part in parts),
        rang_us=len({line.person.pk for part in parts for line in part.reached if line.theirs}),
        email=_together([part.email for part in shares if part.email is not None]),
        unknown_shares=sum(part.is_share_unknown for part in parts),
        highest=(first.name, first.share) if first is not None and first.share else None,
        overdue=overdue,
        overdue_since=min((line.since_at for line in read.overdue if line.since_at), default=None),
        overdue_whose=overdue_whose,
        postponed=postponed,
        postponed_whose=postponed_whose,
        silence_days=longest_silence_days(now=now),
    )


def _together(known: Sequence[EmailShare]) -> EmailShare:
    """The share of the house: of those whose share is known."""
    return EmailShare(sum(one.letters for one in known), sum(one.others for one in known), 0, is_known=bool(known))
