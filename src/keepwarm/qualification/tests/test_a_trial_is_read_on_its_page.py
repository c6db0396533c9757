"""The pages of a trial: started, watched while it is counted, read, opened to its inquiries."""

from __future__ import annotations

import pytest
from django.test import Client

from keepwarm.qualification.actions.trial import draw_trial, run_trial, try_version
from keepwarm.qualification.models import Trial
from keepwarm.qualification.tests.agreed import ask_questions, asks, drafted
from keepwarm.qualification.tests.test_a_definition_is_tried_on_the_past import a_small_past, need_says
from keepwarm.staff.models import User
from tests.cast import NOW, House, open_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    ask_questions()
    return open_house()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def finished(number: int) -> Trial:
    trial = run_trial(try_version(number, by=None, now=NOW).ref, clock=lambda: NOW)
    draw_trial(trial)
    return trial


def test_the_marketer_tries_a_draft_and_is_led_to_the_trial(house: House) -> None:
    a_small_past(house)
    draft = drafted(house, asks("need", 'answer.need = "yes"'))
    response = client_of(house.max).post("/lead/trials/start/", {"draft": draft.ref})
    trial = Trial.objects.get()
    assert response.headers["Location"] == f"/lead/trials/{trial.ref}/"
    assert (trial.draft_ref, trial.revision, trial.against) == (draft.ref, draft.revision, 0)
    page = client_of(house.max).get(f"/lead/trials/{trial.ref}/")
    assert b"hx-trigger" in page.content
    assert b'http-equiv="refresh"' in page.content


def test_a_draft_with_a_mistake_is_not_tried(house: House) -> None:
    draft = drafted(house, asks("need", 'answer.nothing = "yes"'))
    response = client_of(house.max).post("/lead/trials/start/", {"draft": draft.ref}, follow=True)
    assert not Trial.objects.exists()
    assert "cannot be tried yet" in response.content.decode()


def test_figures_chart_and_table_stand_beside_each_other(house: House) -> None:
    a_small_past(house)
    need_says('answer.need = "yes"')
    trial = finished(1)
    page = client_of(house.mona).get(f"/lead/trials/{trial.ref}/").content.decode()
    assert "50 %" in page
    assert "<svg" in page
    assert 'id="by-source"' in page
    assert "style=" not in page
    for figure in ("leads", "leads_bought", "missed", "missed_now", "only_tried"):
        assert f"/lead/trials/{trial.ref}/{figure}/" in page


def test_a_figure_opens_to_people_with_links(house: House) -> None:
    anna, *_ = a_small_past(house)
    need_says('answer.need = "yes"')
    trial = finished(1)
    page = client_of(house.mona).get(f"/lead/trials/{trial.ref}/leads_bought/").content.decode()
    assert f"/prospects/{anna.ref}/" in page
    assert client_of(house.mona).get(f"/lead/trials/{trial.ref}/nonsense/").status_code == 404
    assert client_of(house.mona).get(f"/lead/trials/{trial.ref}/leads/?after=x&source=99999999999999999999").status_code == 200


def test_a_trial_is_stopped_from_its_page(house: House) -> None:
    trial = try_version(0, by=None, now=NOW)
    response = client_of(house.max).post(f"/lead/trials/{trial.ref}/stop/", follow=True)
    trial.refresh_from_db()
    assert trial.stopped_at is not None
    assert "stopped before its end" in response.content.decode()


def test_service_does_not_try_definitions(house: House) -> None:
    assert client_of(house.sven).get("/lead/trials/").status_code == 403
    assert client_of(house.dora).get("/lead/trials/").status_code == 200
    assert client_of(house.dora).post("/lead/trials/start/", {"version": "0"}).status_code == 403
