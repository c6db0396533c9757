"""Seats are given once: of two at the same moment one gets the last, the other waits and is told; who leaves makes room at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections

from keepwarm.answers.actions import ask_first_questions
from keepwarm.outbox.models import Message
from keepwarm.seminars.actions import give_seat_back, move_up, tell_guests
from keepwarm.seminars.models import Guest, Seminar, Standing
from keepwarm.seminars.refusals import SignUpRefused
from tests.cast import NOW, House, open_house
from tests.gatherings import STARTS_AT, join, open_for
from tests.writing import open_mail

ASKED_AT = NOW + timedelta(hours=1)


@pytest.fixture
def house(db: None) -> House:
    open_mail()
    return open_house()


def standing(seminar: Seminar) -> list[tuple[str, str]]:
    return list(Guest.objects.filter(seminar=seminar).order_by("pk").values_list("name", "standing"))


def subjects() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("subject", flat=True))


def test_the_last_seat_is_taken_and_the_next_one_waits_and_is_told(house: House) -> None:
    seminar = open_for(house, seats=1)
    join(seminar, "Erna Erste")
    join(seminar, "Zora Zweite")
    assert standing(seminar) == [("Erna Erste", Standing.SEATED), ("Zora Zweite", Standing.WAITING)]
    assert subjects() == ["Your seat: Fewer stops", "On the waiting list: Fewer stops"]


def test_who_signs_up_twice_sits_once_and_gets_one_mail(house: House) -> None:
    seminar = open_for(house)
    assert join(seminar, "Erna Erste").pk == join(seminar, "Erna Erste", now=NOW + timedelta(minutes=1)).pk
    assert len(subjects()) == 1


def test_a_seat_given_back_goes_to_whoever_waits_longest_who_is_told_at_once(house: House) -> None:
    seminar = open_for(house, seats=1)
    first = join(seminar, "Erna Erste")
    join(seminar, "Zora Zweite", now=NOW + timedelta(minutes=1))
    join(seminar, "Doro Dritte", now=NOW + timedelta(minutes=2))
    give_seat_back(first.ref, now=ASKED_AT)
    give_seat_back(first.ref, now=ASKED_AT)
    assert [one[1] for one in standing(seminar)] == [Standing.GAVE_BACK, Standing.SEATED, Standing.WAITING]
    assert subjects()[3:] == ["Your seat is given back: Fewer stops", "A seat became free: Fewer stops"]


def test_who_gave_back_may_come_after_all_behind_the_others(house: House) -> None:
    seminar = open_for(house, seats=1)
    first = join(seminar, "Erna Erste")
    join(seminar, "Zora Zweite")
    give_seat_back(first.ref, now=ASKED_AT)
    assert join(seminar, "Erna Erste", now=ASKED_AT + timedelta(minutes=1)).standing == Standing.WAITING


def test_more_seats_are_filled_from_the_waiting_list_within_the_minute(house: House) -> None:
    seminar = open_for(house, seats=1)
    join(seminar, "Erna Erste")
    join(seminar, "Zora Zweite")
    Seminar.objects.filter(pk=seminar.pk).update(seats=2)  # as a crash would leave it
    assert (move_up(now=ASKED_AT), tell_guests(now=ASKED_AT)) == (1, 1)
    assert (move_up(now=ASKED_AT), tell_guests(now=ASKED_AT)) == (0, 0)


def test_nobody_signs_up_or_leaves_once_it_has_begun(house: House) -> None:
    seminar = open_for(house)
    guest = join(seminar, "Erna Erste")
    with pytest.raises(SignUpRefused, match="cannot sign up"):
        join(seminar, "Zora Zweite", now=STARTS_AT)
    with pytest.raises(SignUpRefused, match="has begun"):
        give_seat_back(guest.ref, now=STARTS_AT)


def test_without_a_mail_account_the_seat_stands_and_the_mail_waits_for_one(db: None) -> None:
    seminar = open_for(open_house())
    guest = join(seminar, "Erna Erste")
    assert (guest.standing, guest.to_tell, tell_guests(now=ASKED_AT)) == (Standing.SEATED, "seated", 0)
    open_mail()
    assert (tell_guests(now=ASKED_AT), tell_guests(now=ASKED_AT), subjects()) == (1, 0, ["Your seat: Fewer stops"])


@pytest.fixture
def open_to_threads(transactional_db: None) -> Iterator[House]:
    open_mail()
    ask_first_questions()  # as any house has that has seen an inquiry
    yield open_house()
    connections.close_all()


def test_two_at_once_one_gets_it_and_the_other_waits(open_to_threads: House) -> None:
    seminar, ready = open_for(open_to_threads, seats=1), Barrier(2)

    def try_it(name: str) -> str:
        try:
            ready.wait(timeout=20)
            return join(seminar, name).standing
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(try_it, ["Erna Erste", "Zora Zweite"]))
    assert found == [Standing.SEATED, Standing.WAITING]
    assert sorted(subjects()) == ["On the waiting list: Fewer stops", "Your seat: Fewer stops"]
