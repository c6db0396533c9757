"""The standing people of all tests: who works here, and prospects to meet them with.

house = open_house()                # Ines and Ivo answer inquiries, Cara and Carl sell, Mona manages, Max markets
anna = meet(house, "Anna Arnold")   # a prospect with a phone and an email, owned by Ines
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from keepwarm.lib.text import fold
from keepwarm.prospects.models import Address, Organization, Prospect
from keepwarm.staff.models import Role, RoleGrant, Seat, Team, User
from keepwarm.touches.models import Inquiry, Source

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
"""A Wednesday morning, working hours in London and Berlin."""
LONG_AGO = NOW - timedelta(days=200)


@dataclass(frozen=True, slots=True)
class House:
    """Who works here, and where people come from."""

    ines: Seat  # inside rep
    ivo: Seat  # inside rep, same team
    cara: Seat  # closing rep
    carl: Seat  # closing rep
    pool: Seat  # of the inside team
    mona: User  # manager
    max: User  # marketer
    dora: User  # director
    adam: User  # admin
    sven: User  # service
    web: Source
    bought: Source  # cold


def hire(name: str, *roles: str, zone: str = "Europe/London") -> User:
    """A person who signs in as name@house.example."""
    user = User.objects.create(email=f"{name.lower()}@house.example", name=name, zone=zone, joined_at=LONG_AGO)
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for role in roles])
    return user


def seat(user: User, team: Team) -> Seat:
    """A person's seat."""
    return Seat.objects.create(kind=Seat.Kind.PERSON, name=user.name, user=user, team=team, zone=user.zone, place="GB")


def open_house() -> House:
    """The house with all its people, and nobody to call yet."""
    inside, closing = Team.objects.create(name="Inside"), Team.objects.create(name="Sales")
    return House(
        ines=seat(hire("Ines", Role.INSIDE_REP), inside),
        ivo=seat(hire("Ivo", Role.INSIDE_REP), inside),
        cara=seat(hire("Cara", Role.CLOSING_REP), closing),
        carl=seat(hire("Carl", Role.CLOSING_REP), closing),
        pool=Seat.objects.create(kind=Seat.Kind.TEAM, name="Inside pool", team=inside),
        mona=hire("Mona", Role.MANAGER),
        max=hire("Max", Role.MARKETER),
        dora=hire("Dora", Role.DIRECTOR),
        adam=hire("Adam", Role.ADMIN),
        sven=hire("Sven", Role.SERVICE),
        web=Source.objects.create(name="Web form", kind="web_form"),
        bought=Source.objects.create(name="Bought list", cold=True),
    )


def meet(
    house: House,
    name: str = "Anna Arnold",
    *,
    owner: Seat | None = None,
    firm: str = "",
    phone: str = "+441134960042",
    email: str = "anna@arnold.example",
    source: Source | None = None,
    inquired_at: datetime | None = NOW - timedelta(days=1),
) -> Prospect:
    """A prospect as an arrival leaves them, with a placeholder step: call `settle` to have it decided."""
    organization = firm_named(firm) if firm else None
    prospect = Prospect.objects.create(
        name=name,
        given_name=name.split(maxsplit=1)[0],
        family_name=name.rsplit(maxsplit=1)[-1],
        name_folded=fold(name),
        organization=organization,
        owner=owner or house.ines,
        place="GB" if phone else "",
        zone="Europe/London",
        hours_key="GB|Europe/London" if phone else "",
        next_step="keep_warm",
        next_touch_at=NOW,
        because_rule="keep_warm",
        warm=source is None or not source.cold,
        inquired_at=inquired_at,
        last_touch_at=inquired_at,
        created_at=NOW - timedelta(days=1),
    )
    _addresses(prospect, phone, email)
    Inquiry.objects.create(
        prospect=prospect, source=source or house.web, happened_at=inquired_at, received_at=NOW, fingerprint=prospect.ref
    )
    return prospect


def user_of(seat: Seat) -> User:
    """Who holds a seat."""
    assert seat.user is not None
    return seat.user


def firm_named(name: str) -> Organization:
    """The organization of that name; made when it is new."""
    return Organization.objects.get_or_create(name=name, defaults={"name_folded": fold(name), "created_at": LONG_AGO})[0]


def _addresses(prospect: Prospect, phone: str, email: str) -> None:
    if phone:
        Address.objects.create(prospect=prospect, kind="phone", value=phone, normalized=phone, place="GB", zones="Europe/London")
    if email:
        Address.objects.create(prospect=prospect, kind="email", value=email, normalized=email)
