"""A case is given to somebody else, who then reads and settles it; whoever stood beside a customer steps aside."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client

from keepwarm.cli.main import keepwarm
from keepwarm.customers.actions import give_case, open_case, settle_case, stand_beside
from keepwarm.customers.models import Case, Companion
from keepwarm.customers.refusals import NoSuchPerson, SettledAlready
from keepwarm.customers.tests.buying import buyer
from keepwarm.staff.actions import make_key
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Signal
from tests.cast import NOW, House, open_house, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(time_machine: object) -> House:
    time_machine.move_to(NOW, tick=False)  # type: ignore[attr-defined]
    return open_house()


@pytest.fixture
def case(house: House) -> Case:
    return open_case(buyer(house).prospect_id, "The invoice is wrong", by=house.sven, now=NOW)


def signed(house: House, seat: Seat | None = None) -> Client:
    client = Client()
    client.force_login(user_of(seat) if seat else house.sven)
    return client


def test_who_gets_a_case_reads_the_customer_and_settles_it(house: House, case: Case) -> None:
    page = f"/customers/{case.prospect.ref}/"
    assert signed(house, house.carl).get(page).status_code == 422, "there is nobody for Carl"
    assert "Carl" in signed(house).get(page).content.decode()
    told = signed(house).post(f"/customers/case/{case.ref}/give/", {"to": house.carl.ref}, follow=True).content.decode()
    assert "Carl settles it until" in told
    waits = Signal.objects.open().get(prospect=case.prospect, source=f"case:{case.ref}")
    assert (waits.seat, waits.due_at) == (house.carl, NOW), "the day stays"
    assert signed(house, house.carl).get(page).status_code == 200
    signed(house, house.carl).post(f"/customers/case/{case.ref}/settle/", {"outcome": "A new invoice"})
    case.refresh_from_db()
    assert case.outcome == "A new invoice"


def test_nobody_gets_a_case_that_is_settled_nor_one_who_does_not_work_here(house: House, case: Case) -> None:
    with pytest.raises(NoSuchPerson):
        give_case(case.ref, house.pool, by=house.sven, now=NOW)
    assert signed(house).post(f"/customers/case/{case.ref}/give/", {"to": "nobody"}).status_code == 422
    assert signed(house, house.ivo).post(f"/customers/case/{case.ref}/give/", {"to": house.ivo.ref}).status_code == 422
    settle_case(case.ref, "Done", by=house.sven, now=NOW)
    with pytest.raises(SettledAlready):
        give_case(case.ref, house.carl, by=house.sven, now=NOW + timedelta(hours=1))


def test_who_stood_beside_steps_aside_and_who_sold_stays(house: House, case: Case) -> None:
    page = f"/customers/{case.prospect.ref}/"
    stand_beside(case.prospect_id, house.mona, by=house.sven, now=NOW)
    assert "Mona steps aside" in signed(house).get(page).content.decode()
    told = signed(house).post(f"{page}aside/", {"who": house.mona.ref}, follow=True).content.decode()
    assert (Companion.objects.count(), "Mona steps aside" in told, "sold, and stays" in told) == (0, False, True)
    assert signed(house, house.ivo).post(f"{page}aside/", {"who": house.mona.ref}).status_code == 422


def test_the_api_and_the_shell_do_the_same(house: House, case: Case) -> None:
    key, _row = make_key(house.sven, name="ours", scopes=["customers:write"], by=house.sven, now=NOW)

    def ask(path: str, once: str, **body: object) -> dict[str, object]:
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": once}
        answer = Client().post(f"/api/v1{path}", json.dumps(body), "application/json", headers=headers)
        told: dict[str, object] = answer.json()
        return told

    assert ask(f"/cases/{case.ref}/give", "k1", who=user_of(house.carl).email)["owner"] == "Carl"
    ask(f"/customers/{case.prospect.ref}/beside", "k3", who=house.mona.email)
    assert Companion.objects.get().user == house.mona
    told = CliRunner().invoke(keepwarm, ["customer", "beside", case.prospect.ref, house.mona.email, "--aside"])
    assert (told.exit_code, Companion.objects.count()) == (0, 0), told.output
    told = CliRunner().invoke(keepwarm, ["customer", "give", case.ref, user_of(house.cara).email])
    assert told.output == "Cara settles it.\n"
