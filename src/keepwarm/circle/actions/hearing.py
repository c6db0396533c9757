"""How they want to hear from us, by their own hand: each choice is a touch of theirs, with its wishes and the next step in one transaction.

Whatever closes a way holds from the moment it is committed: the outbox asks once more before it hands a mail over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import get_language, gettext, gettext_noop

from keepwarm.circle.actions.closing import close_address, holders_of, open_address
from keepwarm.circle.actions.mending import mend_address
from keepwarm.circle.chosen import (
    BY_THEMSELVES,
    WAYS,
    Chosen,
    is_taken_back,
    new_answers,
    new_wishes,
    say_choice,
    stands_against,
    what_changed,
)
from keepwarm.circle.queries.hearing import Hearing, closes, read_hearing
from keepwarm.consent.actions import lift_wish, put_wording, record_permissions, withdraw_all
from keepwarm.consent.models import Channel, Permission, Suppression, Wish
from keepwarm.decisions.actions import Logged, log_touch, settle
from keepwarm.decisions.actions.newcomers import House
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.decisions.batch import NewAnswer, NewSignal, NewTouch, NewWish
from keepwarm.decisions.wishes import keeps_from_calling, what_stays
from keepwarm.engine.words import Disposition
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.actions.addresses import AddressKnown
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Channel as TouchChannel
from keepwarm.touches.models import Direction, Signal, Touch

MOST_A_DAY = 20
"""Choices of one person in 24 hours: more are a machine's, or somebody's game. What closes a way is never refused."""
WORDINGS = {
    Channel.MAILING: gettext_noop("Write to me by email now and then with news and useful things to read. I can end this at any time."),
    Channel.PHONE: gettext_noop("You may call me about this. I can end this at any time."),
    Channel.MESSAGE: gettext_noop("You may send me short messages to my phone. I can end this at any time."),
}
"""The words beside the choice on the page, kept as versions with each yes; English is the source of their translations."""


class TooOften(Refusal):
    """Very many choices in one day."""


def unsubscribe(prospect: Prospect, address: Address | None, *, channel: str, how: str, now: datetime) -> Logged | None:
    """They end the mailings, or, from a personal email, all email. `how` in words. None when that was so before.

    The address they did it from is suppressed as well, so that nobody else mails it and no list brings it back.
    """
    closed = Channel.EMAIL if channel == Channel.EMAIL else Channel.MAILING
    return _turn_away(prospect, address, NewWish(Wish.Kind.NO_CHANNEL, closed), closed, how=how, now=now)


def stop(prospect: Prospect, address: Address | None, *, how: str, now: datetime) -> Logged | None:
    """They want nothing at all any more, by any way. None when that was so before."""
    return _turn_away(prospect, address, NewWish(Wish.Kind.STOP), "", how=how, now=now)


def _turn_away(prospect: Prospect, address: Address | None, wish: NewWish, closed: str, *, how: str, now: datetime) -> Logged | None:
    with _taken(prospect, address, now=now):
        if _holds_already(prospect, wish):
            return None
        others = close_address(prospect, address, _scope(closed), now=now)
        withdraw_all(prospect.pk, _ways_of(closed), by=None, now=now)
        logged = log_touch(_theirs(prospect, how, Disposition.UNSUBSCRIBED, wishes=(wish,), now=now), by=None, now=now)
        settle(others, by=None, now=now, because=gettext("their address is not to be used"))
    return logged


def choose(prospect: Prospect, address: Address | None, chosen: Chosen, *, now: datetime) -> Logged | None:
    """What they chose on the page of preferences holds from now on. None when it says nothing new. Raises TooOften."""
    with _taken(prospect, address, now=now):
        was = read_hearing(prospect, address, now=now)
        opened, closed = what_changed(was, chosen)
        wishes, answers = new_wishes(was, chosen, closed, opened), new_answers(was, chosen)
        if not (opened or wishes or answers or is_taken_back(was, chosen)):
            return None
        if opened or answers or not closed:
            _refuse_too_many(prospect, now)
        _lift(prospect, was, chosen, opened, now=now)
        _permit(prospect, opened, now=now)
        withdraw_all(prospect.pk, closed, by=None, now=now)
        others = close_address(prospect, address, _scope_of(closed), now=now) if _scope_of(closed) else []
        disposition = Disposition.RECEIVED if opened or answers or not closed else Disposition.UNSUBSCRIBED
        note = say_choice(chosen)
        logged = log_touch(_theirs(prospect, note, disposition, wishes=wishes, answers=answers, now=now), by=None, now=now)
        others += _reopen(prospect, address, opened, logged.touch, now=now)
        settle(others, by=None, now=now, because=gettext("they chose how to hear from us"))
    return logged


def ask_for_call(prospect: Prospect, *, number: str, when: str, now: datetime) -> Logged | None:
    """ "Please call me": a call is due within the agreed hour, and a wish against calls is overtaken. None when one waits already.

    A number that they give is tried first. Raises UnreadablePhone, AddressBlocked and TooOften.
    """
    ready_hours([prospect.pk], now=now)
    with transaction.atomic():
        lock_remaining([prospect.pk])
        if not number and read_hearing(prospect, None, now=now).waits_for_call:
            return None
        _refuse_too_many(prospect, now)
        _add_number(prospect, number, now=now)
        over = [wish for wish in _in_force(prospect) if keeps_from_calling(wish)]
        _lift_all(over, now=now)
        due = House(now=now).contact_due(prospect.owner_id, now)
        said = NewSignal(Signal.Kind.CONTACT_ASKED, due_at=due, args={"when": when[:120]} if when else {})
        note = gettext("Asked for a call: %(when)s") % {"when": when} if when else gettext("Asked for a call")
        theirs = _theirs(prospect, note, Disposition.RECEIVED, wishes=what_stays(over), raises=(said,), now=now)
        return log_touch(theirs, by=None, now=now)


def _add_number(prospect: Prospect, number: str, *, now: datetime) -> None:
    """A number that they give; one that we have already is not made the first."""
    if not number:
        return
    with suppress(AddressKnown):
        mend_address(prospect, Address.Kind.PHONE, number, first=True, by=None, now=now)


@contextmanager
def _taken(prospect: Prospect, address: Address | None, *, now: datetime) -> Iterator[None]:
    """One transaction with this person, and whoever has their address, locked in the order of their ids."""
    everyone = sorted({prospect.pk, *holders_of(prospect, address)})
    ready_hours(everyone, now=now)
    with transaction.atomic():
        lock_remaining(everyone)
        yield


def _holds_already(prospect: Prospect, wish: NewWish) -> bool:
    wishes = _in_force(prospect)
    if wish.kind == Wish.Kind.STOP:
        return any(one.kind == Wish.Kind.STOP for one in wishes)
    return closes(wishes, wish.channel)


def _lift(prospect: Prospect, was: Hearing, chosen: Chosen, opened: Sequence[str], *, now: datetime) -> None:
    """Wishes that the choice overtakes."""
    over = []
    for wish in _in_force(prospect):
        is_shut = wish.kind == Wish.Kind.STOP or (wish.kind == Wish.Kind.NO_CHANNEL and stands_against(wish.channel, opened))
        is_pace = wish.kind == Wish.Kind.PACE and chosen.pace != was.pace
        is_date = wish.kind == Wish.Kind.NOT_BEFORE and chosen.not_before_at != was.not_before_at
        if (is_shut and opened) or is_pace or is_date:
            over.append(wish)
    _lift_all(over, now=now)


def _lift_all(wishes: Iterable[Wish], *, now: datetime) -> None:
    for wish in wishes:
        lift_wish(wish, because=gettext("they chose so themselves"), now=now)


def _permit(prospect: Prospect, opened: Sequence[str], *, now: datetime) -> None:
    """A yes to the words on the page: for mailings, and for the phone. Letters and post need none."""
    for channel in opened:
        if Channel(channel) not in WORDINGS:
            continue
        wording = put_wording(
            f"preferences page, {channel}",
            gettext(WORDINGS[Channel(channel)]),
            channel=channel,
            language=get_language() or "en",
            by=None,
            now=now,
        )
        proof = gettext("their own choice, by the signed link of a mail to them")
        row = Permission(prospect=prospect, channel=channel, kind=Permission.Kind.EXPRESS, wording=wording, given_at=now)
        row.proof, row.source = proof, BY_THEMSELVES
        record_permissions([row])


def _reopen(prospect: Prospect, address: Address | None, opened: Sequence[str], touch: Touch, *, now: datetime) -> list[int]:
    """Their address is in use again, by this newer event of theirs."""
    if address is None or not {Channel.EMAIL.value, Channel.MAILING.value} & set(opened):
        return []
    return open_address(prospect, address, touch, now=now)


def _scope(closed: str) -> str:
    return Suppression.Scope.MAILING if closed == Channel.MAILING else Suppression.Scope.ALL


def _scope_of(closed: Sequence[str]) -> str:
    if Channel.EMAIL.value in closed:
        return Suppression.Scope.ALL
    return Suppression.Scope.MAILING if Channel.MAILING.value in closed else ""


def _ways_of(closed: str) -> tuple[str, ...]:
    """The ways that end with this one."""
    if not closed:
        return tuple(way.value for way in WAYS)
    return (Channel.EMAIL.value, Channel.MAILING.value) if closed == Channel.EMAIL else (closed,)


def _theirs(
    prospect: Prospect,
    note: str,
    disposition: str,
    *,
    wishes: tuple[NewWish, ...] = (),
    answers: tuple[NewAnswer, ...] = (),
    raises: tuple[NewSignal, ...] = (),
    now: datetime,
) -> NewTouch:
    """A touch of theirs, on a page of ours."""
    return NewTouch(
        prospect_id=prospect.pk,
        channel=TouchChannel.WEB,
        direction=Direction.IN,
        disposition=disposition,
        happened_at=now,
        note=note,
        wishes=wishes,
        answers=answers,
        raises=raises,
    )


def _in_force(prospect: Prospect) -> list[Wish]:
    return list(Wish.objects.filter(prospect=prospect, lifted_at__isnull=True))


def _refuse_too_many(prospect: Prospect, now: datetime) -> None:
    since = now - timedelta(days=1)
    done = Touch.objects.filter(prospect=prospect, channel=TouchChannel.WEB, direction=Direction.IN, happened_at__gt=since)
    if done.count() >= MOST_A_DAY:
        raise TooOften(gettext("You have changed this very often today. What you chose last holds; please come back tomorrow."))
