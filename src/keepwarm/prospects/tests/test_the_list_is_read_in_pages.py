"""The list: whose it is, in which order, in pages that neither skip nor repeat; counts that end at 1,000."""

from datetime import timedelta

import pytest
from django.test import Client

from keepwarm.prospects.actions import new_prospects
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.prospects.queries import ListFilters, list_page
from keepwarm.prospects.queries.lists import BadPageKey
from keepwarm.staff.models import Seat, User
from tests.cast import NOW, House, open_house, user_of

pytestmark = pytest.mark.django_db
STEPS = ("call", "write", "keep_warm")


@pytest.fixture
def house() -> House:
    """Of each seat 40 people with all steps; some due together, some far come, some ended."""
    house = open_house()
    seats = (house.ines, house.ivo, house.cara, house.pool)
    new_prospects([_someone(seat, number) for seat in seats for number in range(40)])
    return house


def _someone(seat: Seat, number: int) -> Prospect:
    ended = number % 10 == 9
    due = NOW + timedelta(hours=number // 3 - 5)
    return Prospect(
        name=f"{seat.name} {number}",
        owner=seat,
        stage=Stage.ENDED if ended else Stage(number % 5 + 1),
        next_step="" if ended else STEPS[number % 3],
        next_touch_at=None if ended else due,
        first_due_at=None if ended else due,
        because_rule="" if ended else ("promised_call" if number % 2 else "keep_warm"),
        ended_at=NOW - timedelta(days=number) if ended else None,
        end_reason="no_interest" if ended else "",
        created_at=NOW,
    )


def walk(reader: User, filters: ListFilters, size: int = 7) -> list[str]:
    """All rows of all pages, in their order."""
    names: list[str] = []
    after = ""
    for _ in range(100):
        page = list_page(reader, filters, now=NOW, after=after, size=size)
        names += [row.name for row in page.rows]
        after = page.after
        if not after:
            return names
    raise AssertionError("the pages never end")


@pytest.mark.parametrize(
    "filters",
    [
        ListFilters(),
        ListFilters(step="call"),
        ListFilters(stage=Stage.LEAD),
        ListFilters(stage=Stage.CONVERSING),
        ListFilters(stage=Stage.CUSTOMER, step="write"),
        ListFilters(overdue=True),
        ListFilters(ended=True),
    ],
)
@pytest.mark.parametrize("reader", ["ines", "mona", "sven"])
def test_pages_hold_each_row_once_in_order(house: House, reader: str, filters: ListFilters) -> None:
    user = getattr(house, reader)
    user = user if isinstance(user, User) else user_of(user)
    rows = Prospect.objects.filter(ended_at__isnull=not filters.ended)
    if reader == "ines":
        rows = rows.filter(owner__in=[house.ines, house.pool])
    if reader == "sven":
        rows = rows.filter(stage=Stage.CUSTOMER)
    wanted = {
        **({"next_step": filters.step} if filters.step else {}),
        **({"stage": filters.stage} if filters.stage else {}),
        **({"next_touch_at__lt": NOW, "because_rule": "promised_call"} if filters.overdue else {}),
    }
    order = ("-ended_at", "-pk") if filters.ended else ("next_touch_at", "pk")
    assert walk(user, filters) == list(rows.filter(**wanted).order_by(*order).values_list("name", flat=True))


def test_an_owner_is_asked_by_the_reference_of_the_seat(house: House) -> None:
    assert all(name.startswith("Cara") for name in walk(house.mona, ListFilters(owner=house.cara.ref)))
    assert len(walk(house.mona, ListFilters(owner=house.cara.ref))) == 36
    assert walk(user_of(house.ines), ListFilters(owner=house.cara.ref)) == []


def test_the_count_ends_at_a_thousand_and_says_so(house: House) -> None:
    assert list_page(house.mona, ListFilters(), now=NOW).count == "144"
    new_prospects([_someone(house.ines, 0) for _ in range(1000)])
    assert list_page(house.mona, ListFilters(), now=NOW).count == "1,000+"


@pytest.mark.parametrize("key", ["x", "W10", "bnVsbA", "WzFlOTk5LDFd", "é"])
def test_a_damaged_link_is_refused(house: House, key: str) -> None:
    with pytest.raises(BadPageKey):
        list_page(house.mona, ListFilters(), now=NOW, after=key)


def test_the_page_shows_the_list_and_its_filters(house: House, client: Client) -> None:
    client.force_login(house.mona, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/prospects/", {"step": "call", "stage": "nonsense", "owner": house.ines.ref})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count('<tr id="prospect-') == 12
    assert "Cara" not in text.partition("<table")[2]
    more = client.get("/prospects/")
    assert "after=" in more.content.decode()
    assert client.get("/prospects/", {"step": "ended"}).content.decode().count("no interest") == 16
