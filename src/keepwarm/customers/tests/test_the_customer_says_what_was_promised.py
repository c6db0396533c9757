"""The customer is asked openly, by a link and one press; what they say is a promise kept or broken, also one we had not written down."""

from datetime import timedelta

import pytest
from django.test import Client

from keepwarm.customers.actions import ask_openly, plan_new_sales, propose_change, tell_customers
from keepwarm.customers.actions.planning import asked_of
from keepwarm.customers.links import asked_path, change_path
from keepwarm.customers.models import Asked, Case, Promise, Telling
from keepwarm.customers.queries.overselling import oversold
from keepwarm.customers.tests.buying import SOLD_AT, SUNDAYS, buyer, sell
from keepwarm.outbox.models import Account, Message
from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Sale
from keepwarm.touches.models import Touch
from tests.cast import NOW, meet, open_house, user_of

pytestmark = pytest.mark.django_db


def account() -> None:
    Account.objects.create(name="House", host="127.0.0.1", port=25, security="none", from_email="hello@house.example", made_at=NOW)


def test_one_press_says_that_it_did_not_come_true(client: Client) -> None:
    sale = buyer(open_house())
    path = asked_path(asked_of(sale, now=NOW).ref)
    page = client.get(path).content.decode()
    assert SUNDAYS in page
    assert "set-cookie" not in str(client.get(path).headers).lower()
    first = sale.promises.get(what=SUNDAYS)
    assert client.post(path, {"one": f"{first.ref}.no"}).status_code == 303
    assert client.post(path, {"one": f"{first.ref}.no"}).status_code == 422, "said already"
    first.refresh_from_db()
    case = Case.objects.get()
    assert (first.state, first.settled_by, case.channel, case.promise) == ("broken", None, "page", first)
    assert Prospect.objects.get(pk=sale.prospect_id).because_rule == "broken_promise"
    assert Touch.objects.get(prospect=sale.prospect_id).direction == "in"
    assert Asked.objects.get().content is False


def test_what_they_know_of_and_we_had_not_written_down_counts_heavier(client: Client) -> None:
    house = open_house()
    sale = buyer(house)
    path = asked_path(asked_of(sale, now=NOW).ref)
    client.post(path, {"more": "A free service each spring", "more_kept": "no"})
    theirs = Promise.objects.get(recorded=False)
    assert (theirs.source, theirs.state) == ("customer", "broken")
    line = oversold("offering", for_=house.mona)[0]
    assert (line.broken, line.settled, line.unrecorded, line.stands_out) == (1, 1, 1, False)
    assert (line.low, line.high) == (21, 100)


def test_nothing_pressed_and_a_strange_link_change_nothing(client: Client) -> None:
    sale = buyer(open_house())
    path = asked_path(asked_of(sale, now=NOW).ref)
    assert client.post(path, {}).status_code == 422
    assert client.post(path, {"one": "somebody-elses.no"}).status_code == 422
    assert client.get(path[:-4] + "xxx/").status_code == 404
    assert client.get(change_path("nothing")).status_code == 404
    Sale.objects.update(undone_at=NOW)
    assert client.get(path).status_code == 404
    assert not Promise.objects.exclude(state="open").exists()


def test_they_get_the_promises_then_the_open_question_and_each_once() -> None:
    house = open_house()
    account()
    sale = buyer(house)
    plan_new_sales(now=NOW)
    assert tell_customers(now=NOW) == 1
    (mail,) = Message.objects.all()
    assert mail.subject == "What we promised you: Burner"
    ask_openly(now=NOW)
    assert not Telling.objects.filter(kind="asked").exists(), "the promises lie ahead"
    later = SOLD_AT + timedelta(days=22)
    for _again in range(2):
        ask_openly(now=later)
        tell_customers(now=later)
    assert Message.objects.count() == 2
    assert Asked.objects.get(sale=sale).asked_at == later


def test_of_an_old_sale_that_was_imported_nobody_is_asked() -> None:
    house = open_house()
    account()
    sale = sell(meet(house), house.cara, sold_at=NOW - timedelta(days=300))
    Sale.objects.filter(pk=sale.pk).update(made_at=NOW)
    plan_new_sales(now=NOW)
    ask_openly(now=NOW)
    assert tell_customers(now=NOW) == 0
    assert not Message.objects.exists()


def test_without_a_mail_account_it_waits_and_without_an_address_it_says_so() -> None:
    house = open_house()
    sale = buyer(house)
    assert tell_customers(now=NOW) == 0
    account()
    Prospect.objects.get(pk=sale.prospect_id).addresses.filter(kind="email").delete()
    assert tell_customers(now=NOW) == 1
    assert Telling.objects.get().why_not == "no email address is in use"


def test_a_change_is_answered_in_their_language_by_one_press(client: Client) -> None:
    house = open_house()
    account()
    sale = buyer(house)
    Prospect.objects.update(language="de")
    first = sale.promises.get(what=SUNDAYS)
    asked = propose_change(
        first.ref, "Ab Januar sonntags", first.due_on + timedelta(days=40), "Noch kein Personal", by=user_of(house.cara), now=NOW
    )
    tell_customers(now=NOW)
    mail = Message.objects.get(subject="Dürfen wir ändern, was wir versprochen haben?")
    assert mail.to_email == "anna@arnold.example"
    page = client.get(change_path(asked.ref)).content.decode()
    assert "Ja, das ist mir recht" in page
    client.post(change_path(asked.ref), {"answer": "yes"})
    assert Promise.objects.get(replaces=first).what == "Ab Januar sonntags"
    assert "Sie haben Ja gesagt" in client.get(change_path(asked.ref)).content.decode()


def test_whoever_asked_for_a_change_sees_that_it_waits_and_what_they_said_to_it(client: Client) -> None:
    house = open_house()
    sale = buyer(house)
    first = sale.promises.get(what=SUNDAYS)
    later, ours = first.due_on + timedelta(days=40), Client()
    ours.force_login(house.sven)
    asked = propose_change(first.ref, "From January on", later, "No staff yet", by=user_of(house.cara), now=NOW)
    page = f"/customers/{sale.prospect.ref}/"
    assert "change asked for" in ours.get(page).content.decode()
    for _twice in range(2):
        client.post(change_path(asked.ref), {"answer": "no"})
    told = ours.get(page).content.decode()
    assert "change asked for" not in told
    assert "they said no to “From January on”" in told
    theirs = Touch.objects.get(prospect=sale.prospect_id, args__change=asked.ref)
    assert theirs.note == "Said no on our page to this change: From January on"
