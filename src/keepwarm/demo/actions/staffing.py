"""Who works in the demo house, what they ask, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext

from keepwarm.answers.models import Question
from keepwarm.demo.models import DemoHouse
from keepwarm.demo.story.words import QUESTIONS, TALKING_POINTS, Said
from keepwarm.outbox.actions.account_state import hold_account
from keepwarm.outbox.actions.accounts import add_account
from keepwarm.outbox.models import Account, Security
from keepwarm.phone.actions.points import PointsText, save_points
from keepwarm.staff.models import Role, RoleGrant, Seat, Team, User
from keepwarm.touches.actions import note_sent_folder_read
from keepwarm.touches.models import Source

LONDON, BERLIN = "Europe/London", "Europe/Berlin"
PEOPLE = (  # name, roles, team, zone, place
    ("Ines Okafor", (Role.INSIDE_REP,), "Inside", LONDON, "GB"),
    ("Ivo Lindqvist", (Role.INSIDE_REP,), "Inside", BERLIN, "DE"),
    ("Cara Moretti", (Role.CLOSING_REP,), "Sales", LONDON, "GB"),
    ("Carl Hughes", (Role.CLOSING_REP,), "Sales", LONDON, "GB"),
    ("Mona Weiss", (Role.MANAGER, Role.ADMIN), "", LONDON, "GB"),
    ("Max Dubois", (Role.MARKETER,), "", LONDON, "GB"),
    ("Dora Lindholm", (Role.DIRECTOR,), "", LONDON, "GB"),
)
SOURCES = (  # name, kind, cold, cost in minor units
    ("Demo: web form", "web_form", False, 0),
    ("Demo: autumn fair", "fair", False, 480_000),
    ("Demo: referral", "referral", False, 0),
    ("Demo: old address book", "list", False, 0),
    ("Demo: bought list “Mills north”", "list", True, 260_000),
)


NO_MAIL = {
    "name": "Demo",
    "host": "127.0.0.1",
    "port": 9,  # discard, RFC 863
    "security": Security.NONE,
    "from_name": "Demo house",
    "from_email": "hello@demo.example",
}
"""The house's mail account. People of the demo have addresses under `.example`, which lead nowhere besides."""


HOUR_COSTS = {"Inside": 3_800, "Sales": 6_500}
"""What an hour of a seat of each team costs, in cents: made up."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The people, seats and sources of the demo."""

    inside: tuple[Seat, ...]
    closing: tuple[Seat, ...]
    manager: User
    marketer: User
    web: Source
    fair: Source
    referral: Source
    old: Source
    bought: Source

    @property
    def callers(self) -> tuple[Seat, ...]:
        return self.inside + self.closing


def hire_cast(house: DemoHouse, *, now: datetime) -> Cast:
    """Make them all, and note them in the demo's row so that they can be taken away. The caller holds the transaction."""
    teams = {name: Team.objects.get_or_create(name=f"Demo {name}")[0] for name in ("Inside", "Sales")}
    pools = [Seat.objects.create(kind=Seat.Kind.TEAM, name=team.name, team=team, zone=LONDON) for team in teams.values()]
    users = [_hire(name, roles, zone, now) for name, roles, _, zone, _ in PEOPLE]
    seats = [
        Seat.objects.create(
            kind=Seat.Kind.PERSON,
            name=user.name,
            user=user,
            team=teams[team],
            zone=zone,
            place=place,
            call_minutes=150,
            hour_minor=HOUR_COSTS[team],
            currency="EUR",
        )
        for user, (_, _, team, zone, place) in zip(users, PEOPLE, strict=True)
        if team
    ]
    sources = [Source.objects.create(name=name, kind=kind, cold=cold, cost_minor=cost) for name, kind, cold, cost in SOURCES]
    questions = _ask()
    points = [save_points(_points(said), by=users[5], now=now) for said in TALKING_POINTS]
    made: dict[str, Sequence[Model]] = {"users": users, "seats": [*pools, *seats], "teams": list(teams.values()), "sources": sources}
    made |= {"questions": questions, "points": points, "accounts": [_open_mail(users[4], now=now)]}
    house.made = {kind: [row.pk for row in rows] for kind, rows in made.items()}
    house.save(update_fields=["made"])
    return Cast(tuple(seats[:2]), tuple(seats[2:]), users[4], users[5], *sources)


def _open_mail(manager: User, *, now: datetime) -> Account:
    """Letters can be written and wait: the account is paused, and leads to a port of this machine at which nobody listens."""
    account = add_account(NO_MAIL, seat_id=None, by=manager, now=now)
    hold_account(account, because=gettext("This is the demo: letters wait here, and nothing leaves."), now=now)
    return account


def say_folders_are_read(seats: Iterable[Seat], *, now: datetime) -> None:
    """Nobody of the demo writes from elsewhere, so their share of letters is known."""
    for seat in seats:
        note_sent_folder_read(seat.pk, now=now)


def read_folders(*, now: datetime) -> None:
    """The same while the demo stands, or after three days their share would be unknown. Nothing happens without a demo."""
    house = DemoHouse.objects.first()
    if house is not None and house.finished_at is not None:
        mine = Seat.objects.filter(pk__in=house.made.get("seats", []), kind=Seat.Kind.PERSON, left_at__isnull=True)
        say_folders_are_read(mine.order_by("pk"), now=now)


def note_made(kind: str, keys: Sequence[int]) -> None:
    """Something that the demo made later, so that it is taken away with it."""
    house = DemoHouse.objects.get()
    house.made = {**house.made, kind: list(keys)}
    house.save(update_fields=["made"])


def _hire(name: str, roles: tuple[Role, ...], zone: str, now: datetime) -> User:
    user = User(email=f"{name.split(maxsplit=1)[0].lower()}@demo.example", name=name, zone=zone, joined_at=now)
    user.set_unusable_password()
    user.save()
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for role in roles])
    return user


def _ask() -> list[Question]:
    """The questions of the provisional definition; those the house has already stay as they are."""
    known = set(Question.objects.values_list("key", flat=True))
    return Question.objects.bulk_create(
        [
            Question(key=one.key, label=one.label, group=one.key, ask=one.ask, asked=True, position=place)
            for place, one in enumerate(QUESTIONS)
            if one.key not in known
        ]
    )


def _points(said: Said) -> PointsText:
    return PointsText(
        name=said.topic or "Anyone",
        topic=said.topic,
        opening=said.opening,
        points=said.points,
        questions=said.questions,
        objections=said.objections,
        voicemail=said.voicemail,
    )
