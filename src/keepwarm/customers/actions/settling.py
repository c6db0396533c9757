"""A promise is kept or broken, with proof; a broken one is a case at once. A change waits for the customer's yes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from keepwarm.customers.actions.cases import open_case
from keepwarm.customers.actions.finding import require_keeper, take_promise, who_hears
from keepwarm.customers.actions.recording import check_day
from keepwarm.customers.models import Case, Keeping, Promise, PromiseChange, Telling
from keepwarm.customers.refusals import NoSuchThing, PromiseWithoutDate, ProofNeeded, ReasonNeeded, SettledAlready
from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.batch import NewTouch
from keepwarm.engine.words import Disposition
from keepwarm.policy.queries import policy_in_force
from keepwarm.staff.models import User
from keepwarm.touches.models import Channel, Direction, Signal

ASKED_LATELY: Final = timedelta(days=90)
"""Whoever was asked whom they know within it is not asked again. Our choice."""


def source_of(promise: Promise) -> str:
    """How the signals of a promise name it."""
    return f"promise:{promise.ref}"


def keep_promise(promise_ref: str, proof: str, *, by: User | None, now: datetime) -> Promise:
    """It came true, with what shows it. Some days later it is a good moment to ask whom they know.

    Raises ProofNeeded, SettledAlready, NoSuchThing, NotYours.
    """
    with transaction.atomic():
        promise = _settle(promise_ref, Promise.State.KEPT, proof, by=by, now=now)
        due = (now + timedelta(days=policy_in_force().referral_after_days)).date()
        buyer = promise.sale.prospect_id
        is_asked = Keeping.objects.filter(prospect_id=buyer, kind=Keeping.Kind.REFERRAL, due_on__gt=due - ASKED_LATELY)
        if not is_asked.exists():
            Keeping.objects.create(prospect_id=buyer, sale=promise.sale, kind=Keeping.Kind.REFERRAL, due_on=due)
        settle(sorted({promise.prospect_id, buyer}), by=by, now=now)
    return promise


def break_promise(promise_ref: str, proof: str, *, channel: str = Case.Channel.PERSON, by: User | None, now: datetime) -> Promise:
    """It did not come true: a case is open at once, who sold calls first on the next working morning, and marketing is silent.

    `by` None: the customer said so. Raises ProofNeeded, SettledAlready, NoSuchThing, NotYours.
    """
    with transaction.atomic():
        promise = _settle(promise_ref, Promise.State.BROKEN, proof, by=by, now=now)
        open_case(
            who_hears(promise).pk,
            promise.what,
            channel=channel,
            promise=promise,
            source=source_of(promise),
            by=by,
            now=now,
        )
    return promise


def _settle(promise_ref: str, state: Promise.State, proof: str, *, by: User | None, now: datetime) -> Promise:
    words = " ".join(proof.split())[:500]
    if not words:
        raise ProofNeeded(gettext("Say what shows it: a delivery note, a date, what they said."))
    promise = take_promise(promise_ref)
    require_keeper(promise.prospect, by)
    if promise.state != Promise.State.OPEN:
        raise SettledAlready(gettext("“%(what)s” is settled: %(how)s.") % {"what": promise.what, "how": promise.get_state_display()})
    promise.state, promise.settled_at, promise.settled_by, promise.proof = state, now, by, words
    promise.version += 1
    promise.save(update_fields=["state", "settled_at", "settled_by", "proof", "version"])
    _overtake(promise, now=now)
    return promise


def _overtake(promise: Promise, *, now: datetime) -> None:
    """Neither a change nor a call at its day waits any more."""
    PromiseChange.objects.filter(promise=promise, answer="").update(answer=PromiseChange.Answer.OVERTAKEN, answered_at=now)
    waiting_for(promise).update(settled_at=now)


def waiting_for(promise: Promise) -> QuerySet[Signal]:
    """The call at its day, with whom it was promised to or with whoever bought."""
    return Signal.objects.open().filter(prospect_id__in=[promise.prospect_id, promise.sale.prospect_id], source=source_of(promise))


def propose_change(promise_ref: str, what: str, due_on: date, because: str, *, by: User | None, now: datetime) -> PromiseChange:
    """Ask the customer for another wording or day. The promise stands as it was until they say yes.

    Raises ReasonNeeded, PromiseWithoutDate, SettledAlready, NoSuchThing, NotYours.
    """
    words, why = " ".join(what.split())[:300], " ".join(because.split())[:300]
    if not words or not why:
        raise ReasonNeeded(gettext("Say what it becomes, and why: the customer reads both."))
    with transaction.atomic():
        promise = take_promise(promise_ref)
        require_keeper(promise.prospect, by)
        if promise.state != Promise.State.OPEN:
            raise SettledAlready(gettext("“%(what)s” is settled, and cannot change any more.") % {"what": promise.what})
        if due_on < now.date() or (words, due_on) == (promise.what, promise.due_on):
            raise PromiseWithoutDate(gettext("Propose another wording, or a day from today on."))
        check_day(words, due_on, now=now)
        PromiseChange.objects.filter(promise=promise, answer="").update(answer=PromiseChange.Answer.OVERTAKEN, answered_at=now)
        change = PromiseChange.objects.create(promise=promise, what=words, due_on=due_on, because=why, asked_at=now, by=by)
        kind = Telling.Kind.CHANGE
        Telling.objects.create(prospect_id=promise.prospect_id, sale=promise.sale, change=change, kind=kind, due_at=now)
    return change


def answer_change(change_ref: str, *, yes: bool, now: datetime) -> PromiseChange:
    """What the customer says to a change, by their link. A yes puts the new promise in the place of the old one.

    Again the same answer changes nothing. Raises NoSuchThing, SettledAlready.
    """
    with transaction.atomic():
        change = PromiseChange.objects.select_related("promise").filter(ref=change_ref).first()
        if change is None:
            raise NoSuchThing(gettext("There is no such question any more."))
        promise = take_promise(change.promise.ref)
        change.refresh_from_db()
        wanted = PromiseChange.Answer.YES if yes else PromiseChange.Answer.NO
        if change.answer == wanted:
            return change
        if change.answer != PromiseChange.Answer.WAITS:
            raise SettledAlready(gettext("This was answered before. Please call us if it should be otherwise."))
        change.answer, change.answered_at = wanted, now
        change.save(update_fields=["answer", "answered_at"])
        if yes:
            _replace(promise, change, now=now)
        _note_answer(promise, change, now=now)
    return change


def _note_answer(promise: Promise, change: PromiseChange, *, now: datetime) -> None:
    """Their answer is a touch of theirs: whoever asked reads it on the timeline. The next touch is decided anew with it."""
    is_yes = change.answer == PromiseChange.Answer.YES
    said = gettext("Said yes on our page to this change: %(what)s") if is_yes else gettext("Said no on our page to this change: %(what)s")
    what, args = said % {"what": change.what}, {"change": change.ref}
    touch = NewTouch(promise.prospect_id, Channel.WEB, Direction.IN, Disposition.RECEIVED, now, note=what, args=args)
    log_touch(touch, by=None, now=now)


def _replace(promise: Promise, change: PromiseChange, *, now: datetime) -> None:
    proof = gettext("The customer agreed by their link.")
    promise.state, promise.settled_at, promise.proof = Promise.State.CHANGED, now, proof
    promise.version += 1
    promise.save(update_fields=["state", "settled_at", "proof", "version"])
    waiting_for(promise).update(settled_at=now)
    Promise.objects.create(
        sale=promise.sale,
        prospect_id=promise.prospect_id,
        what=change.what,
        due_on=change.due_on,
        source=promise.source,
        recorded=promise.recorded,
        made_at=now,
        by=change.by,
        replaces=promise,
    )
