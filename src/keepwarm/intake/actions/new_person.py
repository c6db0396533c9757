"""Someone new by hand, from a form of the web or by the API: the same way in as a list of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.answers.actions import ask_first_questions, find_or_create_questions
from keepwarm.decisions.actions import Arrived, arrive
from keepwarm.decisions.actions.newcomers import House
from keepwarm.decisions.batch import Arrival, NewAnswer, NewWish
from keepwarm.engine.words import Evidence
from keepwarm.intake.actions.arrivals import arrival_of
from keepwarm.intake.actions.recognized import share_addresses, write_doubts
from keepwarm.intake.firms import Firms, former_owners
from keepwarm.intake.mapping.plan import Plan, Value
from keepwarm.intake.owners import Chosen, Wanted, choose_owner, gather_staffing
from keepwarm.intake.recognizing.recognizer import Recognized, Recognizer
from keepwarm.intake.shaping.people import Shaper
from keepwarm.intake.shaping.shapes import Flawed, Shaped
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.actions import find_or_create_source

FIELDS = ("name", "organization", "title", "street", "postcode", "town", "country", "topic", "text")


class NotTaken(Refusal):
    """What was given is no person who could be reached."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of someone new. `said`: answers by key of the question. `key`: the same key again adds nothing."""

    name: str
    organization: str = ""
    title: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""
    topic: str = ""
    text: str = ""
    source: str = ""
    source_kind: str = "by_hand"
    wants_contact: bool = False
    permissions: tuple[tuple[str, str, str], ...] = ()  # channel, kind, proof
    wishes: tuple[NewWish, ...] = ()
    said: Mapping[str, str] | None = None
    evidence: int = int(Evidence.FORM)
    owner: Seat | None = None
    key: str = ""


def take_in(person: NewPerson, *, by: User | None, now: datetime, region: str = "") -> Arrived:
    """Write a new person, or the inquiry of one who is here, with the next touch. Raises NotTaken with what is wrong.

    `region` reads phones without a country code (`DE`). The owner is the one given, else as for any inquiry.
    """
    row = _shape(person, region, now)
    firms = Firms()
    firms.find([row])
    seen = Recognizer(population=1000)
    chunk = seen.recognize([row])
    one = chunk.rows[0]
    source = find_or_create_source(person.source or _("By hand"), kind=person.source_kind)
    ask_first_questions()
    find_or_create_questions({key: key for key in person.said or {}})
    arrival = _arrival(person, one, firms.id_of(row), source.pk, now=now)

    def beside(arrived: Sequence[Arrived]) -> None:
        share_addresses(chunk.shared)
        write_doubts(zip(chunk.rows, arrived, strict=True), arrived, now=now)

    def write_firm() -> None:
        firms.write(now=now)

    with transaction.atomic():
        return arrive([arrival], by=by, now=now, house=House(now=now), before=write_firm, alongside=beside)[0]


def _shape(person: NewPerson, region: str, now: datetime) -> Shaped:
    """As a list of one row: the same reading and checking."""
    cells = [str(getattr(person, name)) for name in FIELDS] + [*person.emails, *person.phones]
    emails = tuple(Value((len(FIELDS) + place,)) for place in range(len(person.emails)))
    start = len(FIELDS) + len(emails)
    phones = tuple(Value((start + place,)) for place in range(len(person.phones)))
    fields = {name: Value((place,), empty=frozenset()) for place, name in enumerate(FIELDS)}
    plan = Plan("inquiries", fields, emails, phones, country=region)
    shaped = Shaper(plan, latest=now).shape(0, cells)
    if isinstance(shaped, Flawed):
        raise NotTaken(shaped.reason)
    if shaped.text != person.text.strip():
        raise NotTaken(shaped.text.removeprefix(person.text.strip()).strip())
    return shaped


def _arrival(person: NewPerson, one: Recognized, firm: int | None, source_id: int, *, now: datetime) -> Arrival:
    unique = person.key or f"{one.shaped.fingerprint}{now.isoformat()}"
    return arrival_of(
        one,
        _owner(person, one, firm, now=now),
        source_id=source_id,
        firm=firm,
        common=frozenset(),
        fingerprint=blake2b(unique.encode(), digest_size=16).hexdigest(),
        inquired_at=now,
        wants_contact=person.wants_contact,
        permissions=person.permissions,
        wishes=person.wishes,
        answers=tuple(NewAnswer(key, value, person.evidence) for key, value in (person.said or {}).items() if value),
        wishes_from=person.source_kind,
    )


def _owner(person: NewPerson, one: Recognized, firm: int | None, *, now: datetime) -> Chosen:
    if one.prospect_id is not None:
        return Chosen(Prospect.objects.values_list("owner_id", flat=True).get(pk=one.prospect_id), "")
    if person.owner is not None:
        return Chosen(person.owner.pk, _("%s brought them in") % person.owner.name)
    former = former_owners([firm] if firm else [])
    wanted = Wanted("", one.shaped.place, one.shaped.topic, person.source, former.get(firm or 0))
    return choose_owner(wanted, gather_staffing(now=now))
