"""Unsubscribing: a GET never does it, a POST always does, for whoever remains after merges, and it outlives forgetting."""

import pytest
from django.test import Client
from django.utils import timezone

from keepwarm.circle.actions import forget, merge
from keepwarm.consent.actions import record_permissions
from keepwarm.consent.hashing import address_hash
from keepwarm.consent.links import one_click_path, preferences_path, unsubscribe_path
from keepwarm.consent.models import Permission, Suppression, Wish
from keepwarm.consent.queries import Mail, Sending, may_send
from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.turning import finish
from keepwarm.decisions.auditing import audit
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Touch
from tests.cast import LONG_AGO, House, meet, open_house

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
MAIL = "anna@arnold.example"


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    return reader(house)


def reader(house: House, name: str = "Anna Arnold", email: str = MAIL) -> Prospect:
    """Somebody who gets the newsletter."""
    found = meet(house, name, email=email)
    record_permissions([Permission(prospect=found, channel="mailing", kind="express", proof="form", given_at=LONG_AGO)])
    settle([found.pk], by=None, now=timezone.now())
    return found


def at(prospect: Prospect) -> str:
    return Address.objects.get(prospect=prospect, kind="email").ref


def may(prospect: Prospect, kind: str = Mail.MAILING, to: str = MAIL) -> str:
    return may_send([Sending(prospect.pk, kind, to_email=to)], now=timezone.now())[0].why_not


@pytest.mark.parametrize("make", [unsubscribe_path, one_click_path])
def test_reading_the_page_ends_nothing(anna: Prospect, client: Client, make) -> None:  # type: ignore[no-untyped-def]
    for answer in (client.get(make(anna.ref, address_ref=at(anna))), client.head(make(anna.ref))):
        assert answer.status_code == 200
        assert not answer.cookies
    assert (may(anna), Touch.objects.count(), Suppression.objects.count()) == ("", 0, 0)


def test_one_click_ends_the_mailings_without_a_cookie_or_another_page(anna: Prospect) -> None:
    machine = Client(enforce_csrf_checks=True)
    answer = machine.post(one_click_path(anna.ref, address_ref=at(anna)), ONE_CLICK)
    assert (answer.status_code, bool(answer.cookies)) == (200, False)
    assert may(anna) == "suppressed"
    assert may(anna, Mail.PERSONAL) == ""
    assert Permission.objects.get().withdrawn_at is not None
    touch = Touch.objects.get()
    assert (touch.channel, touch.direction, touch.disposition) == ("web", "in", "unsubscribed")
    machine.post(one_click_path(anna.ref, address_ref=at(anna)), ONE_CLICK)
    assert Touch.objects.count() == Wish.objects.count() == 1


def test_from_a_personal_letter_it_ends_all_email(anna: Prospect, client: Client) -> None:
    client.post(one_click_path(anna.ref, address_ref=at(anna), channel="email"), ONE_CLICK)
    assert may(anna, Mail.PERSONAL) == may(anna, Mail.ANSWER) == "suppressed"
    assert may(anna, Mail.PERSONAL, to="anna@other.example") == "no_email"


def test_the_page_offers_less_and_more(anna: Prospect, client: Client) -> None:
    page = client.get(unsubscribe_path(anna.ref, address_ref=at(anna))).content.decode()
    assert all(f'value="{end}"' in page for end in ("mailing", "email", "all"))
    said = client.post(unsubscribe_path(anna.ref, address_ref=at(anna)), {"end": "all"}).content.decode()
    assert "no email, no calls, no post" in said
    assert Wish.objects.get().kind == "stop"


def test_it_is_no_sign_of_life(anna: Prospect, client: Client) -> None:
    """Nobody is rung up because they unsubscribed, and whoever had ended stays so."""
    now = timezone.now()
    finish(anna, "said_no", because="no", by=None, now=now)
    anna.save()
    client.post(unsubscribe_path(anna.ref, address_ref=at(anna)))
    anna.refresh_from_db()
    assert (anna.end_reason, may(anna)) == ("said_no", "ended")


def test_nobody_else_is_mailed_at_that_address(house: House, anna: Prospect, client: Client) -> None:
    twin = reader(house, "A. Arnold", email="Anna+news@arnold.example".lower())
    client.post(unsubscribe_path(anna.ref, address_ref=at(anna)), {"end": "email"})
    assert may(twin, to="anna+news@arnold.example") == "suppressed"
    assert Address.objects.get(prospect=twin, kind="email").state == Address.State.BLOCKED
    twin.refresh_from_db()
    assert twin.next_touch_at is not None


def test_one_of_several_closes_for_a_shared_mailbox_only_the_mailings(house: House, client: Client) -> None:
    one = reader(house, "One Ofthem", email="info@arnold.example")
    other = reader(house, "Other Ofthem", email="info@arnold.example")
    Address.objects.filter(kind="email").update(shared=True)
    client.post(unsubscribe_path(one.ref, address_ref=at(one)), {"end": "email"})
    assert may(one, Mail.PERSONAL, to="info@arnold.example") == "no_email"
    assert may(other, Mail.PERSONAL, to="info@arnold.example") == ""
    assert may(other, to="info@arnold.example") == "suppressed"


def test_a_link_of_one_who_was_merged_is_that_of_who_remains(house: House, anna: Prospect, client: Client) -> None:
    path, where = unsubscribe_path(anna.ref, address_ref=at(anna)), preferences_path(anna.ref, address_ref=at(anna))
    winner = meet(house, "Anna Arnold-Berg", email="berg@arnold.example", phone="")
    merge(winner.pk, anna.pk, because="the same", by=house.mona, now=timezone.now())
    assert client.get(where).status_code == 200
    client.post(path)
    assert may(winner) == "suppressed"
    assert may(winner, to="berg@arnold.example") == "no_mailing"


def test_of_one_who_was_forgotten_nothing_is_kept_but_that_it_ended(house: House, anna: Prospect, client: Client) -> None:
    paths = [make(anna.ref, address_ref=at(anna)) for make in (unsubscribe_path, preferences_path, one_click_path)]
    client.post(paths[0])
    forget(anna.pk, by=house.mona, now=timezone.now())
    for path in paths:
        assert (client.get(path).status_code, client.post(path, ONE_CLICK).status_code) == (410, 200)
    again = meet(house, "Somebody Else", email=MAIL)
    assert may(again) == "suppressed"


def test_wishes_of_the_forgotten_outlive_them(house: House, anna: Prospect) -> None:
    Wish.objects.create(prospect=anna, kind="no_channel", channel="phone", said_at=LONG_AGO)
    forget(anna.pk, by=house.mona, now=timezone.now())
    kept = Suppression.objects.get()
    assert (kept.kind, kept.scope, kept.reason) == ("phone", "all", "forgotten")
    assert kept.hashed == address_hash("phone", "+441134960042")


def test_what_is_no_link_of_ours_gets_a_calm_page(client: Client) -> None:
    for path in ("/hear/nothing/", "/hear/stop/nothing/", "/hear/one-click/nothing/"):
        answer = client.post(path, ONE_CLICK)
        assert answer.status_code == 404
        assert "This link is not complete" in answer.content.decode()


def test_nobody_is_forgotten_by_it(house: House, anna: Prospect, client: Client) -> None:
    for end in ("mailing", "email", "all"):
        client.post(unsubscribe_path(anna.ref, address_ref=at(anna)), {"end": end})
    assert audit(now=timezone.now()).is_clean
