"""At the sale promises come from lines of the quote, from what notes and letters said, or by hand; each to the person it was made to."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from keepwarm.circle.actions.undoing_a_sale import undo_sale
from keepwarm.circle.actions.winning import win
from keepwarm.circle.queries.selling import propose_promises
from keepwarm.cli.main import keepwarm
from keepwarm.customers.actions import NewPromise, break_promise, call_again, keep_promise, raise_due
from keepwarm.customers.models import Case, Keeping, Promise
from keepwarm.customers.queries.lists import list_customers
from keepwarm.customers.queries.overselling import oversold
from keepwarm.decisions.actions import end
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.selling.actions import put_person
from keepwarm.selling.models import Opportunity, Sale
from keepwarm.staff.actions import make_key
from keepwarm.touches.models import Signal, Touch
from tests.cast import NOW, House, meet, open_house, user_of
from tests.selling import may_buy, offers

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 4)


@pytest.fixture
def house(time_machine: Any) -> House:
    time_machine.move_to(NOW, tick=False)
    return open_house()


@pytest.fixture
def bert(house: House) -> Prospect:
    """He runs the hall of the same firm, and is nobody's customer."""
    return meet(house, "Bert Brand", owner=house.cara, firm="Arnold Mills", phone="+441134960044", email="bert@arnold.example")


@pytest.fixture
def row(house: House, bert: Prospect) -> Opportunity:
    anna = meet(house, owner=house.cara, firm="Arnold Mills")
    row = may_buy(anna, offers())
    put_person(row.ref, bert, "uses", by=None, now=NOW)
    return row


def told(row: Opportunity, note: str, *, channel: str = "phone", **more: Any) -> None:
    Touch.objects.create(
        prospect_id=more.pop("prospect_id", row.prospect_id),
        channel=channel,
        direction="out",
        happened_at=NOW,
        logged_at=NOW,
        note=note,
        **more,
    )


def signed(house: House) -> Client:
    client = Client()
    client.force_login(user_of(house.cara))
    return client


def test_what_notes_and_letters_said_is_proposed_and_ticked_once(house: House, row: Opportunity, bert: Prospect) -> None:
    told(row, "She likes it. We will deliver by 4 December.", disposition="reached")
    told(row, "Dear Bert,\nthe training is included.", channel="email", disposition="delivered", prospect_id=bert.pk)
    told(row, "We promised the moon", disposition="reached", voided_at=NOW)
    path, client = reverse("circle:win", args=[row.ref]), signed(house)
    page = client.get(path).content.decode()
    assert "Was this promised?" in page
    assert "the moon" not in page
    form = client.get(path).context["form"]
    begins = {name: form[name].value() or "" for name in form.fields}
    sent = {name: value for name, value in begins.items() if not name.startswith("take_")}
    at = next(number for number in (0, 1) if "training" in sent[f"what_said_{number}"])
    wrong = client.post(path, {**sent, f"take_said_{at}": "on"})
    assert wrong.status_code == 422
    assert "Say by when it was promised." in wrong.content.decode()
    assert not Sale.objects.exists()
    client.post(path, {**sent, f"take_said_{at}": "on", f"due_said_{at}": "2026-12-11"})
    assert list(Promise.objects.values_list("what", "source", "prospect__name")) == [("the training is included.", "letter", "Bert Brand")]


def test_lines_of_the_quote_become_rows_without_a_script(house: House, row: Opportunity) -> None:
    path, client = reverse("circle:win", args=[row.ref]), signed(house)
    page = client.post(
        path, {"do": "quote", "what_0": "works on Sundays", "due_0": "2026-12-06", "quote": "- 2 burners\n- Delivery to the door"}
    )
    form = page.context["form"]
    assert [form[f"what_{at}"].value() for at in range(3)] == ["works on Sundays", "2 burners", "Delivery to the door"]
    assert not Sale.objects.exists()
    rows = {name: form[name].value() or "" for name in form.fields}
    forgot = client.post(path, {**rows, "quote": "one more line"})
    assert "Make promises of these lines first" in forgot.content.decode()
    client.post(path, {**rows, "due_1": "2026-12-01", "due_2": "2026-12-02"})
    assert set(Promise.objects.values_list("what", "source")) == {
        ("works on Sundays", "rep"), ("2 burners", "quote"), ("Delivery to the door", "quote"),
    }  # fmt: skip


def test_to_somebody_else_of_theirs_it_is_called_for_broken_and_counted_as_any(house: House, row: Opportunity, bert: Prospect) -> None:
    sale = win(row.ref, promises=[NewPromise("a second key", DECEMBER, bert.pk)], nothing_beyond=False, by=user_of(house.cara), now=NOW)
    promise = Promise.objects.get()
    assert promise.prospect == bert
    pages = {name: Client() for name in ("service", "carl")}
    pages["service"].force_login(house.sven)
    pages["carl"].force_login(user_of(house.carl))
    for ref in (row.prospect.ref, bert.ref):
        assert "a second key" in pages["service"].get(f"/customers/{ref}/").content.decode()
        assert pages["carl"].get(f"/customers/{ref}/").status_code == 422
    assert "to Bert Brand" in pages["service"].get(f"/customers/{row.prospect.ref}/").content.decode()
    Prospect.objects.filter(pk=bert.pk).update(owner=house.carl)
    raise_due(now=NOW.replace(day=30, month=12))
    bert.refresh_from_db()
    assert (bert.because_rule, bert.owner) == ("delivery", house.cara), "who sold calls whom it was promised to"
    break_promise(promise.ref, "No key came", by=house.sven, now=NOW)
    assert (Case.objects.get().prospect, Case.objects.get().owner) == (bert, house.cara)
    (line,) = list_customers(for_=house.sven, now=NOW)
    assert (line.name, line.broken, line.health.mood) == (sale.prospect.name, 1, "unhappy")
    assert oversold("source", for_=house.mona)[0].broken == 1


@pytest.fixture
def keys(house: House, row: Opportunity, bert: Prospect) -> Sale:
    """Sold, with a key promised to each of two."""
    both = [NewPromise("a second key", DECEMBER, bert.pk), NewPromise("a first key", DECEMBER)]
    return win(row.ref, promises=both, nothing_beyond=False, by=user_of(house.cara), now=NOW)


def test_what_was_promised_to_two_is_kept_on_one_day_and_whoever_bought_is_asked_whom_they_know(house: House, keys: Sale) -> None:
    for one in keys.promises.all():
        keep_promise(one.ref, "They have it", by=house.sven, now=NOW)
    assert [one.prospect for one in Keeping.objects.filter(kind="referral")] == [keys.prospect]


def test_when_whom_it_was_promised_to_has_ended_whoever_bought_is_called(house: House, keys: Sale, bert: Prospect) -> None:
    end(bert.pk, "said_no", because="has left the firm", by=None, now=NOW)
    day = NOW.replace(day=4, month=12)
    assert raise_due(now=day) == 2
    waits = Signal.objects.open().filter(kind="delivery")
    assert {one.prospect_id for one in waits} == {keys.prospect_id}
    waits.update(settled_at=day)
    assert call_again(now=day + timedelta(days=9)) == 2
    assert call_again(now=day + timedelta(days=18)) == 0, "it waits already"
    break_promise(keys.promises.get(prospect=bert).ref, "No key came", by=house.sven, now=day + timedelta(days=19))
    assert Case.objects.get().prospect == keys.prospect
    assert Signal.objects.open().filter(kind="delivery").count() == 1


def test_with_the_sale_undone_nobody_is_called_about_it_whom_it_was_promised_to_neither(keys: Sale, bert: Prospect) -> None:
    raise_due(now=NOW.replace(day=4, month=12))
    assert Prospect.objects.get(pk=bert.pk).because_rule == "delivery"
    undo_sale(keys.ref, because="the wrong Anna", by=None, now=NOW.replace(day=4, month=12))
    assert not Signal.objects.open().filter(kind="delivery").exists()
    assert Prospect.objects.get(pk=bert.pk).because_rule != "delivery"


def test_to_nobody_who_has_nothing_to_do_with_it(house: House, row: Opportunity) -> None:
    stranger = meet(house, "Stella Storm", owner=house.cara, phone="+441134960045", email="stella@storm.example")
    with pytest.raises(Refusal, match="not among the people around this sale"):
        win(row.ref, promises=[NewPromise("a key", DECEMBER, stranger.pk)], nothing_beyond=False, by=None, now=NOW)
    assert not Sale.objects.exists()


def test_api_and_shell_propose_and_write_down_the_same(house: House, row: Opportunity, bert: Prospect) -> None:
    told(row, "We will deliver by 4 December.", disposition="reached")
    scopes = ["selling:read", "selling:write", "customers:write"]
    key, _row = make_key(user_of(house.cara), name="ours", scopes=scopes, by=house.adam, now=NOW)

    def ask(method: str, path: str, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": path[-60:]}
        return Client().generic(method, f"/api/v1{path}", json.dumps(body) if body else "", "application/json", headers=headers)

    proposed = ask("GET", f"/opportunities/{row.ref}/proposed-promises").json()
    assert [(one["what"], one["due_on"], one["source"]) for one in proposed] == [("We will deliver by 4 December.", "2026-12-04", "note")]
    shell = CliRunner().invoke(keepwarm, ["opportunity", "proposed", row.ref, "--json"])
    assert [one["what"] for one in json.loads(shell.output)] == [proposed[0]["what"]]
    strange = ask("POST", f"/opportunities/{row.ref}/won", promises=[{"what": "a key", "due_on": "2026-12-04", "to": "nobody"}])
    assert (strange.status_code, Sale.objects.exists()) == (422, False)
    promised = [{"what": "a key", "due_on": "2026-12-04", "to": bert.ref, "source": "quote"}]
    won = ask("POST", f"/opportunities/{row.ref}/won/".rstrip("/") + "?again", promises=promised).json()
    assert won["sale"] == Sale.objects.get().ref
    ask("POST", f"/sales/{won['sale']}/promises", what="a lid", due_on="2026-12-05", to=bert.ref)
    shell = CliRunner().invoke(keepwarm, ["promise", "add", won["sale"], "a box", "2026-12-06", "--to", bert.ref, "--source", "note"])
    assert shell.exit_code == 0, shell.output
    found = set(Promise.objects.filter(prospect=bert).values_list("what", "source"))
    assert found == {("a key", "quote"), ("a lid", "rep"), ("a box", "note")}


def test_the_shell_sells_on_a_day_for_an_amount_until_a_day_although_it_does_not_fit(
    house: House, row: Opportunity, bert: Prospect
) -> None:
    words = ["opportunity", "won", row.ref, "--quoted", f"a=b key=2026-12-04={bert.ref}", "--noted", "a lid=2026-12-05"]
    more = ["--amount", "1,000", "--sold-on", "2026-11-17", "--until", "2027-11-17", "--because", "They build an annex"]
    assert CliRunner().invoke(keepwarm, [*words, "--promise", "a box"]).exit_code != 0
    assert CliRunner().invoke(keepwarm, [*words, "--promise", "a box=2026-13-01"]).exit_code != 0
    assert not Sale.objects.exists()
    done = CliRunner().invoke(keepwarm, [*words, *more])
    assert done.exit_code == 0, done.output
    sale = Sale.objects.get()
    assert (sale.amount_minor, sale.sold_at.date(), sale.runs_until_on) == (100_000, date(2026, 11, 17), date(2027, 11, 17))
    assert set(Promise.objects.values_list("what", "source")) == {("a=b key", "quote"), ("a lid", "note")}


def test_of_somebody_whom_the_reader_may_not_see_nothing_is_proposed(house: House, row: Opportunity, bert: Prospect) -> None:
    told(row, "We will deliver a secret.", disposition="reached", prospect_id=bert.pk)
    assert propose_promises(row, for_=user_of(house.cara))
    Prospect.objects.filter(pk=bert.pk).update(owner=house.carl, organization=None)
    assert propose_promises(row, for_=user_of(house.cara)) == []
