"""How many queries a page may ask: bounded, whatever the length of a story or a queue."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from keepwarm.decisions.actions import log_touches, settle
from keepwarm.decisions.batch import NewTouch
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from tests.cast import NOW, House, meet, user_of

SignIn = Callable[[Seat | User], Client]
MOST = {
    "/desk/": 34,
    "/desk/{ref}/ending/": 50,
    "/prospects/{ref}/": 38,
    "/prospects/{ref}/comes/": 30,  # as the night would choose it
    "/desk/today/": 15,
    "/organizations/{firm}/": 12,
}


@pytest.fixture
def crowd(house: House) -> Prospect:
    """Thirty people at one firm, all to be called; the first with a story of forty touches."""
    people = [
        meet(
            house,
            f"Person {n:02}",
            firm="Arnold Ltd",
            phone=f"+4411349601{n:02}",
            email=f"p{n}@x.example",
            inquired_at=NOW - timedelta(days=95),
        )
        for n in range(30)
    ]
    first = people[0]
    at = NOW - timedelta(days=90)
    batch = [NewTouch(first.pk, "phone", "out", "no_answer", at + timedelta(days=n), house.ines.pk) for n in range(40)]
    log_touches(batch, by=user_of(house.ines), now=NOW)
    settle([person.pk for person in people], by=None, now=NOW)
    return first


@pytest.mark.parametrize("path", MOST)
def test_a_page_stays_within_its_bound(crowd: Prospect, house: House, sign_in: SignIn, path: str) -> None:
    assert crowd.organization is not None
    client, url = sign_in(house.ines), path.format(ref=crowd.ref, firm=crowd.organization.ref)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    assert len(asked) <= MOST[path]


def test_a_page_that_is_read_writes_nothing(crowd: Prospect, house: House, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    for path in ("/desk/", f"/desk/{crowd.ref}/ending/", f"/desk/{crowd.ref}/keep-warm/", f"/prospects/{crowd.ref}/", "/desk/today/"):
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        wrote = [one["sql"] for one in asked if one["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE", "BEGIN"}]
        assert wrote == []


def test_a_long_story_is_read_page_by_page_without_a_gap(crowd: Prospect, house: House, sign_in: SignIn) -> None:
    client, seen, path = sign_in(house.ines), [], f"/prospects/{crowd.ref}/"
    while path:
        page = client.get(path)
        seen += [line.ref for line in page.context["whole"].story.lines]
        older = page.context["whole"].story.older
        path = f"/prospects/{crowd.ref}/?before={older}" if older else ""
    assert len(seen) == len(set(seen)) == 41
