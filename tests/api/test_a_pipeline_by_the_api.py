"""The opportunities of a list by the API: a look that writes nothing, the start, what came of it, and both ways back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from keepwarm.circle.tests.test_a_pipeline_of_opportunities_comes_in import MAP, write
from keepwarm.intake import files
from keepwarm.intake.actions import begin, draft_import, run_import
from keepwarm.intake.models import Import
from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Offering, Opportunity
from keepwarm.staff.actions import make_key
from keepwarm.staff.models import User
from tests.cast import NOW, House, open_house, user_of

pytestmark = pytest.mark.django_db
SECTION = {
    "offering": "product",
    "amount": "value",
    "closed": "ended",
    "outcome": {"column": "state", "values": {"Won": "won"}, "otherwise": ""},
}
STRANGE: tuple[dict[str, Any], ...] = (
    {"offering": None},
    {"offering": [[]]},
    {"offering": {"column": 7}},
    {"amount": "value"},
    {"offering": "product", "x": 1},
)


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def imported(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    monkeypatch.setattr(transaction, "on_commit", lambda work: work())  # a test never commits
    drafted = draft_import(files.pieces_of(write(tmp_path)), name="pipeline.csv", by=None, now=NOW)
    begin(drafted, MAP, called="map", source="CRM", by=None, now=NOW)
    return run_import(drafted.ref, clock=lambda: NOW)


def asking(user: User) -> Callable[..., Any]:
    """Asks as this person; each write carries a key of its own."""
    bearer, _row = make_key(user, name="ours", scopes=["imports:write"], by=user, now=NOW)
    client, counter = Client(), iter(range(100))

    def ask(method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {bearer}", "Idempotency-Key": f"k{next(counter)}"}
        return client.generic(method, f"/api/v1{path}", json.dumps(body) if body is not None else "", "application/json", headers=headers)

    return ask


def test_a_look_then_the_start_then_the_way_back(house: House, imported: Import) -> None:
    ask, path = asking(house.mona), f"/imports/{imported.ref}/opportunities"
    look = ask("POST", f"{path}/look", {}).json()
    assert (look["rows"], look["refused"], look["outcomes"], look["same"]) == (
        6,
        2,
        {"open": 2, "won": 1, "lost": 1},
        {"GTXPro": "GTX Pro"},
    )
    assert not Offering.objects.exists()
    assert ask("POST", path, {}).status_code == 202
    told = {"import_id": imported.ref, "state": "done", "opportunities": 3, "refused": 3}
    assert ask("GET", path).json() == {**told, "coming": "done", "done": 6, "total": 6, "problem": ""}
    assert ask("POST", f"{path}/undo").status_code == 202
    assert (Opportunity.objects.count(), Prospect.objects.count()) == (0, 6)
    ask("POST", f"/imports/{imported.ref}/undo")
    assert (ask("GET", path).status_code, Prospect.objects.count()) == (404, 0)


def test_other_columns_may_be_named(house: House, imported: Import) -> None:
    ask, path = asking(house.mona), f"/imports/{imported.ref}/opportunities"
    refused = ask("POST", path, {"opportunity": {"offering": "produkt"}})
    assert (refused.status_code, "Did you mean “product”" in refused.json()["error"]) == (422, True)
    for strange in STRANGE:
        assert ask("POST", f"{path}/look", {"opportunity": strange}).status_code == 422, strange
    assert ask("POST", f"{path}/look", {"opportunity": SECTION}).json()["outcomes"] == {"open": 4, "won": 2}


def test_reps_bring_in_nothing(house: House, imported: Import) -> None:
    ask = asking(user_of(house.ines))
    for method, path in (("GET", ""), ("POST", "/look"), ("POST", ""), ("POST", "/undo")):
        body: Any = {} if method == "POST" else None
        assert ask(method, f"/imports/{imported.ref}/opportunities{path}", body).status_code == 403
    assert ask("POST", f"/imports/{imported.ref}/undo").status_code == 403
