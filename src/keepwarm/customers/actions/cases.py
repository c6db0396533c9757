"""Cases: somebody is unhappy with us. One is opened with an owner and a day, and settled with what came of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.customers.actions.finding import require_keeper, take_case
from keepwarm.customers.models import Case, Promise
from keepwarm.customers.queries.team import seller_of, service_of
from keepwarm.customers.refusals import NoSuchPerson, ReasonNeeded, SettledAlready
from keepwarm.customers.times import next_morning
from keepwarm.decisions.actions import reassign as drop_holds
from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.settling import lock_remaining
from keepwarm.handoff.clock import after_working_days
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.actions import reassign
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import persons_seats, week_of
from keepwarm.touches.absorbing import reassign as hand_signals_over
from keepwarm.touches.actions import raise_signals
from keepwarm.touches.models import Signal


def open_case(
    prospect_id: int,
    what: str,
    *,
    channel: str = Case.Channel.PERSON,
    promise: Promise | None = None,
    owner: Seat | None = None,
    source: str = "",
    by: User | None,
    now: datetime,
) -> Case:
    """Open a case, first the call about it, and no marketing until it is settled. The same `source` opens one case only.

    Who sold owns it and the customer, with somebody of service beside; a case of someone who bought nothing is the owner's.
    The caller may hold a transaction. Raises ReasonNeeded, NotYours.
    """
    words = _checked(what)
    with transaction.atomic():
        prospect = Prospect.objects.select_related("owner").get(pk=lock_remaining([prospect_id])[prospect_id])
        require_keeper(prospect, by)
        known = Case.objects.filter(prospect=prospect, source=source).first() if source else None
        if known is not None:
            return known
        seat = owner or seller_of(prospect, promise.sale if promise else None) or prospect.owner
        case = _write(prospect, words, seat, channel=channel, promise=promise, source=source, by=by, now=now)
        if promise is not None:
            _give_to_seller(prospect, seat, by=by, now=now)
        wait_for_call(case, now=now)
        settle([prospect.pk], by=by, now=now)
    return case


def _checked(what: str) -> str:
    words = " ".join(what.split())[:1000]
    if not words:
        raise ReasonNeeded(gettext("Say what they are unhappy about, in their own words."))
    return words


def _write(
    prospect: Prospect, what: str, seat: Seat, *, channel: str, promise: Promise | None, source: str, by: User | None, now: datetime
) -> Case:
    return Case.objects.create(
        prospect=prospect,
        what=what,
        owner=seat,
        beside=service_of(prospect),
        channel=Case.Channel(channel),
        promise=promise,
        source=source,
        opened_at=now,
        by=by,
        due_at=after_working_days(now, week_of(seat), policy_in_force().case_working_days),
    )


def _give_to_seller(prospect: Prospect, seat: Seat, *, by: User | None, now: datetime) -> None:
    """Who sold it calls: the customer is theirs again, and what waits is too."""
    because = {prospect.pk: gettext("a promise was broken: who sold calls first")}
    if reassign({prospect.pk: seat.pk}, because, from_seat=None, by=by, now=now):
        hand_signals_over({prospect.pk: seat.pk})
        drop_holds({prospect.pk: seat.pk})
    prospect.refresh_from_db()


def wait_for_call(case: Case, *, now: datetime) -> None:
    """A complaint is called about at once, a broken promise on the next working morning. The caller settles the prospect."""
    is_broken = case.promise_id is not None
    kind = Signal.Kind.BROKEN_PROMISE if is_broken else Signal.Kind.CASE
    due = next_morning(case.owner, now) if is_broken else now
    args = {"case": case.ref}
    raise_signals(
        [Signal(prospect_id=case.prospect_id, kind=kind, raised_at=now, due_at=due, source=source_of(case), seat=case.owner, args=args)]
    )


def source_of(case: Case) -> str:
    """How the signals of a case name it."""
    return f"case:{case.ref}"


def settle_case(case_ref: str, outcome: str, *, by: User | None, now: datetime) -> Case:
    """Say what came of it. Marketing may go on, and the next touch is decided anew. Raises ReasonNeeded, SettledAlready, NotYours."""
    words = " ".join(outcome.split())[:500]
    if not words:
        raise ReasonNeeded(gettext("Say what came of it: the next one of us who talks with them reads it."))
    with transaction.atomic():
        case = take_case(case_ref)
        require_keeper(case.prospect, by)
        if case.settled_at is not None:
            raise SettledAlready(gettext("This case was settled before: %(how)s") % {"how": case.outcome})
        case.settled_at, case.settled_by, case.outcome = now, by, words
        case.save(update_fields=["settled_at", "settled_by", "outcome"])
        Signal.objects.open().filter(prospect_id=case.prospect_id, source=source_of(case)).update(settled_at=now)
        settle([case.prospect_id], by=by, now=now)
    return case


def give_case(case_ref: str, owner: Seat, *, by: User | None, now: datetime) -> Case:
    """Somebody else settles it, until the day on which it is due. Raises SettledAlready, NoSuchPerson, NotYours."""
    with transaction.atomic():
        case = take_case(case_ref)
        require_keeper(case.prospect, by)
        if case.settled_at is not None:
            raise SettledAlready(gettext("This case was settled before: %(how)s") % {"how": case.outcome})
        if not persons_seats().filter(pk=owner.pk).exists():
            raise NoSuchPerson(gettext("%(name)s does not work here: choose somebody who does.") % {"name": owner.name})
        case.owner = owner
        case.save(update_fields=["owner"])
        Signal.objects.open().filter(prospect_id=case.prospect_id, source=source_of(case)).update(seat=owner)
        settle([case.prospect_id], by=by, now=now)
    return case
