"""A file that comes in is read and stored before the one write lock is taken; and each import starts, stops and goes back once."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from keepwarm.intake.actions import begin, draft_import
from keepwarm.intake.actions.leasing import ask_to_go_on, ask_to_stop, ask_to_undo, take_for_undo, take_lease
from keepwarm.intake.actions.starting import NotThatWay
from keepwarm.intake.files import path_of, pieces_of
from keepwarm.intake.models import Import
from keepwarm.intake.tasks import carry_on, go_on_alone
from keepwarm.intake.tests.lists import MAP, bring_in, prepare, row, write_list
from keepwarm.prospects.models import Prospect
from keepwarm.staff.actions import make_key
from tests.cast import NOW, House, open_house

pytestmark = pytest.mark.django_db
CONTENT = b"Name,Mail\nPaula,paula@example.com\n"
CALLBACKS = Callable[..., Any]


@pytest.fixture
def house() -> House:
    return open_house()


@contextmanager
def watch() -> Iterator[list[bool]]:
    """Whether the file was there already when the key of the write was kept."""
    seen: list[bool] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('INSERT INTO "staff_submission"'):
            seen.append(path_of(hashlib.sha256(CONTENT).hexdigest()).exists())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield seen


def test_a_file_sent_by_a_form(house: House, client: Client) -> None:
    client.force_login(house.max)
    with watch() as seen:
        sent = {"file": SimpleUploadedFile("list.csv", CONTENT), "once": "k1"}
        first = client.post("/intake/imports/", sent)
        again = client.post("/intake/imports/", {"file": SimpleUploadedFile("list.csv", CONTENT), "once": "k1"})
    assert seen == [True, True]
    assert first["Location"] == again["Location"]
    assert Import.objects.count() == 1


def test_a_file_sent_by_the_api_and_the_background_is_woken(
    house: House, client: Client, django_capture_on_commit_callbacks: CALLBACKS
) -> None:
    text, _ = make_key(house.max, name="x", scopes=["imports:write"], by=house.max, now=NOW)
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": "list-1"}
    map_ = '[person]\nname = "Name"\nemails = ["Mail"]\n'
    with watch() as seen, django_capture_on_commit_callbacks(execute=True):
        sent = {"file": SimpleUploadedFile("list.csv", CONTENT), "map": map_, "source": "Fair"}
        assert client.post("/api/v1/imports", sent, headers=headers).status_code == 201
    assert seen == [True]
    assert Import.objects.get().state == Import.State.DONE
    assert Prospect.objects.get().name == "Paula"


def test_of_two_who_start_it_the_second_is_refused(house: House, tmp_path: Path) -> None:
    first = draft_import(pieces_of(write_list(tmp_path, [row("Ann Lee", "", "ann@example.com")])), name="list.csv", by=None, now=NOW)
    second = Import.objects.get(pk=first.pk)
    begin(first, MAP, called="map", source="Fair", by=None, now=NOW)
    Import.objects.filter(pk=first.pk).update(state=Import.State.DONE)
    with pytest.raises(NotThatWay, match="begun before"):
        begin(second, MAP, called="map", source="Fair", by=None, now=NOW)
    assert Import.objects.get().state == Import.State.DONE


def test_one_that_goes_on_meanwhile_is_not_undone(house: House, tmp_path: Path) -> None:
    imported = prepare(write_list(tmp_path, [row("Ann Lee", "", "ann@example.com")]))
    Import.objects.update(state=Import.State.STOPPED)
    seen = Import.objects.get()
    take_lease(imported.ref, now=NOW)
    with pytest.raises(NotThatWay, match="running, so it cannot be undone now"):
        ask_to_undo(seen, by=None, now=NOW)
    assert Import.objects.get().state == Import.State.RUNNING


def test_one_that_was_stopped_before_the_background_took_it_up_stays_stopped(house: House, tmp_path: Path) -> None:
    imported = prepare(write_list(tmp_path, [row("Ann Lee", "", "ann@example.com")]))
    ask_to_stop(imported, by=None, now=NOW)
    carry_on.call_local(imported.ref)
    go_on_alone(now=NOW + timedelta(minutes=5))
    assert (Import.objects.get().state, Prospect.objects.count()) == (Import.State.STOPPED, 0)
    ask_to_go_on(imported, by=None)
    carry_on.call_local(imported.ref)
    assert (Import.objects.get().state, Prospect.objects.count()) == (Import.State.DONE, 1)


def test_one_whose_process_was_killed_is_stopped_at_once(house: House, tmp_path: Path) -> None:
    imported = prepare(write_list(tmp_path, [row("Ann Lee", "", "ann@example.com")]))
    take_lease(imported.ref, now=NOW)
    Import.objects.update(runner=f"{socket.gethostname()[:80]}:999999999:1")
    ask_to_stop(imported, by=None, now=NOW)
    assert Import.objects.get().state == Import.State.STOPPED


def test_a_wish_to_stop_outlives_a_process_of_another_machine(house: House, tmp_path: Path) -> None:
    imported = prepare(write_list(tmp_path, [row("Ann Lee", "", "ann@example.com")]))
    take_lease(imported.ref, now=NOW)
    Import.objects.update(runner="elsewhere:1:1")
    ask_to_stop(imported, by=None, now=NOW)
    assert Import.objects.get().state == Import.State.RUNNING
    Import.objects.update(lease_until=NOW - timedelta(minutes=2))
    go_on_alone(now=NOW)
    assert (Import.objects.get().state, Prospect.objects.count()) == (Import.State.STOPPED, 0)


def test_one_that_was_undone_meanwhile_stays_undone(house: House, tmp_path: Path) -> None:
    seen = bring_in(tmp_path, [row("Ann Lee", "", "ann@example.com")])
    ask_to_undo(seen, by=None, now=NOW)
    ask_to_undo(seen, by=None, now=NOW)
    Import.objects.update(state=Import.State.UNDONE)
    with pytest.raises(NotThatWay, match="undone, so it cannot be undone now"):
        ask_to_undo(seen, by=None, now=NOW)
    with pytest.raises(NotThatWay, match="nothing to undo"):
        take_for_undo(seen.ref, now=NOW)
    assert Import.objects.get().state == Import.State.UNDONE
