"""An address is wrong, in use after all, or the firm's, by one button; a permission is withdrawn, and its proof stays."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from keepwarm.consent.actions import record_permissions, suppress
from keepwarm.consent.models import Permission
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import Seat, User
from tests.cast import NOW, House, meet, user_of

SignIn = Callable[[Seat | User], Client]


def mark(client: Client, anna: Prospect, address: Address, state: str, **more: str) -> str:
    answer = client.post(f"/prospects/{anna.ref}/addresses/{address.ref}/", {"state": state, **more})
    anna.refresh_from_db()
    address.refresh_from_db()
    return str(answer.headers.get("Location", answer.status_code))


def test_a_wrong_number_closes_calls_and_comes_back_when_it_was_right(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client, number = sign_in(house.ines), anna.addresses.get(kind="phone")
    assert mark(client, anna, number, "wrong") == f"/prospects/{anna.ref}/"
    assert (number.state, anna.next_step == "call") == (Address.State.WRONG, False)
    assert "in use after all" in client.get(f"/prospects/{anna.ref}/").content.decode()

    mark(client, anna, number, "ok")
    assert (number.state, anna.next_step) == (Address.State.OK, "call")


def test_from_the_desk_one_comes_back_to_the_desk(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client, number = sign_in(house.ines), anna.addresses.get(kind="phone")
    assert "wrong number" in client.get(f"/desk/{anna.ref}/").content.decode()
    assert mark(client, anna, number, "wrong", back="desk") == f"/desk/{anna.ref}/"


def test_a_number_of_several_is_the_firms_for_each_of_them(house: House, anna: Prospect, sign_in: SignIn) -> None:
    ben = meet(house, "Ben Arnold", firm="Arnold Ltd", email="")
    number = anna.addresses.get(kind="phone")
    mark(sign_in(house.ines), anna, number, "shared")

    rows = Address.objects.filter(normalized=number.normalized)
    assert rows.count() == 2
    assert {(row.shared, row.organization) for row in rows} == {(True, anna.organization)}
    assert ben.organization == anna.organization


def test_what_nobody_is_to_use_does_not_come_back(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client, mailbox = sign_in(house.ines), anna.addresses.get(kind="email")
    suppress("email", mailbox.normalized, reason="asked", by=user_of(house.ines), now=NOW)
    assert mark(client, anna, mailbox, "ok") == "422"
    assert mailbox.state == Address.State.BLOCKED


def test_a_permission_is_withdrawn_and_its_proof_stays_in_sight(house: House, anna: Prospect, sign_in: SignIn) -> None:
    given = NOW - timedelta(days=3)
    row = Permission(prospect=anna, channel="mailing", kind="express", proof="ticked at the fair", given_at=given)
    record_permissions([row])
    permission, client = Permission.objects.get(), sign_in(house.ines)

    assert client.post(f"/prospects/{anna.ref}/permissions/{permission.pk}/withdraw/").status_code == 302

    permission.refresh_from_db()
    assert (permission.withdrawn_at is not None, permission.withdrawn_by) == (True, house.ines.user)
    page = client.get(f"/prospects/{anna.ref}/").content.decode()
    assert "ticked at the fair" in page
    assert "withdrawn today" in page
    assert "They withdrew it" not in page
    again = client.post(f"/prospects/{anna.ref}/permissions/{permission.pk}/withdraw/")
    assert again.status_code != 302
