"""Sales answers: accepts, and then owns the prospect and calls first; or gives it back with an agreed reason. Or it is withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.decisions.actions import keep_warm, settle
from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.turning import change_stage, clear_choice
from keepwarm.decisions.refusals import MomentPassed
from keepwarm.engine.words import RecycleReason, Stage
from keepwarm.handoff.actions.asking import ask_another
from keepwarm.handoff.actions.noticing import tell, whose_work
from keepwarm.handoff.actions.reasons import OTHER
from keepwarm.handoff.actions.taking import close, end_asking, give_prospect_to, lock_seat, settle_signals_of, take, wait_for
from keepwarm.handoff.actions.threads import cut_threads, keep_thread
from keepwarm.handoff.models import Asking, HandOff, Notice, ReturnReason
from keepwarm.handoff.queries.askings import first_call_due
from keepwarm.handoff.queries.candidates import candidates_for, refused_by
from keepwarm.handoff.queries.permissions import may_answer, may_give_back, may_offer
from keepwarm.handoff.refusals import AnsweredAlready, UnknownReason
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.staff.models import Role, Seat, User
from keepwarm.staff.queries import NotYours
from keepwarm.touches.models import Signal


def accept(handoff_ref: str, *, by: User | None, now: datetime) -> HandOff:
    """The rep owns the prospect from now on, and the first call is due as agreed. `by` None or a manager: for whoever is asked.

    Of two at once one wins. Raises AnsweredAlready with who was first, NotYours, UnknownHandOff.
    """
    with transaction.atomic():
        seat = _accepting_seat(handoff_ref, by)
        if seat is not None:
            lock_seat(seat.pk)
        handoff, asking = take(handoff_ref)
        _check_answers(asking, by, may_answer)
        seat = _still(seat, asking, by)
        _move_to_sales(handoff, seat, by=by, now=now)
        _write_accepted(handoff, asking, seat, by=by, now=now)
        tell(whose_work(handoff), Notice.Kind.ACCEPTED, handoff, now=now, asking=asking, by=by)
        settle([handoff.prospect_id], by=by, now=now)
    return handoff


def _accepting_seat(handoff_ref: str, by: User | None) -> Seat | None:
    """The reader's own when they sell, else the one that is asked."""
    own = Seat.objects.filter(user=by, left_at__isnull=True).first() if by is not None and by.has_role(Role.CLOSING_REP) else None
    asked = Asking.objects.select_related("seat").filter(handoff__ref=handoff_ref, outcome=Asking.Outcome.WAITS).first()
    return own or (asked.seat if asked is not None else None)


def _still(seat: Seat | None, asking: Asking, by: User | None) -> Seat:
    """The seat that was locked, when it is still the right one: it may have been passed on, or its holder have left meanwhile."""
    right = seat if seat is not None and by is not None and seat.user_id == by.pk else asking.seat
    if seat is None or seat.pk != right.pk or not Seat.objects.filter(pk=right.pk, left_at__isnull=True).exists():
        raise AnsweredAlready(gettext("It was passed on meanwhile: %(rep)s is asked now.") % {"rep": asking.seat.name})
    return right


def _check_answers(asking: Asking, by: User | None, may: Callable[[Asking, User], bool]) -> None:
    if by is not None and not may(asking, by):
        raise NotYours(gettext("%(rep)s is asked, and answers.") % {"rep": asking.seat.name})


def _move_to_sales(handoff: HandOff, seat: Seat, *, by: User | None, now: datetime) -> None:
    """Owner and stage; what the owner before had chosen, and a date to come back on, are overtaken."""
    because = gettext("%(rep)s of sales accepted the lead") % {"rep": seat.name}
    give_prospect_to(handoff, seat.pk, because=because, by=by, now=now)
    prospect = Prospect.objects.get(pk=handoff.prospect_id)
    clear_choice(prospect)
    prospect.wake_at = None
    if prospect.stage < Stage.IN_SALES:
        StandingChange.objects.bulk_create([change_stage(prospect, Stage.IN_SALES, because=because, by=by, now=now)])
    retell([prospect], now=now)


def _write_accepted(handoff: HandOff, asking: Asking, seat: Seat, *, by: User | None, now: datetime) -> None:
    handoff.state, handoff.answered_by, handoff.answered_at = HandOff.State.ACCEPTED, by or seat.user, now
    handoff.first_call_due_at = first_call_due(seat, now, policy_in_force())
    handoff.save()
    settle_signals_of(handoff, now=now)
    if asking.seat_id != seat.pk:  # another rep answered for the one who was asked
        end_asking(handoff, Asking.Outcome.PASSED_ON, now=now)
        clock = {"half_at": asking.half_at, "due_at": asking.due_at, "pass_on_at": asking.pass_on_at}
        asking = Asking(handoff=handoff, seat=seat, asked_at=now, **clock)
        asking.because = [["named", {"name": seat.name, "by": by.name if by else seat.name}]]
    asking.outcome, asking.ended_at = Asking.Outcome.ACCEPTED, now
    asking.save()
    cut_threads(handoff.prospect_id, now=now)
    wait_for(handoff, Signal.Kind.INTRODUCED, seat, due_at=handoff.first_call_due_at, now=now)


def give_back(
    handoff_ref: str, *, reason: str, words: str = "", wake_at: datetime | None = None, by: User | None, now: datetime
) -> HandOff:
    """Return a lead with an agreed reason: to whoever offered it, kept warm until `wake_at`, or to another rep, as the reason says.

    Without `wake_at` it comes back after the days of the pace. The rep keeps a thread. Raises UnknownReason, AnsweredAlready,
    NotYours, MomentPassed.
    """
    agreed = ReturnReason.objects.filter(key=reason, retired_at__isnull=True).first()
    if agreed is None:
        keys = ", ".join(ReturnReason.objects.filter(retired_at__isnull=True).values_list("key", flat=True))
        raise UnknownReason(gettext("Choose a reason of the agreed list: %(keys)s.") % {"keys": keys})
    if agreed.key == OTHER and not words.strip():
        raise UnknownReason(gettext("Say in words what it is: “%(label)s” alone tells nobody.") % {"label": agreed.label})
    if wake_at is not None and wake_at <= now:
        raise MomentPassed(gettext("The date to come back on lies in the past."))
    with transaction.atomic():
        handoff, asking = take(handoff_ref)
        _check_answers(asking, by, may_give_back)
        asking.reason, asking.words = agreed, words.strip()[:500]
        asking.save(update_fields=["reason", "words"])
        if agreed.goes == ReturnReason.Goes.OTHER_REP and _goes_on(handoff, asking, by=by, now=now):
            return handoff
        _take_back(handoff, asking, agreed, wake_at, by=by, now=now)
    return handoff


def _goes_on(handoff: HandOff, asking: Asking, *, by: User | None, now: datetime) -> bool:
    """Another rep is asked; not the same one again who has just said no."""
    sellers = {one.seat_id for one in candidates_for(handoff.prospect, now=now) if one.is_present}
    if not sellers - refused_by(handoff) - {asking.seat_id}:
        return False
    ask_another(handoff, asking, Asking.Outcome.RETURNED, by=by, now=now)
    return True


def _take_back(handoff: HandOff, asking: Asking, reason: ReturnReason, wake_at: datetime | None, *, by: User | None, now: datetime) -> None:
    """It is closed, the rep keeps a thread, and the prospect goes on being kept warm by whoever has them."""
    handoff.state, handoff.answered_by, handoff.answered_at = HandOff.State.RETURNED, by or asking.seat.user, now
    handoff.return_reason, handoff.return_words = reason, asking.words
    end_asking(handoff, Asking.Outcome.RETURNED, now=now)
    close(handoff, HandOff.Closed.RETURNED, now=now)
    keep_thread(handoff.prospect_id, asking.seat_id, now=now)
    because = f"{reason.label}: {asking.words}" if asking.words else reason.label
    wake = wake_at or now + timedelta(days=policy_in_force().pace_days)
    keep_warm(handoff.prospect_id, wake, because, reason=RecycleReason.RETURNED, by=by, now=now)
    tell(whose_work(handoff), Notice.Kind.RETURNED, handoff, now=now, asking=asking, by=by)


def withdraw(handoff_ref: str, *, because: str = "", by: User | None, now: datetime) -> HandOff:
    """Whoever offers takes it back before sales answered. Raises AnsweredAlready, NotYours, UnknownHandOff."""
    with transaction.atomic():
        handoff, asking = take(handoff_ref)
        if by is not None and by.pk != handoff.offered_by_id and not may_offer(handoff.prospect, by):
            raise NotYours(gettext("Whoever offered it, or marketing, withdraws it."))
        handoff.state, handoff.return_words = HandOff.State.WITHDRAWN, because.strip()[:500]
        close(handoff, HandOff.Closed.WITHDRAWN, now=now)
        tell([asking.seat.user], Notice.Kind.WITHDRAWN, handoff, now=now, asking=asking, by=by)
        settle([handoff.prospect_id], by=by, now=now)
    return handoff
