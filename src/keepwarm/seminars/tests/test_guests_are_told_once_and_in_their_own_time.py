"""Mails about a seat: ticket and calendar entry, reminders by the guest's clock, another time, called off; each once, only to guests."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from keepwarm.outbox.building import bytes_of
from keepwarm.outbox.models import Kind, Message
from keepwarm.prospects.models import Prospect
from keepwarm.seminars.actions import NewSeminar, SignUp, call_off, change_seminar, give_seat_back, remind_guests, sign_up, tell_guests
from keepwarm.seminars.models import Guest, Seminar
from keepwarm.seminars.refusals import SeminarRefused
from tests.cast import NOW, House, meet, open_house
from tests.gatherings import BEGINS, STARTS_AT, join, open_for
from tests.writing import open_mail


@pytest.fixture
def house(db: None) -> House:
    open_mail()
    return open_house()


def mails() -> list[Message]:
    return list(Message.objects.order_by("pk"))


def text_of(message: Message) -> str:
    """The words of a mail."""
    body = message_from_bytes(bytes_of(message), policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def calendar_in(message: Message) -> dict[str, str]:
    """Method, UID, sequence and start of the invitation in a mail."""
    part = next(
        one for one in message_from_bytes(bytes_of(message), policy=policy.default).walk() if one.get_content_type() == "text/calendar"
    )
    calendar = Calendar.from_ical(part.get_content())
    (event,) = calendar.walk("VEVENT")
    return {
        "method": str(calendar["METHOD"]),
        "uid": str(event["UID"]),
        "sequence": str(event["SEQUENCE"]),
        "starts": f"{event.decoded('DTSTART'):%Y-%m-%dT%H:%M%z}",
    }


def changed(house: House, seminar: Seminar, **more: object) -> Seminar:
    given: dict[str, object] = {"title": seminar.title, "local_at": BEGINS, "zone": seminar.zone, "seats": 2, "place": "Town hall"}
    return change_seminar(seminar.ref, NewSeminar(**{**given, **more}), by=house.max, now=NOW)  # type: ignore[arg-type]


def test_the_ticket_brings_an_invitation_and_is_a_notice(house: House) -> None:
    join(open_for(house), "Gerd Gast")
    (mail,) = mails()
    assert (mail.kind, mail.to_email) == (Kind.SYSTEM, "gerd@guest.example")
    found = calendar_in(mail)
    assert (found["method"], found["starts"]) == ("REQUEST", "2026-11-26T10:00+0000")
    assert "/seminars/p/ticket/" in text_of(mail)


def test_another_time_moves_the_same_entry_and_giving_back_takes_it_away(house: House) -> None:
    seminar = open_for(house)
    guest = join(seminar, "Gerd Gast")
    changed(house, seminar, local_at=BEGINS.replace(hour=14))
    assert tell_guests(now=NOW) == 1
    give_seat_back(guest.ref, now=NOW)
    found = [calendar_in(one) for one in mails()]
    assert [one["method"] for one in found] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({one["uid"] for one in found}) == 1
    assert [int(one["sequence"]) for one in found] == [1, 2, 3]
    assert found[1]["starts"] == "2026-11-26T14:00+0000"


def test_another_word_in_the_title_writes_to_nobody(house: House) -> None:
    seminar = open_for(house)
    join(seminar, "Gerd Gast")
    changed(house, seminar, title="Fewer stops, more coffee")
    assert tell_guests(now=NOW) == 0


def test_called_off_each_is_told_once_and_nobody_is_reminded(house: House) -> None:
    seminar = open_for(house, seats=1)
    join(seminar, "Gerd Gast")
    join(seminar, "Wanda Warte")
    call_off(seminar.ref, by=house.max, now=NOW)
    assert [tell_guests(now=NOW), tell_guests(now=NOW), remind_guests(now=STARTS_AT - timedelta(hours=1))] == [2, 0, 0]
    assert calendar_in(mails()[2])["method"] == "CANCEL"
    with pytest.raises(SeminarRefused, match="called off"):
        changed(house, seminar)


def test_each_reminder_comes_once_by_the_clock_of_the_guest(house: House) -> None:
    seminar = open_for(house, link="https://meet.example/stops", place="")
    far = meet(house, "Nora York", email="nora@york.example")
    Prospect.objects.filter(pk=far.pk).update(zone="America/New_York")
    far.refresh_from_db()
    sign_up(seminar.ref, SignUp(prospect=far), now=NOW)
    day = datetime(2026, 11, 25, 13, tzinfo=UTC)  # eight in the morning in New York
    assert [remind_guests(now=day - timedelta(minutes=1)), remind_guests(now=day), remind_guests(now=day)] == [0, 1, 0]
    assert [remind_guests(now=STARTS_AT - timedelta(hours=1)), remind_guests(now=STARTS_AT - timedelta(minutes=30))] == [1, 0]
    told = mails()
    assert [one.subject for one in told[1:]] == ["Tomorrow: Fewer stops", "In an hour: Fewer stops"]
    text = text_of(told[1])
    assert "05:00 where you are (America/New York)" in text
    assert "https://meet.example/stops" in text


def test_who_waits_gives_back_or_signs_up_late_is_not_reminded_of_the_day_before(house: House) -> None:
    seminar = open_for(house, seats=2)
    gone, late = join(seminar, "Gerd Gast"), STARTS_AT - timedelta(hours=3)
    join(seminar, "Lara Late", now=late)
    waits = join(seminar, "Wanda Warte", now=late)
    assert Guest.objects.get(pk=waits.pk).remind_at is None
    Guest.objects.filter(pk=gone.pk).update(remind_at=None, reminder="")
    assert remind_guests(now=late) == 0
    assert remind_guests(now=STARTS_AT - timedelta(minutes=50)) == 1


def test_after_a_stop_of_the_house_what_is_late_is_not_sent_when_it_has_begun(house: House) -> None:
    join(open_for(house), "Gerd Gast")
    assert (remind_guests(now=STARTS_AT + timedelta(minutes=1)), len(mails())) == (1, 1)
    assert not Guest.objects.filter(remind_at__isnull=False).exists()


def test_an_open_seminar_keeps_a_place_and_moves_only_to_a_time_ahead(house: House) -> None:
    seminar = open_for(house)
    join(seminar, "Gerd Gast")
    with pytest.raises(SeminarRefused, match="where it takes place"):
        changed(house, seminar, place="")
    with pytest.raises(SeminarRefused, match="must lie ahead"):
        changed(house, seminar, local_at=BEGINS.replace(year=2025))
    assert not Guest.objects.exclude(to_tell="").exists()


def test_what_is_mended_after_a_seminar_tells_nobody(house: House) -> None:
    seminar, after = open_for(house), STARTS_AT + timedelta(days=2)
    join(seminar, "Gerd Gast")
    given = {"title": "Fewer stops, with slides", "local_at": BEGINS, "zone": seminar.zone, "seats": 2, "place": "Old town hall"}
    change_seminar(seminar.ref, NewSeminar(**given), by=house.max, now=after)  # type: ignore[arg-type]
    assert not Guest.objects.exclude(to_tell="").exists()
    with pytest.raises(SeminarRefused, match="must lie ahead"):
        change_seminar(seminar.ref, NewSeminar(**{**given, "local_at": BEGINS.replace(year=2028)}), by=house.max, now=after)  # type: ignore[arg-type]


def test_after_a_house_that_stood_still_nobody_is_told_of_a_tomorrow_that_is_today(house: House) -> None:
    join(open_for(house), "Gerd Gast")
    remind_guests(now=STARTS_AT - timedelta(hours=5))
    assert [mail.subject for mail in mails()] == ["Your seat: Fewer stops"]
    remind_guests(now=STARTS_AT - timedelta(minutes=55))
    assert [mail.subject for mail in mails()] == ["Your seat: Fewer stops", "In an hour: Fewer stops"]
