"""The stages of selling: in their order, renamed, added and retired, with a reason, by whoever runs the team."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from keepwarm.cli.main import keepwarm
from keepwarm.selling.actions.opening import find_stage
from keepwarm.selling.actions.stages import MOST, Wanted, change_stages
from keepwarm.selling.models import SellingStage
from keepwarm.selling.queries.stages import list_agreed, list_changes, list_stages, stages_version
from keepwarm.selling.refusals import ChangedMeanwhile, OpportunityRefused, StagesRefused
from keepwarm.staff.actions import make_key
from keepwarm.staff.models import AuditRow, User
from tests.cast import NOW, House, meet, open_house, user_of
from tests.selling import may_buy, offers

pytestmark = pytest.mark.django_db
TWO = [Wanted("Offer is made", "offer_made"), Wanted("Contract lies there")]


@pytest.fixture
def house() -> House:
    return open_house()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(client: Client, **changes: str) -> dict[str, Any]:
    """The form as the page shows it, with these fields typed over; a box that is not ticked is left out."""
    form = client.get(reverse("selling:stages")).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    told = {name: "on" if value is True else value for name, value in shown.items() if value not in (None, False)}
    return {name: value for name, value in {**told, **changes}.items() if value != "no"}


def test_an_agreed_list_has_its_order_new_names_and_a_reason(house: House) -> None:
    row = may_buy(meet(house, owner=house.cara), offers())
    change_stages(TWO, because="two are enough", by=house.mona, now=NOW)
    assert [(one.key, one.label) for one in list_agreed()] == [
        ("offer_made", "Offer is made"),
        ("contract_lies_there", "Contract lies there"),
    ]
    assert [(one.open, one.retired_at is not None) for one in list_stages() if one.key == "need_clear"] == [(1, True)]
    row.refresh_from_db()
    assert row.stage.key == "need_clear", "what stands there stays until it is moved"
    with pytest.raises(OpportunityRefused):
        find_stage("need_clear")
    (change,) = list_changes()
    assert (change.by, change.because, change.after) == ("Mona", "two are enough", ["Offer is made", "Contract lies there"])


def test_one_that_was_retired_comes_back_under_its_key(house: House) -> None:
    change_stages(TWO, because="two", by=None, now=NOW)
    change_stages([*TWO[:1], Wanted("Need is clear", "need_clear")], because="it is missed", by=None, now=NOW)
    assert [one.key for one in list_agreed()] == ["offer_made", "need_clear"]
    assert SellingStage.objects.count() == 5


@pytest.mark.parametrize(
    ("wanted", "because", "word"),
    [
        ([], "why", "at least one"),
        (TWO, " ", "Say why"),
        ([Wanted("One"), Wanted("one ")], "why", "same name"),
        ([Wanted("One", "nothing")], "why", "no stage “nothing”"),
        ([Wanted(" ")], "why", "needs a name"),
        ([Wanted(f"Stage {number}") for number in range(MOST + 1)], "why", "too many"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(house: House, wanted: list[Wanted], because: str, word: str) -> None:
    with pytest.raises(StagesRefused, match=word):
        change_stages(wanted, because=because, by=None, now=NOW)
    assert not AuditRow.objects.filter(what="selling_stages").exists()


def test_who_saw_an_older_list_is_told(house: House) -> None:
    seen = stages_version()
    change_stages(TWO, because="two", by=None, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        change_stages([Wanted("One")], because="one", by=None, now=NOW, version=seen)
    with pytest.raises(StagesRefused, match="Nothing is different"):
        change_stages([TWO[0], Wanted("Contract lies there", "contract_lies_there")], because="again", by=None, now=NOW)


def test_the_page_orders_renames_adds_and_retires(house: House) -> None:
    client = browser(house.mona)
    assert reverse("selling:stages") in client.get(reverse("selling:board")).content.decode()
    sent = typed(client, label_1="Need is known", place_1="3", used_4="no", label_5="Paid", because="as we work")
    assert client.post(reverse("selling:stages"), sent).status_code == 302
    assert [one.label for one in list_agreed()] == ["Offer is made", "Need is known", "They decide", "Paid"]
    page = client.get(reverse("selling:stages")).content.decode()
    assert "as we work" in page
    refused = client.post(reverse("selling:stages"), typed(client, label_1="They decide", because="a slip"))
    assert (refused.status_code, "Two stages have the same name" in refused.content.decode()) == (422, True)
    assert "a slip" in refused.content.decode(), "as it was typed"


def test_only_who_runs_the_team_changes_them(house: House) -> None:
    client = browser(user_of(house.cara))
    assert client.get(reverse("selling:stages")).status_code == 403
    assert reverse("selling:stages") not in client.get(reverse("selling:board")).content.decode()


def test_the_api_and_the_shell_do_the_same(house: House) -> None:
    key, _row = make_key(house.mona, name="ours", scopes=["selling:read", "selling:write"], by=house.mona, now=NOW)
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "k1"}
    body = {"stages": [{"label": "Need is clear", "key": "need_clear"}, {"label": "Paid"}], "because": "two", "version": ""}
    put = Client().put("/api/v1/selling-stages", json.dumps(body), "application/json", headers=headers)
    assert (put.status_code, [one["key"] for one in put.json()["stages"]][:2]) == (200, ["need_clear", "paid"])
    told = CliRunner().invoke(keepwarm, ["opportunity", "stages", "--put", "paid", "--because", "one", "--json"])
    assert told.exit_code == 0, told.output
    assert [one["key"] for one in json.loads(told.output) if one["retired_at"] is None] == ["paid"]
