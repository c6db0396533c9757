from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepwarm.decisions.actions import undo_touch
from keepwarm.engine.words import LIVE
from keepwarm.reports.queries import morning_report
from keepwarm.reports.tests.day import TEN, TUESDAY, call, names, part, read
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet, user_of


def test_a_name_reached_stands_with_what_was_learned(house: House) -> None:
    call(meet(house, "Anna Arnold", firm="Arnold Mill"), learned="decides in January")
    found = part(read(), house.ines)
    assert [(line.person.name, line.person.firm, line.learned) for line in found.reached] == [
        ("Anna Arnold", "Arnold Mill", "decides in January")
    ]


def test_without_a_line_the_first_line_of_the_note_tells_and_else_nothing_was_noted(house: House) -> None:
    call(meet(house, "Anna Arnold"), note="\n  wants the small one \nand more")
    call(meet(house, "Ben Bauer"), at=TEN + timedelta(minutes=20))
    found = part(read(), house.ines)
    assert [line.learned for line in found.reached] == ["wants the small one", ""]
    assert [(hint.kind, [one.name for one in hint.people]) for hint in found.hints] == [("nothing", ["Ben Bauer"])]


def test_a_no_is_talk_too_and_so_is_a_call_of_theirs(house: House) -> None:
    call(meet(house, "Anna Arnold"), "says_no")
    call(meet(house, "Ben Bauer"), "never_call")
    call(meet(house, "Cora Castro"), direction="in")
    found = part(read(), house.ines)
    assert names(found) == ["Anna Arnold", "Ben Bauer", "Cora Castro"]
    assert found.rang_us == 1
    assert [one.person.name for one in found.tried] == ["Anna Arnold", "Ben Bauer"]


def test_whoever_was_dialled_stands_among_the_tried_with_the_attempts(house: House) -> None:
    anna, ben = meet(house, "Anna Arnold"), meet(house, "Ben Bauer")
    for hour, disposition in enumerate(["no_answer", "voicemail"]):
        call(anna, disposition, at=TEN + timedelta(hours=hour))
    call(ben, "busy")
    call(ben, at=TEN + timedelta(hours=2), learned="found time")
    found = part(read(), house.ines)
    assert {(one.person.name, one.attempts, one.reached) for one in found.tried} == {("Anna Arnold", 2, False), ("Ben Bauer", 2, True)}
    assert [one.person.name for one in found.not_reached] == ["Anna Arnold"]


def test_the_same_person_reached_twice_is_one_name(house: House) -> None:
    anna = meet(house)
    call(anna, learned="call again at noon")
    call(anna, at=TEN + timedelta(hours=2))
    found = part(read(), house.ines)
    assert [(line.person.name, line.learned) for line in found.reached] == [("Anna Arnold", "call again at noon")]


def test_meetings_stand_in_a_column_of_their_own(house: House) -> None:
    call(meet(house, "Anna Arnold"), "held", channel="meeting", learned="two lines measured")
    call(meet(house, "Ben Bauer"), "not_held", channel="meeting")
    report = read()
    found = part(report, house.ines)
    assert [line.learned for line in found.meetings] == ["two lines measured"]
    assert [person.name for person in found.meetings_missed] == ["Ben Bauer"]
    assert names(found) == []
    assert (report.totals.reached, report.totals.tried, report.totals.meetings) == (0, 0, 1)


def test_an_undone_call_never_appears(house: House) -> None:
    touch = call(meet(house))
    undo_touch(touch.ref, by=user_of(house.ines), now=TEN + timedelta(minutes=5))
    assert names(part(read(), house.ines)) == []


def test_reps_who_reached_nobody_are_named_too(house: House) -> None:
    assert [one.name for one in read().parts] == ["Cara", "Carl", "Ines", "Ivo"]


def test_the_day_is_that_of_the_reps_own_place(house: House) -> None:
    Seat.objects.filter(pk=house.ivo.pk).update(zone="America/New_York")
    late = datetime(2026, 11, 18, 3, 30, tzinfo=UTC)  # Tuesday, half past ten at night in New York
    anna = meet(house, owner=house.ivo)
    call(anna, at=late, logged_at=late)
    assert names(part(read(), house.ivo)) == ["Anna Arnold"]


CHANNELS = ("phone", "email", "meeting", "mailing", "post", "note")
ENDINGS = ("reached", "says_no", "never_call", "no_answer", "voicemail", "busy", "someone_else", "held", "delivered", "received", "done")


@st.composite
def days(draw: st.DrawFn) -> list[tuple[int, int, str, str, str, int, bool]]:
    """Touches of a few people by a few reps around Tuesday, some of them undone."""
    one = st.tuples(
        st.integers(0, 4),
        st.integers(0, 2),
        st.sampled_from(CHANNELS),
        st.sampled_from(("out", "in")),
        st.sampled_from(ENDINGS),
        st.integers(-30, 50),
        st.booleans(),
    )
    return draw(st.lists(one, max_size=25))


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=days())
def test_the_names_are_the_distinct_live_phone_touches_of_the_day_and_nothing_else(house: House, day: list[tuple[int, ...]]) -> None:
    people = [meet(house, name) for name in ("Anna A", "Ben B", "Cora C", "David D", "Elif E")]
    seats = [house.ines, house.ivo, house.cara]
    midnight = datetime(2026, 11, 17, tzinfo=UTC)
    rows = [
        Touch(
            prospect=people[person],
            seat=seats[who],
            channel=channel,
            direction=direction,
            disposition=ending,
            happened_at=midnight + timedelta(hours=hour),
            logged_at=midnight + timedelta(hours=hour),
            voided_at=NOW if undone else None,
        )
        for person, who, channel, direction, ending, hour, undone in day
    ]
    Touch.objects.bulk_create(rows)
    report = read()
    on_the_day = [row for row in rows if row.voided_at is None and row.happened_at.date() == TUESDAY and row.channel == "phone"]
    expected = {(row.seat_id, row.prospect_id) for row in on_the_day if row.disposition in LIVE}
    assert {(one.seat_id, line.person.pk) for one in report.parts for line in one.reached} == expected
    assert sum(len(one.reached) for one in report.parts) == len(expected)
    assert report.totals.reached == len({person for _, person in expected})
    Touch.objects.all().delete()
    for person in people:
        person.delete()


def test_the_last_attempt_says_which_of_the_round_it_was(house: House) -> None:
    anna = meet(house, "Anna Arnold", inquired_at=NOW - timedelta(days=9))
    call(anna, "no_answer", at=TEN - timedelta(days=1))
    call(anna, "no_answer")
    before = morning_report(for_=None, on=TUESDAY - timedelta(days=1), now=NOW)
    assert [one.in_round for one in part(read(), house.ines).tried] == [2]
    assert [one.in_round for one in part(before, house.ines).tried] == [0]
