"""Dates of lists: the usual forms are read, everything else is refused."""

import contextlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.lib.dates import Order, UnreadableDate, from_serial, read_date, read_moment


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2025-03-14", "dmy", date(2025, 3, 14)),
        ("20250314", "dmy", date(2025, 3, 14)),
        ("14.3.2025", "mdy", date(2025, 3, 14)),
        ("14.03.25", "dmy", date(2025, 3, 14)),
        ("3.4.1978", "mdy", date(1978, 4, 3)),
        ("03/04/2025", "dmy", date(2025, 4, 3)),
        ("03/04/2025", "mdy", date(2025, 3, 4)),
        ("3/4/99", "mdy", date(1999, 3, 4)),
        ("2025/3/4", "mdy", date(2025, 3, 4)),
        ("14 Mar 2025", "dmy", date(2025, 3, 14)),
        ("March 14, 2025", "dmy", date(2025, 3, 14)),
        ("45730", "dmy", date(2025, 3, 14)),
        ("45730.75", "dmy", date(2025, 3, 14)),
        (" 2024-02-29 ", "dmy", date(2024, 2, 29)),
        ("2025-03-14T09:30:00+01:00", "dmy", date(2025, 3, 14)),
    ],
)
def test_the_usual_forms_are_read(text: str, order: Order, day: date) -> None:
    assert read_date(text, order=order) == day


@pytest.mark.parametrize(
    "text",
    ["14-Mar-25", "14 March 25", "14-MAR-2025", "14. 3. 2025", "14.03.2025.", "2025. 03. 14.", "2025年3月14日", "2025년 3월 14일",
     "14. März 2025", "14 mars 2025", "14 de marzo de 2025", "March 14th, 2025", "Friday, March 14, 2025",
     "Fri, 14 Mar 2025", "vendredi 14 mars 2025", "mar 14 mars 2025", "Freitag, 14. März 2025", "14 marzo 2025"],
)  # fmt: skip
def test_a_day_is_read_as_other_countries_and_programs_write_it(text: str) -> None:
    assert read_date(text) == date(2025, 3, 14)


@pytest.mark.parametrize(
    "text",
    ["2025-03-14T10:22:33Z", "20250314102233", "20250314T102233Z", "14.03.2025 10:22:33 Uhr", "14.03.2025, 10:22:33",
     "14.03.2025 um 10:22:33", "14/03/2025 à 10:22:33", "Fri, 14 Mar 2025 10:22:33 +0000", "Friday, March 14, 2025 at 10:22:33 AM",
     "2025. 03. 14. 10:22:33",
     "Fri Mar 14 2025 11:22:33 GMT+0100 (Central European Standard Time)", "14/03/2025 10:22:33 a. m.",
     "2025-03-14 10:22:33,123"],
)  # fmt: skip
def test_a_time_is_read_as_other_countries_and_programs_write_it(text: str) -> None:
    assert read_moment(text) == datetime(2025, 3, 14, 10, 22, 33, tzinfo=UTC)


def test_hours_may_be_parted_from_minutes_by_their_letter() -> None:
    assert read_moment("14/03/2025 10h22") == read_moment("2025年3月14日 10時22") == datetime(2025, 3, 14, 10, 22, tzinfo=UTC)


@pytest.mark.parametrize("text", ["14. listopada 2025", "mars 2025", "14.3.", "Sonntag", "14 Marz 2025 soon", "2025年13月1日"])
def test_what_two_languages_read_differently_or_is_no_whole_day_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDate):
        read_date(text)


@pytest.mark.parametrize(("text", "zone"), [("9999-12-31 23:59:59", "America/New_York"), ("0001-01-01 00:00", "Asia/Tokyo")])
def test_a_moment_beyond_all_calendars_is_refused_and_stops_nothing(text: str, zone: str) -> None:
    with pytest.raises(UnreadableDate):
        read_moment(text, zone=zone)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2025-02-30", "29.2.2023", "13/13/2025", "2025-3", "14-Mar-25x", "1", "123456", "2025.03/14", "9999999",
     "12:30", "2025-03-14 25:00", "2025-03-14 13:00 pm", "32 Mar 2025", "2025-03-14T09:00+99:00", "²025-03-14"],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(UnreadableDate) as refused:
        read_date(text)
    assert refused.value.sentence.endswith(".")


def test_the_order_is_never_guessed_from_the_numbers() -> None:
    with pytest.raises(UnreadableDate):
        read_date("03/14/2025", order="dmy")


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2025-07-01 09:30", "Europe/Berlin", datetime(2025, 7, 1, 7, 30, tzinfo=UTC)),
        ("2025-01-01 09:30", "Europe/Berlin", datetime(2025, 1, 1, 8, 30, tzinfo=UTC)),
        ("2025-07-01T09:30Z", "Europe/Berlin", datetime(2025, 7, 1, 9, 30, tzinfo=UTC)),
        ("2025-07-01T09:30:15.250+02:00", "UTC", datetime(2025, 7, 1, 7, 30, 15, tzinfo=UTC)),
        ("7/1/2025 2:05 PM", "America/New_York", datetime(2025, 7, 1, 18, 5, tzinfo=UTC)),
        ("7/1/2025 12:05 am", "UTC", datetime(2025, 7, 1, 0, 5, tzinfo=UTC)),
        ("1 July 2025", "Asia/Tokyo", datetime(2025, 7, 1, 3, 0, tzinfo=UTC)),
        ("45839.5", "UTC", datetime(2025, 7, 1, 12, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_is_local_unless_it_says_otherwise_and_a_bare_day_is_its_noon(text: str, zone: str, moment: datetime) -> None:
    assert read_moment(text, order="mdy", zone=zone) == moment


@given(st.dates(min_value=date(1955, 1, 1), max_value=date(2118, 12, 31)))
def test_every_form_of_a_day_reads_as_the_same_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    forms = [day.isoformat(), f"{day:%d.%m.%Y}", f"{day:%d/%m/%Y}", f"{day:%Y%m%d}", f"{day.day} {day:%b} {day.year}", str(serial)]
    assert {read_date(form) for form in forms} == {day}
    assert from_serial(serial).date() == day


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_refusal(text: str) -> None:
    with contextlib.suppress(UnreadableDate):
        assert isinstance(read_date(text), date)
