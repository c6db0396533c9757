"""Taking a hand-off for a write, with its prospect locked; closing it; and handing its prospect over."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext

from keepwarm.decisions.actions import reassign as drop_holds
from keepwarm.decisions.actions.settling import lock
from keepwarm.handoff.actions.readers import show_to_sales
from keepwarm.handoff.models import Asking, HandOff, Notice
from keepwarm.handoff.queries.introductions import words_for
from keepwarm.handoff.refusals import AnsweredAlready, UnknownHandOff
from keepwarm.prospects.actions import reassign
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import pool_of
from keepwarm.touches.absorbing import reassign as hand_signals_over
from keepwarm.touches.actions import raise_signals
from keepwarm.touches.models import Signal

OF_THE_CLOCK = (Notice.Kind.OFFERED, Notice.Kind.HALF_TIME)
"""What is no news any more once the asking has ended."""


def source_of(handoff: HandOff) -> str:
    """How the signals of a hand-off name it as their source."""
    return f"handoff:{handoff.ref}"


def lock_seat(seat_id: int) -> None:
    """The seat stays as it is until the transaction ends: nobody accepts in the moment in which they leave."""
    if connection.vendor == "postgresql":
        list(Seat.objects.filter(pk=seat_id).select_for_update(no_key=True).values_list("pk"))  # rows that name the seat do not wait


def take(handoff_ref: str) -> tuple[HandOff, Asking]:
    """The hand-off that waits for an answer, and who is asked; its prospect is locked.

    Raises UnknownHandOff, and AnsweredAlready with who was first.
    """
    handoff = hold(handoff_ref)
    asking = Asking.objects.select_related("seat__user").filter(handoff=handoff, outcome=Asking.Outcome.WAITS).first()
    if handoff.closed_at is not None or handoff.state != HandOff.State.OFFERED or asking is None:
        raise AnsweredAlready(who_was_first(handoff))
    return handoff, asking


def hold(handoff_ref: str) -> HandOff:
    """The hand-off, answered or not, with its prospect locked. Raises UnknownHandOff."""
    held = None
    while (prospect_id := _prospect_of(handoff_ref)) != held:  # merged while we waited
        lock([prospect_id])
        held = prospect_id
    return HandOff.objects.select_related("prospect", "from_seat__user", "offered_by", "answered_by").get(ref=handoff_ref)


def _prospect_of(handoff_ref: str) -> int:
    prospect_id = HandOff.objects.filter(ref=handoff_ref).values_list("prospect_id", flat=True).first()
    if prospect_id is None:
        raise UnknownHandOff(gettext("There is no such hand-off."))
    return prospect_id


def who_was_first(handoff: HandOff) -> str:
    """How it was answered, as a sentence for whoever comes second."""
    name = {"name": handoff.prospect.name}
    answered = handoff.askings.filter(outcome__in=[Asking.Outcome.ACCEPTED, Asking.Outcome.RETURNED]).order_by("-ended_at").first()
    if answered is not None and handoff.state == HandOff.State.ACCEPTED:
        return gettext("%(rep)s accepted %(name)s before.") % {**name, "rep": answered.seat.name}
    if answered is not None and handoff.state == HandOff.State.RETURNED:
        return gettext("%(rep)s gave %(name)s back before.") % {**name, "rep": answered.seat.name}
    if handoff.state == HandOff.State.WITHDRAWN:
        return gettext("%(name)s was withdrawn before.") % name
    return gettext("%(name)s is not offered any more: %(how)s.") % {**name, "how": handoff.get_closed_as_display()}


def close(handoff: HandOff, closed_as: str, *, now: datetime) -> None:
    """Nobody is asked any more, and nothing waits for it. The caller holds the prospect, and settles it."""
    handoff.closed_at, handoff.closed_as = now, str(closed_as)
    handoff.save()
    end_asking(handoff, Asking.Outcome.WITHDRAWN, now=now)
    settle_signals_of(handoff, now=now)


def end_asking(handoff: HandOff, outcome: str, *, now: datetime) -> None:
    """The one who is asked is asked no more."""
    waiting = Asking.objects.filter(handoff=handoff, outcome=Asking.Outcome.WAITS)
    ended = list(waiting.values_list("pk", flat=True))
    Notice.objects.filter(asking__in=ended, kind__in=OF_THE_CLOCK, seen_at__isnull=True).update(seen_at=now)
    Asking.objects.filter(pk__in=ended).update(outcome=outcome, ended_at=now)
    show_to_sales([handoff.prospect_id])


def wait_for(handoff: HandOff, kind: Signal.Kind, seat: Seat, *, due_at: datetime, now: datetime) -> None:
    """From now on the prospect waits for `seat` of sales: for an answer, or for their first call. The caller settles the prospect."""
    at = {"raised_at": now, "due_at": due_at, "source": source_of(handoff), "seat": seat}
    raise_signals([Signal(prospect_id=handoff.prospect_id, kind=kind, args=words_for(handoff, seat.name), **at)])


def tell_words(handoff: HandOff) -> None:
    """The composer knows the words of the introduction from the signal that waits: they were approved just now."""
    waiting = Signal.objects.open().filter(prospect_id=handoff.prospect_id, source=source_of(handoff)).select_related("seat")
    for signal in waiting:
        signal.args = words_for(handoff, signal.seat.name if signal.seat else "")
        signal.save(update_fields=["args"])


def settle_signals_of(handoff: HandOff, *, now: datetime) -> None:
    """Neither the answer of sales nor their first call waits."""
    kinds = [Signal.Kind.HANDOFF, Signal.Kind.INTRODUCED]
    Signal.objects.open().filter(prospect_id=handoff.prospect_id, kind__in=kinds, source=source_of(handoff)).update(settled_at=now)


def give_prospect_to(handoff: HandOff, seat_id: int, *, because: str, by: User | None, now: datetime) -> None:
    """Another owner, with the reason on the prospect's page; what waits is up to them. Nothing when they own it already."""
    pk = handoff.prospect_id
    if reassign({pk: seat_id}, {pk: because}, from_seat=None, by=by, now=now):
        hand_signals_over({pk: seat_id})
        drop_holds({pk: seat_id})
    handoff.prospect.refresh_from_db()


def home_of(handoff: HandOff) -> Seat:
    """Who has the prospect again when sales is done: whoever had it before; when they left, their team's pool."""
    seat = handoff.from_seat
    return seat if seat.left_at is None else pool_of(seat.team)
