"""Attendance is a touch and a sign, once; a wrong tick is taken back; those who did not come are written to when they may be."""

from datetime import timedelta

import pytest

from keepwarm.consent.models import Permission
from keepwarm.content.models import Item, Received
from keepwarm.decisions.actions import settle
from keepwarm.outbox.models import Account, Kind, Message
from keepwarm.prospects.models import Prospect
from keepwarm.seminars.actions import (
    NoTick,
    SignUp,
    follow_up,
    keep_items,
    mark_attended,
    sign_up,
    take_attendance_back,
    write_to_missing,
)
from keepwarm.seminars.models import Guest
from keepwarm.seminars.refusals import SeminarRefused
from keepwarm.signs.models import Sign
from keepwarm.staff.queries import NotYours
from keepwarm.touches.models import Inquiry, Signal, Touch
from keepwarm.touches.queries import email_shares
from tests.cast import NOW, House, meet, open_house, user_of
from tests.gatherings import STARTS_AT, join, open_for
from tests.writing import call_others, open_mail

AFTER = STARTS_AT + timedelta(hours=2)


@pytest.fixture
def house(db: None) -> House:
    open_mail()
    return open_house()


def test_a_stranger_comes_in_as_an_inquiry_with_a_next_touch(house: House) -> None:
    guest = join(open_for(house), "Gerd Gast")
    assert (guest.prospect.name, guest.prospect.next_touch_at is not None) == ("Gerd Gast", True)
    inquiry = Inquiry.objects.get(prospect=guest.prospect)
    assert (inquiry.source.name, inquiry.topic) == ("Seminar: Fewer stops", "Fewer stops")


def test_somebody_whom_we_know_joins_their_own_row(house: House) -> None:
    anna = meet(house)
    settle([anna.pk], by=None, now=NOW)
    seminar = open_for(house)
    by_link = sign_up(seminar.ref, SignUp(prospect=anna), now=NOW)
    by_form = join(seminar, "Anna Arnold", email="anna@arnold.example")
    assert (by_link.prospect_id, by_form.pk) == (anna.pk, by_link.pk)
    assert Touch.objects.get(prospect=anna).purpose == "signed_up"
    assert list(Sign.objects.values_list("kind", flat=True)) == ["signed_up"]


def test_who_came_has_a_touch_and_a_sign_once_and_it_settles_no_promise(house: House) -> None:
    seminar = open_for(house)
    guest = join(seminar, "Gerd Gast")
    Signal.objects.create(prospect_id=guest.prospect_id, kind="contact_asked", raised_at=NOW)
    counts = [mark_attended(seminar.ref, [guest.ref], by=house.max, now=at) for at in (STARTS_AT, AFTER)]
    touch = Touch.objects.get(purpose="attended")
    assert (counts, touch.disposition, touch.direction) == ([1, 0], "held", "in")
    assert Sign.objects.filter(kind="attended", source=seminar.source).count() == 1
    assert Signal.objects.open().filter(kind="contact_asked").exists()
    assert Prospect.objects.get(pk=guest.prospect_id).last_progress_at == STARTS_AT


def test_a_wrong_tick_is_taken_back(house: House) -> None:
    seminar = open_for(house)
    guest = join(seminar, "Gerd Gast")
    mark_attended(seminar.ref, [guest.ref], by=house.max, now=AFTER)
    take_attendance_back(guest.ref, by=house.max, now=AFTER + timedelta(minutes=1))
    assert not Sign.objects.filter(kind="attended").exists()
    assert Touch.objects.get(purpose="attended").voided_at is not None
    assert mark_attended(seminar.ref, [guest.ref], by=house.max, now=AFTER + timedelta(minutes=2)) == 1


def test_nobody_was_there_days_before_and_reps_do_not_tick(house: House) -> None:
    seminar = open_for(house)
    guest = join(seminar, "Gerd Gast")
    with pytest.raises(NoTick, match="too early"):
        mark_attended(seminar.ref, [guest.ref], by=house.max, now=NOW)
    with pytest.raises(NotYours):
        mark_attended(seminar.ref, [guest.ref], by=user_of(house.ines), now=AFTER)


def test_who_did_not_come_is_written_to_only_with_permission_and_when_it_fits(house: House) -> None:
    seminar = open_for(house, seats=3, after_text="Here is what was said.")
    came, missed, forbids = (join(seminar, name) for name in ("Carla Came", "Mia Missed", "Nora Never"))
    Permission.objects.create(prospect_id=missed.prospect_id, channel="mailing", kind="express", given_at=NOW)
    mark_attended(seminar.ref, [came.ref], by=house.max, now=AFTER)
    assert follow_up(seminar.ref, by=house.max, now=AFTER) == 2
    moments = [AFTER + timedelta(hours=hours) for hours in range(0, 24 * 12, 6)]
    written = sum(write_to_missing(now=at) for at in moments)
    (mail,) = Message.objects.filter(kind=Kind.MAILING)
    assert (written, mail.prospect_id) == (1, missed.prospect_id)
    assert Touch.objects.get(purpose="missed_seminar").prospect_id == missed.prospect_id
    assert Guest.objects.get(pk=forbids.pk).followed_at is None
    assert not Guest.objects.filter(follow_at__isnull=False).exists()


def miss(house: House, *names: str) -> None:
    """They had a seat in a seminar of Ines and did not come."""
    seminar = open_for(house, seats=5, after_text="Here is what was said.", owner_id=house.ines.pk)
    came, *missed = (join(seminar, name) for name in ("Carla Came", *names))
    for guest in missed:
        Permission.objects.create(prospect_id=guest.prospect_id, channel="mailing", kind="express", given_at=NOW)
    mark_attended(seminar.ref, [came.ref], by=house.max, now=AFTER)
    follow_up(seminar.ref, by=house.max, now=AFTER)


def test_in_a_reps_name_go_no_more_than_their_letters_and_the_others_in_the_houses(house: House) -> None:
    call_others(house, 4)
    miss(house, "Mia Missed", "Max Missed", "Moe Missed")
    moments = [AFTER + timedelta(hours=hours) for hours in range(0, 24 * 12, 6)]
    assert sum(write_to_missing(now=at) for at in moments) == 3
    seats = list(Touch.objects.filter(purpose="missed_seminar").order_by("pk").values_list("seat_id", flat=True))
    assert seats == [house.ines.pk, None, None]
    assert sorted(Message.objects.filter(kind=Kind.MAILING).values_list("seat_id", flat=True), key=str) == sorted(seats, key=str)
    assert read_share(house) <= 0.2


def test_where_only_the_rep_can_send_the_others_wait(house: House) -> None:
    Account.objects.update(seat=house.ines)
    miss(house, "Mia Missed")
    moments = [AFTER + timedelta(hours=hours) for hours in range(0, 24 * 3, 6)]
    assert sum(write_to_missing(now=at) for at in moments) == 0
    assert Guest.objects.filter(follow_at__isnull=False).count() == 1
    call_others(house, 4)
    assert sum(write_to_missing(now=moments[-1] + timedelta(hours=hours)) for hours in range(24 * 6)) == 1


def read_share(house: House) -> float:
    """Of Ines, when all was written."""
    return email_shares([house.ines], share=0.2, days=5, now=AFTER + timedelta(days=12))[house.ines.pk].share


def test_nobody_is_missed_while_nobody_was_ticked(house: House) -> None:
    seminar = open_for(house, after_text="Here is what was said.")
    join(seminar, "Mia Missed")
    for at, sentence in ((NOW, "not over"), (AFTER, "First tick who came")):
        with pytest.raises(SeminarRefused, match=sentence):
            follow_up(seminar.ref, by=house.max, now=at)


def test_a_seminar_is_offered_while_seats_are_free_and_retired_when_it_has_begun(house: House) -> None:
    seminar = open_for(house, seats=1)
    item = Item.objects.get(source=seminar.source)
    assert (item.kind, item.state, item.url.endswith(f"/seminars/p/{seminar.ref}/")) == ("seminar", "in_use", True)
    guest = join(seminar, "Gerd Gast")
    assert Received.objects.get().prospect_id == guest.prospect_id
    keep_items(now=NOW)
    item.refresh_from_db()
    assert item.state == "draft"
    keep_items(now=STARTS_AT)
    keep_items(now=STARTS_AT)
    item.refresh_from_db()
    assert (item.state, item.version) == ("retired", 4)
