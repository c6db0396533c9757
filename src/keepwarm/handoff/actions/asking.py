"""Asking a rep, and another one when the first does not answer, left or is away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.decisions.actions import settle
from keepwarm.handoff.actions.noticing import managers, tell
from keepwarm.handoff.actions.readers import show_to_sales
from keepwarm.handoff.actions.taking import close, end_asking, source_of, take, wait_for
from keepwarm.handoff.choosing import Chosen, choose_next
from keepwarm.handoff.models import Asking, HandOff, Notice
from keepwarm.handoff.queries.askings import clock_of
from keepwarm.handoff.queries.candidates import candidates_for, refused_by
from keepwarm.handoff.queries.introductions import words_for
from keepwarm.handoff.refusals import AnsweredAlready, NobodySells
from keepwarm.policy.queries import policy_in_force
from keepwarm.staff.models import Role, Seat, User
from keepwarm.staff.queries import require_role
from keepwarm.touches.models import Signal


def ask(handoff: HandOff, chosen: Chosen, *, now: datetime) -> Asking:
    """A clock begins for this rep, who is told; the managers too when nobody is here. The caller settles the prospect."""
    seat = Seat.objects.select_related("user").get(pk=chosen.seat_id)
    clock = clock_of(seat, now, policy_in_force())
    asking = Asking.objects.create(
        handoff=handoff,
        seat=seat,
        because=[list(reason) for reason in chosen.because],
        asked_at=now,
        half_at=clock.half_at,
        due_at=clock.due_at,
        pass_on_at=clock.pass_on_at,
    )
    show_to_sales([handoff.prospect_id])
    _wait_for(handoff, asking, now=now)
    tell([seat.user], Notice.Kind.OFFERED, handoff, now=now, asking=asking)
    if not chosen.is_present:
        tell(managers(), Notice.Kind.NO_REP, handoff, now=now, asking=asking)
    return asking


def _wait_for(handoff: HandOff, asking: Asking, *, now: datetime) -> None:
    """The one signal that the prospect waits for sales is due when this rep's answer is."""
    mine = Signal.objects.open().filter(prospect_id=handoff.prospect_id, kind=Signal.Kind.HANDOFF, source=source_of(handoff))
    if not mine.update(due_at=asking.due_at, seat=asking.seat, args=words_for(handoff, asking.seat.name)):
        wait_for(handoff, Signal.Kind.HANDOFF, asking.seat, due_at=asking.due_at, now=now)


def pass_on(handoff_ref: str, *, by: User | None, now: datetime, to_seat: Seat | None = None) -> HandOff:
    """Another rep is asked, with a new clock: the one that a manager names, or the best of the others.

    Raises AnsweredAlready, NobodySells.
    """
    require_role(by, Role.MANAGER, Role.ADMIN)
    with transaction.atomic():
        handoff, asking = take(handoff_ref)
        named = None if to_seat is None else name_rep(handoff, to_seat, by=by, now=now)
        ask_another(handoff, asking, Asking.Outcome.PASSED_ON, by=by, now=now, named=named)
    return handoff


def name_rep(handoff: HandOff, seat: Seat, *, by: User | None, now: datetime) -> Chosen:
    """The rep that a person chose. Raises NobodySells for one who does not sell."""
    one = next((one for one in candidates_for(handoff.prospect, now=now) if one.seat_id == seat.pk), None)
    if one is None:
        raise NobodySells(gettext("%(name)s does not sell here: choose a closing rep.") % {"name": seat.name})
    return Chosen(one.seat_id, one.is_present, (("named", {"name": one.name, "by": by.name if by else "keepwarm"}),))


def ask_another(
    handoff: HandOff, asking: Asking, outcome: str, *, by: User | None, now: datetime, named: Chosen | None = None
) -> Asking | None:
    """Ends this asking and asks the next rep. Where nobody else is here the same one again, and the managers know.

    None: nobody sells here any more; the hand-off is closed, and the prospect stays with whoever has it.
    """
    end_asking(handoff, outcome, now=now)
    tell([asking.seat.user], Notice.Kind.PASSED_ON, handoff, now=now, asking=asking, by=by)
    chosen = named or choose_next(candidates_for(handoff.prospect, now=now), asking.seat_id, refused_by(handoff))
    if chosen is None:
        close(handoff, HandOff.Closed.NO_REP, now=now)
        tell([*managers(), handoff.offered_by], Notice.Kind.NO_REP, handoff, now=now)
        newer = None
    else:
        newer = ask(handoff, chosen, now=now)
    settle([handoff.prospect_id], by=by, now=now)
    return newer


def ask_others(seat: Seat, *, by: User | None, now: datetime, if_others: bool = False) -> int:
    """Whatever `seat` is asked about goes to others at once: its holder left or is away. How many moved.

    `if_others`: only when another closing rep is here; else the managers were told, and the clock runs on.
    """
    refs = Asking.objects.filter(seat=seat, outcome=Asking.Outcome.WAITS).order_by("handoff__prospect_id")
    count = 0
    for ref in list(refs.values_list("handoff__ref", flat=True)):
        count += _move_on(ref, seat.pk, by=by, now=now, if_others=if_others)
    return count


def _move_on(handoff_ref: str, seat_id: int, *, by: User | None, now: datetime, if_others: bool) -> bool:
    with transaction.atomic():
        try:
            handoff, asking = take(handoff_ref)
        except AnsweredAlready:
            return False
        if asking.seat_id != seat_id or (if_others and not _others_here(handoff, seat_id, now=now)):
            return False
        ask_another(handoff, asking, Asking.Outcome.LEFT, by=by, now=now)
    return True


def _others_here(handoff: HandOff, seat_id: int, *, now: datetime) -> bool:
    return any(one.is_present and one.seat_id != seat_id for one in candidates_for(handoff.prospect, now=now))
