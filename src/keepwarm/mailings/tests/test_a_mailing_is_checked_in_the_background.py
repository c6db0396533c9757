"""The look before a mailing goes is done piece by piece, watched, stopped, taken up again; what it found holds only for what it saw."""

from __future__ import annotations

import os
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.urls import reverse

from keepwarm.answers.models import Question
from keepwarm.mailings.actions.approving import approve_mailing
from keepwarm.mailings.actions.checking import LEASE, ask_for_check, run_check, stop_check
from keepwarm.mailings.actions.editing import NewMailing, change_mailing
from keepwarm.mailings.models import Check, Mailing
from keepwarm.mailings.queries import checks
from keepwarm.mailings.refusals import CheckRefused, MailingRefused
from keepwarm.mailings.tasks import do_checks
from keepwarm.segments.actions import change_segment
from keepwarm.segments.models import Segment
from keepwarm.staff.queries import NotYours
from tests.blasting import BODY, DAY, MINUTE, check, checked, crowd, drafted
from tests.cast import NOW, House, open_house, user_of
from tests.writing import open_mail

pytestmark = pytest.mark.django_db
PUMPS = "interest.pumps = yes"


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    """Seven people, looked at two at a time."""
    return seven(monkeypatch)


def seven(monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(checks, "PIECE", 2)
    house = open_house()
    open_mail()
    crowd(house, 7, "pumps")
    return house


def show(house: House, ref: str, **headers: str) -> str:
    with time_machine.travel(NOW):
        client = Client()
        client.force_login(house.max)
        return client.get(reverse("mailings:show", args=[ref]), headers=headers).content.decode()


def test_its_page_says_how_far_it_is_with_and_without_a_script(house: House) -> None:
    ref = drafted(house, "Pumps", PUMPS, topic="pumps")
    asked = ask_for_check(ref, by=house.max, now=NOW)
    assert "It waits for the background to take it up." in show(house, ref)
    seen: list[str] = []
    run_check(asked.ref, clock=lambda: NOW, progress=lambda row: seen.append(show(house, ref)))
    assert [f"{done} of 7" in page for done, page in zip((2, 4, 6, 7), seen, strict=True)] == [True] * 4
    assert 'http-equiv="refresh"' in seen[0]
    assert 'hx-trigger="every 1s"' in seen[0]
    assert "Send it" not in seen[0]
    after = show(house, ref, **{"HX-Request": "true"})
    assert "<html" not in after
    assert "every 1s" not in after
    assert "Send it" in after
    kept = Check.objects.get()
    assert (kept.done, kept.total, kept.finished_at, kept.figures["people"]) == (7, 7, NOW, 7)


def test_it_is_stopped_by_a_button_and_what_was_found_before_stays(house: House) -> None:
    mailing = checked(house, "Pumps", PUMPS, topic="pumps")
    asked = ask_for_check(mailing.ref, by=house.max, now=NOW + MINUTE)
    with pytest.raises(NotYours):
        stop_check(mailing, by=user_of(house.ines), now=NOW)

    def press(row: Check) -> None:
        client = Client()
        client.force_login(house.max)
        assert "The check was stopped." in client.post(reverse("mailings:stop_check", args=[mailing.ref]), follow=True).content.decode()

    stopped = run_check(asked.ref, clock=lambda: NOW + MINUTE, progress=press)
    assert (stopped.done, stopped.finished_at, stopped.is_open) == (2, None, False)
    assert Mailing.objects.get().checked_at == NOW
    assert "The check was stopped before its end." in show(house, mailing.ref)
    with pytest.raises(CheckRefused):
        run_check(asked.ref, clock=lambda: NOW + MINUTE)


@pytest.mark.django_db(transaction=True)
def test_it_goes_on_where_the_process_ended_and_counts_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    house = seven(monkeypatch)
    whole = checked(house, "Pumps", PUMPS, topic="pumps").figures
    asked = ask_for_check(drafted(house, "Again", PUMPS, topic="pumps"), by=house.max, now=NOW)
    connections.close_all()
    child = os.fork()
    if child == 0:
        run_check(asked.ref, clock=lambda: NOW, progress=lambda row: os._exit(1) if row.done == 4 else None)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    with pytest.raises(CheckRefused, match="being done already"):
        run_check(asked.ref, clock=lambda: NOW)
    seen: list[int] = []
    later = NOW + LEASE + MINUTE
    done = run_check(asked.ref, clock=lambda: later, progress=lambda row: seen.append(row.done))
    assert seen == [6, 7]
    assert done.figures == whole


def test_what_nobody_does_is_taken_up_and_after_long_it_begins_anew(house: House) -> None:
    ref = drafted(house, "Pumps", PUMPS, topic="pumps")
    asked = ask_for_check(ref, by=house.max, now=NOW - 2 * DAY)
    Check.objects.update(as_of=NOW - 2 * DAY, looked_to=10**9, done=7, counted={"tally": {"people": 99}, "blocked": 0})
    do_checks(now=NOW)
    asked.refresh_from_db()
    assert asked.finished_at is not None
    assert asked.figures["people"] == 7


def test_asked_twice_it_is_done_once_and_asked_of_other_words_anew(house: House) -> None:
    ref = drafted(house, "Pumps", PUMPS, topic="pumps")
    one = ask_for_check(ref, by=house.max, now=NOW)
    assert ask_for_check(ref, by=house.max, now=NOW) == one
    change_mailing(ref, rewritten(), by=house.max)
    two = ask_for_check(ref, by=house.max, now=NOW)
    one.refresh_from_db()
    assert (one.is_open, two.is_open, two.version) == (False, True, 2)
    with pytest.raises(NotYours):
        ask_for_check(ref, by=user_of(house.ines), now=NOW)


def rewritten(**more: Any) -> NewMailing:
    segment = Segment.objects.get().ref
    return NewMailing(**{"name": "Pumps", "segment": segment, "topic": "pumps", "subject": "Other words", "body": BODY, **more})


def test_what_changed_while_it_was_looked_at_is_not_passed(house: House) -> None:
    ref = drafted(house, "Pumps", PUMPS, topic="pumps")
    asked = ask_for_check(ref, by=house.max, now=NOW)
    ended = run_check(asked.ref, clock=lambda: NOW, progress=lambda row: change_mailing(ref, rewritten(), by=house.max))
    assert ended.problem == "Somebody changed this mailing while it was checked. Check it again."
    assert ended.problem in show(house, ref)
    refuses_to_send(house, Mailing.objects.get(), "nobody has looked")


def test_nothing_is_sent_on_a_check_of_other_words_another_segment_or_another_day(house: House) -> None:
    mailing = checked(house, "Pumps", PUMPS, topic="pumps")
    refuses_to_send(house, mailing, "more than a day old", now=NOW + 2 * DAY)
    change_mailing(mailing.ref, rewritten(), by=house.max)
    refuses_to_send(house, Mailing.objects.get(), "it was changed since")
    mailing, segment = check(house, mailing.ref), Segment.objects.get()
    change_segment(segment.ref, "Another name", PUMPS, version=1, by=house.max, now=NOW)
    change_segment(segment.ref, "Another name", "always", version=2, by=house.max, now=NOW)
    refuses_to_send(house, mailing, "its segment was changed since")
    check(house, mailing.ref)
    assert approve_mailing(mailing.ref, version=2, by=house.max, now=NOW).state == Mailing.State.RUNNING


def refuses_to_send(house: House, mailing: Mailing, why: str, **more: Any) -> None:
    with pytest.raises(MailingRefused, match=why):
        approve_mailing(mailing.ref, version=mailing.version, by=house.max, **{"now": NOW, **more})


def test_a_segment_on_a_question_that_is_gone_ends_it_with_a_sentence(house: House) -> None:
    Question.objects.create(key="trade", label="Trade", kind="text")
    ref = drafted(house, "Trade", 'answer.trade = "mill"')
    Question.objects.filter(key="trade").delete()
    check(house, ref)
    ended = Check.objects.get()
    assert "“trade” is not there any more" in ended.problem
    assert ended.stopped_at == NOW
    assert "“trade” is not there any more" in show(house, ref)


def test_a_fault_of_the_program_is_said_and_not_tried_for_ever(house: House) -> None:
    asked = ask_for_check(drafted(house, "Pumps", PUMPS), by=house.max, now=NOW)

    def fail(row: Check) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_check(asked.ref, clock=lambda: NOW, progress=fail)
    asked.refresh_from_db()
    assert "ZeroDivisionError" in asked.problem
    assert not asked.is_open
