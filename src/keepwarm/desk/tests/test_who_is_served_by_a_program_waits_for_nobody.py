"""The marketers' list, their morning and the audit tell of keep-warm touches that no program serves, and of no others."""

from collections.abc import Callable

import pytest
from django.test import Client

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.programs.actions import choose_turns
from keepwarm.programs.models import Program, Turn
from keepwarm.programs.queries import unserved
from keepwarm.staff.models import Seat, User
from tests.cast import NOW, House
from tests.keeping import item, run_program, warm

SignIn = Callable[[Seat | User], Client]
PAGES = ("/keep-warm/", "/marketing/")


@pytest.fixture
def pages(house: House, sign_in: SignIn) -> Callable[[], list[str]]:
    client = sign_in(house.max)
    return lambda: [client.get(path).content.decode() for path in PAGES]


def test_who_is_in_a_program_leaves_the_list(house: House, pages: Callable[[], list[str]]) -> None:
    warm(house, "Anna Arnold", interests=["pumps"])
    assert all("Anna Arnold" in page for page in pages())
    assert audit_house(now=NOW).planned_without_content == 1

    run_program(house, "Pumps", "pumps")
    item("Guide", "pumps")
    choose_turns(now=NOW)
    warm(house, "Ben Brook", interests=["valves"])
    assert all("Anna Arnold" not in page and "Ben Brook" in page for page in pages())
    assert audit_house(now=NOW).planned_without_content == 1


def test_a_program_that_was_stopped_serves_nobody(house: House, pages: Callable[[], list[str]]) -> None:
    warm(house, "Anna Arnold", interests=["pumps"])
    run_program(house, "Pumps", "pumps")
    item("Guide", "pumps")
    choose_turns(now=NOW)
    Turn.objects.all().delete()
    Program.objects.update(state=Program.State.STOPPED)
    assert all("Anna Arnold" in page for page in pages())


def test_a_person_looks_also_at_whom_a_program_would_serve(house: House, pages: Callable[[], list[str]]) -> None:
    anna = warm(house, "Anna Arnold", interests=["pumps"])
    run_program(house, "Pumps", "pumps")
    item("Guide", "pumps")
    choose_turns(now=NOW)
    type(anna).objects.update(because_rule="letter_on_its_way")
    assert all("Anna Arnold" in page for page in pages())
    assert audit_house(now=NOW).planned_without_content == 0


def test_where_programs_serve_many_in_a_row_the_list_goes_on_behind_them(
    house: House, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_program(house, "Pumps", "pumps")
    item("Guide", "pumps")
    for n in range(4):
        warm(house, f"Anna Arnold {n}", interests=["pumps"])
    choose_turns(now=NOW)
    warm(house, "Ben Brook", interests=["valves"])
    monkeypatch.setattr(unserved, "AT_ONCE", 2)
    monkeypatch.setattr(unserved, "LOOKED_AT", 4)
    client, path = sign_in(house.max), "/keep-warm/"
    first = client.get(path)
    assert "Programs serve everyone so far" in first.content.decode()
    after = client.get(f"{path}?after={first.context['keeping'].later}").content.decode()
    assert "Ben Brook" in after
    assert "Anna Arnold" not in after
