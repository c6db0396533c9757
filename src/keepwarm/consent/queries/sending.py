"""May this mail go to this person at this address now? One question, asked by the composer, the outbox, mailings and the audit.

Asked for many at once: five short queries for a batch, however large. Wishes and law decide, and nothing else; budget, cap and
what a letter is for are other rooms' questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from keepwarm.consent.models import Channel, Suppression, Wish
from keepwarm.consent.queries.reading import (
    ReadAddress,
    ReadWish,
    Standing,
    read_addresses,
    read_mailable,
    read_standings,
    read_wishes,
)
from keepwarm.consent.queries.suppressed import suppressed
from keepwarm.consent.words import say_why_not
from keepwarm.prospects.models import FORGOTTEN, Address
from keepwarm.prospects.queries.remaining import remaining


class Mail(StrEnum):
    """What a mail is to the law and to a wish."""

    PERSONAL = "personal"  # a rep's own letter
    ANSWER = "answer"  # to what they asked in writing: "not before March" does not hold it back
    MAILING = "mailing"  # the low-cost conversation: needs a permission
    SYSTEM = "system"  # what they set off themselves just now, such as the confirmation of a choice: no wish holds it back


class WhyNot(StrEnum):
    """Why a mail may not go; in words by `consent.words.say_why_not`."""

    UNKNOWN = "unknown"
    FORGOTTEN = "forgotten"
    ENDED = "ended"
    STOP = "stop"
    NO_EMAIL = "no_email"
    NO_MAILING = "no_mailing"
    NOT_BEFORE = "not_before"
    SUPPRESSED = "suppressed"
    NO_ADDRESS = "no_address"
    ADDRESS_DEAD = "address_dead"
    NO_PERMISSION = "no_permission"
    PERMISSION_OVER = "permission_over"


@dataclass(frozen=True, slots=True)
class Sending:
    """A mail that would go: to whom, at which address, and what it is. `to_email` alone will do where there is no row."""

    prospect_id: int
    kind: str = Mail.PERSONAL
    address_id: int | None = None
    to_email: str = ""


@dataclass(frozen=True, slots=True)
class MaySend:
    """The answer: yes, or why not. `until_at`: the wish that holds it back is over then; None when it does not end by itself."""

    why_not: str = ""
    until_at: datetime | None = None

    @property
    def yes(self) -> bool:
        """Whether it may go."""
        return not self.why_not

    @property
    def sentence(self) -> str:
        """The reason in the reader's language; "" for yes."""
        return say_why_not(self.why_not, until_at=self.until_at) if self.why_not else ""


YES = MaySend()


@dataclass(slots=True)
class _Known:
    """What a batch asks of the database, read once."""

    left: Mapping[int, int]
    people: Mapping[int, Standing]
    addresses: Mapping[int, ReadAddress]
    wishes: Mapping[int, Sequence[ReadWish]]
    permitted: Mapping[int, bool]  # False: there was a permission, and it is over
    closed: Mapping[tuple[str, str], str] = field(default_factory=dict)


def may_send(sendings: Sequence[Sending], *, now: datetime) -> list[MaySend]:
    """For each, in their order, yes or why not. Of somebody who was merged the one who remains is asked about."""
    known = _read(sendings, now)
    return [_answer(one, known, now) for one in sendings]


def _read(sendings: Sequence[Sending], now: datetime) -> _Known:
    left, people = _people({one.prospect_id for one in sendings})
    mailed = {left[one.prospect_id] for one in sendings if one.kind == Mail.MAILING}
    known = _Known(
        left=left,
        people=people,
        addresses=read_addresses({one.address_id for one in sendings if one.address_id is not None}),
        wishes=read_wishes(set(left.values())),
        permitted=read_mailable(mailed, now=now),
    )
    known.closed = suppressed({(Address.Kind.EMAIL.value, to) for one in sendings for to in _spellings(one, known)})
    return known


def _people(wanted: set[int]) -> tuple[Mapping[int, int], Mapping[int, Standing]]:
    """Who remains of each, and how they stand."""
    people = read_standings(wanted)
    if all(one.merged_into is None for one in people.values()):
        return {pk: pk for pk in wanted}, people
    left = remaining(wanted)
    return left, people | read_standings(set(left.values()) - people.keys())


def _spellings(one: Sending, known: _Known) -> set[str]:
    row = known.addresses.get(one.address_id or 0)
    return {to for to in (one.to_email.strip().lower(), row.normalized if row else "") if to}


def _answer(one: Sending, known: _Known, now: datetime) -> MaySend:
    """The first reason that holds: who, then the address, then their wish, then the permission."""
    pk = known.left[one.prospect_id]
    return (
        _about_person(known.people.get(pk), one.kind)
        or _about_address(one, known)
        or _about_wishes(known.wishes.get(pk, ()), one.kind, now)
        or _about_permission(known.permitted.get(pk), one.kind)
        or YES
    )


def _about_person(person: Standing | None, kind: str) -> MaySend | None:
    if person is None:
        return MaySend(WhyNot.UNKNOWN)
    if person.end_reason == FORGOTTEN:
        return MaySend(WhyNot.FORGOTTEN)
    return MaySend(WhyNot.ENDED) if person.has_ended and kind != Mail.SYSTEM else None


def _about_address(one: Sending, known: _Known) -> MaySend | None:
    """Suppressed, not there, or not in use."""
    row, spellings = known.addresses.get(one.address_id or 0), _spellings(one, known)
    scopes = {known.closed.get((Address.Kind.EMAIL.value, to), "") for to in spellings}
    if Suppression.Scope.ALL in scopes or (Suppression.Scope.MAILING in scopes and one.kind == Mail.MAILING):
        return MaySend(WhyNot.SUPPRESSED)
    if not spellings or (one.address_id is not None and row is None):
        return MaySend(WhyNot.NO_ADDRESS)
    if row is not None and row.state == Address.State.BLOCKED:
        return MaySend(WhyNot.SUPPRESSED)
    if row is not None and (row.state != Address.State.OK or row.kind != Address.Kind.EMAIL):
        return MaySend(WhyNot.ADDRESS_DEAD)
    return None


def _about_wishes(wishes: Iterable[ReadWish], kind: str, now: datetime) -> MaySend | None:
    """A wish that closes the way for good, before one that closes it for a while."""
    if kind == Mail.SYSTEM:
        return None
    channels = {"", Channel.EMAIL.value, *([Channel.MAILING.value] if kind == Mail.MAILING else [])}
    meant = [wish for wish in wishes if wish.channel in channels or wish.kind == Wish.Kind.STOP]
    if any(wish.kind == Wish.Kind.STOP for wish in meant):
        return MaySend(WhyNot.STOP)
    closed = {wish.channel for wish in meant if wish.kind == Wish.Kind.NO_CHANNEL}
    if closed:
        return MaySend(WhyNot.NO_MAILING if closed == {Channel.MAILING.value} else WhyNot.NO_EMAIL)
    until = [wish.until_at for wish in meant if wish.kind == Wish.Kind.NOT_BEFORE and wish.until_at and wish.until_at > now]
    return MaySend(WhyNot.NOT_BEFORE, max(until)) if until and kind != Mail.ANSWER else None


def _about_permission(permitted: bool | None, kind: str) -> MaySend | None:
    if kind != Mail.MAILING or permitted:
        return None
    return MaySend(WhyNot.NO_PERMISSION if permitted is None else WhyNot.PERMISSION_OVER)
