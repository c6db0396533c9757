"""What the public pages show: a seminar for everyone, and a ticket for its guest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from keepwarm.answers.models import Answer, Question
from keepwarm.answers.queries import asked_of
from keepwarm.prospects.models import FORGOTTEN, Address, Prospect
from keepwarm.seminars.links import door_url, read_ticket
from keepwarm.seminars.models import Guest, Seminar, Standing, State
from keepwarm.seminars.refusals import NoSuchGuest
from keepwarm.seminars.words import say_when, say_where


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A seminar as a stranger sees it. `masked`: the address of whom the link was made for, "" of a stranger."""

    seminar: Seminar
    when: str
    where: str
    free: int
    is_open: bool
    is_over: bool
    masked: str
    question: Question | None


def language_of_page(ref: str) -> str:
    """In which a seminar is held, "" when nobody said, or there is none."""
    return Seminar.objects.filter(ref=ref).values_list("language", flat=True).first() or ""


def public_page(ref: str, visitor: Prospect | None, *, now: datetime) -> PublicPage | None:
    """None for a draft, and for what is not there. The question is not asked of who answered it, or was asked it in writing before."""
    row = Seminar.objects.select_related("question").filter(ref=ref).exclude(state=State.DRAFT).first()
    if row is None:
        return None
    seated = Guest.objects.filter(seminar=row, standing=Standing.SEATED).count()
    return PublicPage(
        seminar=row,
        when=say_when(row, visitor.zone if visitor else ""),
        where=say_where(row),
        free=max(0, row.seats - seated),
        is_open=row.takes_guests(now),
        is_over=now >= row.ends_at,
        masked=mask_of(visitor),
        question=None if row.question is None or _was_asked(visitor, row.question) else row.question,
    )


def mask_of(visitor: Prospect | None) -> str:
    """Which address a mail to them goes to, for whoever has it; "" without one."""
    if visitor is None:
        return ""
    known = Address.objects.filter(prospect=visitor, kind=Address.Kind.EMAIL, state=Address.State.OK).order_by("pk")
    return mask(known.values_list("normalized", flat=True).first() or "")


def mask(email: str) -> str:
    """An address that only its owner knows again."""
    local, _at, domain = email.rpartition("@")
    return f"{local[:1]}•••@{domain}" if domain else ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a guest sees of their own seat."""

    guest: Guest
    seminar: Seminar
    when: str
    where: str
    is_seated: bool
    is_waiting: bool
    can_leave: bool
    is_over: bool
    door: str


def language_of_ticket(token: str) -> str:
    """In which its seminar is held, "" when nobody said. Raises LinkUnreadable."""
    return Guest.objects.filter(ref=read_ticket(token)).values_list("seminar__language", flat=True).first() or ""


def find_ticket(token: str, *, now: datetime) -> Ticket:
    """Raises LinkUnreadable, NoSuchGuest."""
    ref = read_ticket(token)
    guest = Guest.objects.select_related("seminar", "prospect").filter(ref=ref).first()
    if guest is None or guest.prospect.end_reason == FORGOTTEN:
        raise NoSuchGuest(_("There is no such ticket any more."))
    seminar = guest.seminar
    is_on = seminar.state == State.OPEN
    return Ticket(
        guest=guest,
        seminar=seminar,
        when=say_when(seminar, guest.zone),
        where=say_where(seminar),
        is_seated=guest.standing == Standing.SEATED and is_on,
        is_waiting=guest.standing == Standing.WAITING and is_on,
        can_leave=guest.standing != Standing.GAVE_BACK and seminar.takes_guests(now),
        is_over=now >= seminar.ends_at,
        door=door_url(guest.ref),
    )


def _was_asked(visitor: Prospect | None, question: Question) -> bool:
    if visitor is None:
        return False
    known = Answer.objects.filter(prospect=visitor, question=question, superseded_by__isnull=True, voided_at__isnull=True)
    return known.exists() or question.key in asked_of([visitor.pk]).get(visitor.pk, set())


__all__ = ["PublicPage", "Ticket", "find_ticket", "language_of_page", "language_of_ticket", "mask", "mask_of", "public_page"]
