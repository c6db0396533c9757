"""The pages of mail: who sees what, what a person says of a doubtful letter, and accounts with their sentences."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from keepwarm.outbox.actions import queue_message
from keepwarm.outbox.models import Account, Message, Ruling, SendingHouse
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.sealing import unseal
from keepwarm.outbox.sending.dkim import record_of
from tests.cast import NOW, House, open_house, user_of

pytestmark = pytest.mark.django_db
ACCOUNT = {
    "name": "House", "from_email": "hello@house.example", "host": "127.0.0.1", "port": "1", "security": "none", "tags": "none",
    "pace_per_minute": "60", "connections": "4", "imap_port": "993", "imap_security": "tls", "secret": "hush",
}  # fmt: skip


@pytest.fixture
def house() -> House:
    house = open_house()
    Account.objects.create(name="House", host="127.0.0.1", from_email="hello@house.example", made_at=NOW)
    return house


def letter(house: House, to: str, state: str = "queued") -> Message:
    row = queue_message(NewMessage(kind="personal", to_email=to, subject=f"For {to}", text="Hi", seat_id=house.ines.pk), now=NOW)
    Message.objects.filter(pk=row.pk).update(state=state)
    return row


def test_a_rep_sees_their_own_and_whoever_runs_the_house_all(house: House, client: Client) -> None:
    letter(house, "anna@x.example")
    for user, sees in ((user_of(house.ines), True), (user_of(house.ivo), False), (house.mona, True), (house.sven, False)):
        client.force_login(user)
        page = client.get("/outbox/?tab=waiting").content.decode()
        assert ("anna@x.example" in page) == sees, user.name


def test_of_a_doubtful_letter_a_person_says_what_becomes_of_it(house: House, client: Client) -> None:
    client.force_login(user_of(house.ines))
    for what, state in (("arrived", "accepted"), ("again", "queued"), ("leave", "uncertain")):
        row = letter(house, f"{what}@x.example", "uncertain")
        assert f"{what}@x.example" in client.get("/outbox/").content.decode()
        assert client.post(f"/outbox/{row.ref}/decide/", {"what": what, "because": "They told me"}).status_code == 302
        row.refresh_from_db()
        assert row.state == state
        assert Ruling.objects.get(message=row).because == "They told me"
    assert not Message.objects.filter(state="uncertain", ruled_at__isnull=True).exists()


def test_nobody_decides_about_anothers_letter_or_without_a_reason(house: House, client: Client) -> None:
    row = letter(house, "anna@x.example", "uncertain")
    for user in (user_of(house.ivo), house.dora):
        client.force_login(user)
        client.post(f"/outbox/{row.ref}/decide/", {"what": "again", "because": "Because"})
    client.force_login(house.mona)
    client.post(f"/outbox/{row.ref}/decide/", {"what": "again", "because": ""})
    assert Message.objects.get().state == "uncertain"


def test_what_waits_can_be_held_back(house: House, client: Client) -> None:
    row = letter(house, "anna@x.example")
    client.force_login(user_of(house.ines))
    client.post(f"/outbox/{row.ref}/decide/", {"what": "cancel", "because": "Wrong file"})
    row.refresh_from_db()
    assert (row.state, row.because) == ("cancelled", "by_hand")


def test_an_account_is_added_tried_and_signs(house: House, client: Client) -> None:
    client.force_login(house.mona)
    done = client.post("/outbox/accounts/new/", ACCOUNT, follow=True)
    made = Account.objects.latest("pk")
    assert "hush" not in done.content.decode()
    assert unseal(made.secret, about="smtp") == "hush"
    tried = client.post(f"/outbox/accounts/{made.ref}/test/", follow=True).content.decode()
    assert "127.0.0.1 does not answer on port 1" in tried
    client.post(f"/outbox/accounts/{made.ref}/dkim/", {"selector": "kw1"})
    made.refresh_from_db()
    page = client.get(f"/outbox/accounts/{made.ref}/").content.decode()
    assert "kw1._domainkey.house.example" in page
    assert record_of(unseal(made.dkim_secret, about="dkim")) in page
    client.post(f"/outbox/accounts/{made.ref}/turn/", {"do": "retire"})
    assert client.get(f"/outbox/accounts/{made.ref}/").status_code == 422


def test_a_server_elsewhere_without_tls_is_refused_with_a_sentence(house: House, client: Client) -> None:
    client.force_login(house.mona)
    page = client.post("/outbox/accounts/new/", {**ACCOUNT, "host": "mail.example.com"})
    assert page.status_code == 422
    assert "only for a server on this machine" in page.content.decode()
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        ({"host": "mail..example.com", "security": "tls"}, "is not the name of a server"),
        ({"host": f"{'a' * 64}.example.com", "security": "tls"}, "is not the name of a server"),
        ({"host": "-.example.com", "security": "tls"}, "is not the name of a server"),
        ({"host": "1:2", "security": "tls"}, "is not the name of a server"),
        ({"imap_host": "imap..example.com"}, "is not the name of a server"),
        ({"tags": "domain"}, "Name the domain whose mail comes to us"),
        ({"tags": "domain", "tag_domain": "b.example> x"}, "Name the domain whose mail comes to us"),
        ({"imap_host": "imap.example.com", "imap_security": "none"}, "password of the Sent folder can be read on the way"),
    ],
)
def test_what_cannot_be_a_server_is_refused_with_a_sentence(house: House, client: Client, slip: dict[str, str], said: str) -> None:
    client.force_login(house.mona)
    page = client.post("/outbox/accounts/new/", {**ACCOUNT, **slip})
    assert (page.status_code, said in page.content.decode()) == (422, True)
    assert Account.objects.count() == 1


@pytest.mark.parametrize("host", ["mail.example.com", "mail.example.com.", "mailrelay", "mx_1.example.com", "192.0.2.1", "2001:db8::1"])
def test_whatever_can_be_a_server_is_taken(house: House, client: Client, host: str) -> None:
    client.force_login(house.mona)
    assert client.post("/outbox/accounts/new/", {**ACCOUNT, "host": host, "security": "tls"}).status_code == 302


def test_a_rep_has_an_account_of_their_own_and_touches_no_other(house: House, client: Client) -> None:
    client.force_login(user_of(house.ines))
    client.post("/outbox/accounts/new/", {**ACCOUNT, "seat": str(house.ivo.pk)})
    assert Account.objects.count() == 1
    client.post("/outbox/accounts/new/", {**ACCOUNT, "seat": str(house.ines.pk)})
    assert Account.objects.latest("pk").seat == house.ines
    assert client.get(f"/outbox/accounts/{Account.objects.earliest('pk').ref}/").status_code == 422


def test_a_copy_or_a_backup_sends_nothing_until_somebody_says_so(house: House, client: Client) -> None:
    SendingHouse.objects.create(pk=1, fingerprint="elsewhere", frozen_at=NOW + timedelta(hours=1), frozen_because="restored")
    row = letter(house, "anna@x.example")
    client.force_login(house.mona)
    assert "An older state of the database was put back" in client.get("/outbox/").content.decode()
    client.post("/outbox/confirm/", {"waiting": "list"})
    row.refresh_from_db()
    assert (row.state, row.because) == ("uncertain", "restored")
    assert SendingHouse.objects.get().frozen_at is None
