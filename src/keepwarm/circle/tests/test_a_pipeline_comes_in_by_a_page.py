"""After its people, a list's opportunities: columns guessed, a look that writes nothing, one button, all without JavaScript."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from keepwarm.circle.actions.bring_opportunities import ask_for_opportunities
from keepwarm.circle.models import Pipeline
from keepwarm.circle.pipeline_columns import COLUMNS, PipelineForm
from keepwarm.circle.queries.opportunity_look import header_of
from keepwarm.circle.tests.test_a_pipeline_of_opportunities_comes_in import MAP, write
from keepwarm.intake import files
from keepwarm.intake.actions import begin, draft_import, run_import
from keepwarm.intake.models import Import
from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Offering, Opportunity, Outcome
from tests.cast import NOW, House, open_house, user_of

pytestmark = pytest.mark.django_db
CHOSEN = {
    "offering": "product",
    "amount": "value",
    "opened": "began",
    "closed": "ended",
    "outcome": "state",
    "won": "Won",
    "lost": "Lost, Gone",
}


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def imported(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    monkeypatch.setattr(transaction, "on_commit", lambda work: work())  # a test never commits
    drafted = draft_import(files.pieces_of(write(tmp_path)), name="pipeline.csv", by=None, now=NOW)
    begin(drafted, {key: part for key, part in MAP.items() if key != "opportunity"}, called="map", source="CRM", by=None, now=NOW)
    return run_import(drafted.ref, clock=lambda: NOW)


def chosen(imported: Import) -> dict[str, Any]:
    form = PipelineForm(CHOSEN, header=header_of(imported))
    assert form.is_valid()
    return form.section()


def test_columns_are_guessed_looked_at_and_brought_in(house: House, imported: Import, client: Client) -> None:
    client.force_login(house.mona)
    page = f"/circle/imports/{imported.ref}/opportunities/"
    assert page in client.get(f"/intake/imports/{imported.ref}/").content.decode()
    guessed = client.get(page).context["form"].initial
    assert {key: guessed[key] for key in COLUMNS} == {key: CHOSEN.get(key, "") for key in COLUMNS}
    look = client.get(page, CHOSEN)
    assert look.context["look"].same == {"GTXPro": "GTX Pro"}
    assert "is most likely" in look.content.decode()
    assert not Offering.objects.exists()
    assert client.post(page, CHOSEN).status_code == 302
    assert Opportunity.objects.count() == 2  # of six: one ends before it began; four have no amount, or are lost for 0, and no price
    assert client.get(page).context["here"] == 2


def test_reps_do_not_import(house: House, imported: Import, client: Client) -> None:
    client.force_login(user_of(house.ines))
    assert client.get(f"/circle/imports/{imported.ref}/opportunities/").status_code == 403


def test_a_column_that_is_not_there_is_said(house: House, imported: Import, client: Client) -> None:
    client.force_login(house.mona)
    assert client.get(f"/circle/imports/{imported.ref}/opportunities/", {"offering": "nothing"}).status_code == 422


def test_the_lists_are_reached_from_the_opportunities(house: House, imported: Import, client: Client) -> None:
    client.force_login(house.mona)
    assert "/circle/pipelines/" in client.get("/selling/").content.decode()
    client.post(f"/circle/imports/{imported.ref}/opportunities/", CHOSEN)
    (line,) = client.get("/circle/pipelines/").context["lists"]
    assert (line.ref, line.people, line.opportunities, line.refused) == (imported.ref, 6, 2, 4)
    client.force_login(user_of(house.ines))
    assert "/circle/pipelines/" not in client.get("/selling/").content.decode()
    assert client.get("/circle/pipelines/").status_code == 403


def test_they_are_taken_back_alone_and_come_in_with_other_columns(house: House, imported: Import, client: Client) -> None:
    client.force_login(house.mona)
    page = f"/circle/imports/{imported.ref}/opportunities/"
    client.post(page, CHOSEN)
    assert client.post(f"{page}undo/").status_code == 302
    assert (Opportunity.objects.count(), Prospect.objects.count()) == (0, 6)
    assert client.get(page).context["refused"] == 0
    client.post(page, {**CHOSEN, "outcome": ""})  # all of them open; those without an amount are refused anew
    assert (Opportunity.objects.count(), client.get(page).context["refused"]) == (3, 3)


def test_what_was_worked_with_stays(house: House, imported: Import, client: Client) -> None:
    client.force_login(house.mona)
    page = f"/circle/imports/{imported.ref}/opportunities/"
    client.post(page, CHOSEN)
    Opportunity.objects.filter(outcome=Outcome.WON).update(version=2)
    client.post(f"{page}undo/")
    assert list(Opportunity.objects.values_list("outcome", flat=True)) == ["won"]


def test_its_progress_is_shown_it_is_stopped_and_goes_on(house: House, imported: Import, client: Client) -> None:
    client.force_login(house.mona)
    page = f"/circle/imports/{imported.ref}/opportunities/"
    ask_for_opportunities(imported, chosen(imported), by=house.mona, now=NOW)
    shown = client.get(page).content.decode()
    assert "0 of 6" in shown
    assert 'hx-trigger="every 1s"' in shown
    part = client.get(page, headers={"HX-Request": "true"})
    assert ("<html" in part.content.decode(), "HX-Refresh" in part) == (False, False)
    assert client.post(f"{page}stop/").status_code == 302
    assert "stopped after 0 of 6 rows" in client.get(page).content.decode()
    assert client.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert client.post(f"{page}go-on/").status_code == 302
    assert (client.get(page).context["here"], Pipeline.objects.get().state) == (2, Pipeline.State.DONE)
    assert client.post(f"{page}go-on/").status_code == 422
