"""Somebody signs up: by a link that was made for them, or with name and email, and then as any inquiry comes in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.answers.actions import record_asked
from keepwarm.answers.models import Way
from keepwarm.content.actions import NewReceived, record_received
from keepwarm.content.models import Item
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewAnswer, NewTouch
from keepwarm.engine.words import Disposition, Evidence
from keepwarm.intake.actions.new_person import NewPerson, NotTaken, take_in
from keepwarm.outbox.addressing import UnusableAddress, check_email
from keepwarm.prospects.models import Address, Prospect
from keepwarm.prospects.queries.remaining import remaining
from keepwarm.seminars.actions.leaving import seat_guest
from keepwarm.seminars.actions.locking import take
from keepwarm.seminars.actions.telling import tell_now
from keepwarm.seminars.models import Guest, Seminar, Standing, Tell
from keepwarm.seminars.refusals import SeminarRefused, SignUpRefused
from keepwarm.signs.actions import record_signs
from keepwarm.signs.models import Kind as SignKind
from keepwarm.signs.recording import NewSign
from keepwarm.touches.models import Channel, Direction

SOURCE_KIND = "seminar"
LONGEST_ANSWER = 500
"""Letters that an answer can hold."""


@dataclass(frozen=True, slots=True)
class SignUp:
    """Who signs up. `prospect`: known by a signed link, else `name` and `email` say who. `answer`: to the seminar's question."""

    prospect: Prospect | None = None
    name: str = ""
    email: str = ""
    answer: str = ""


def sign_up(ref: str, new: SignUp, *, now: datetime) -> Guest:
    """A seat, or a place on the waiting list when all are taken. Raises SeminarRefused, SignUpRefused.

    Whoever signs up twice keeps the seat they have. Broken off in between, doing it again completes it.
    """
    seminar = Seminar.objects.select_related("question").filter(ref=ref).first()
    _refuse_closed(seminar, now)
    assert seminar is not None
    prospect = new.prospect or _take_in(seminar, new, now=now)
    email, address = _mailbox(prospect, new)
    with transaction.atomic():
        seminar = take(ref)
        _refuse_closed(seminar, now)
        guest, is_new = _put_on_list(seminar, prospect, new, email, address, now=now)
        if is_new:
            _tell_the_house(seminar, guest, now=now)
            asked = [(prospect.pk, seminar.question_id)] if seminar.question_id else []
            record_asked(asked, way=Way.SEMINAR, now=now)
            if new.prospect is not None:
                _note(seminar, new.prospect, new.answer, now=now)
            tell_now(seminar, [guest], now=now)
    return guest


def _refuse_closed(seminar: Seminar | None, now: datetime) -> None:
    if seminar is None:
        raise SeminarRefused(_("There is no such seminar any more."))
    if not seminar.takes_guests(now):
        raise SignUpRefused(_("One cannot sign up for this seminar any more."))


def _take_in(seminar: Seminar, new: SignUp, *, now: datetime) -> Prospect:
    """As any inquiry comes in; the same address again adds nothing."""
    try:
        email = check_email(new.email)
        person = NewPerson(
            name=new.name.strip(),
            emails=(email,),
            topic=seminar.title[:120],
            source=_("Seminar: %(title)s") % {"title": seminar.title[:100]},
            source_kind=SOURCE_KIND,
            said=_said(seminar, new.answer),
            key=f"{seminar.source}:{email}",
        )
        arrived = take_in(person, by=None, now=now)
    except (UnusableAddress, NotTaken) as refusal:
        raise SignUpRefused(refusal.sentence) from None
    return Prospect.objects.get(pk=remaining([arrived.prospect_id])[arrived.prospect_id])


def _said(seminar: Seminar, answer: str) -> dict[str, str]:
    return {seminar.question.key: answer.strip()[:LONGEST_ANSWER]} if seminar.question and answer.strip() else {}


def _note(seminar: Seminar, prospect: Prospect, answer: str, *, now: datetime) -> None:
    """Of somebody whom we know: a touch of theirs, with what they answered."""
    said = _said(seminar, answer)
    answers = tuple(NewAnswer(key, value, int(Evidence.FORM), source=seminar.source) for key, value in said.items())
    args = {"subject": seminar.title}
    touch = NewTouch(prospect.pk, Channel.WEB, Direction.IN, Disposition.RECEIVED, now, purpose="signed_up", args=args, answers=answers)
    log_touch(touch, by=None, now=now)


def _mailbox(prospect: Prospect, new: SignUp) -> tuple[str, Address | None]:
    """Where the mails go: to what they typed, else to the address that we have. Raises SignUpRefused without any."""
    known = Address.objects.filter(prospect=prospect, kind=Address.Kind.EMAIL, state=Address.State.OK).order_by("pk")
    if new.email:
        email = check_email(new.email)
        return email, known.filter(normalized=email).first()
    address = known.first()
    if address is None:
        raise SignUpRefused(_("Please give an email address, so that we can send you the ticket."))
    return address.normalized, address


def _put_on_list(
    seminar: Seminar, prospect: Prospect, new: SignUp, email: str, address: Address | None, *, now: datetime
) -> tuple[Guest, bool]:
    """The guest, and whether they are new on it, or back."""
    guest = Guest.objects.filter(seminar=seminar, prospect=prospect).first() or Guest(seminar=seminar, prospect=prospect, turn=0)
    if guest.pk and guest.standing != Standing.GAVE_BACK:
        return guest, False
    taken = Guest.objects.filter(seminar=seminar, standing=Standing.SEATED).count()
    guest.name, guest.email, guest.address = (new.name.strip() or prospect.name)[:200], email, address
    guest.zone, guest.joined_at, guest.gave_back_at, guest.turn = prospect.zone, now, None, guest.turn + 1
    guest.standing, guest.seated_at, guest.to_tell = Standing.WAITING, None, Tell.WAITING
    if taken < seminar.seats:
        seat_guest(guest, seminar, now=now)
        guest.to_tell = Tell.SEATED
    guest.save()
    return guest, True


def _tell_the_house(seminar: Seminar, guest: Guest, *, now: datetime) -> None:
    """It is a sign of theirs, and they are not offered this seminar again."""
    item = Item.objects.filter(source=seminar.source).values_list("pk", flat=True).first()
    sign = NewSign(
        guest.prospect_id, SignKind.SIGNED_UP, now, item_id=item, source=seminar.source, about=seminar.title, once=f"guest:{guest.ref}"
    )
    record_signs([sign], now=now)
    if item is not None:
        record_received([NewReceived(guest.prospect_id, item)], now=now)
