"""Days named or implied in a reply, seen from Wednesday, 7 May 2025."""

from datetime import date

import pytest

from keepwarm.engine.replies.date_words import easter, nth_weekday
from keepwarm.engine.replies.dates import wake_day

RECEIVED = date(2025, 5, 7)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Ask me again after 15 June.", "2025-06-16"),
        ("Nicht vor dem 1.9.", "2025-09-01"),
        ("Anfang Februar wieder.", "2026-02-01"),
        ("Try me in six weeks.", "2025-06-18"),
        ("Dans trois mois.", "2025-08-07"),
        ("give us a fortnight", "2025-05-21"),
        ("Our fiscal year flips July 1. Reach out then.", "2025-07-01"),
        ("Next quarter.", "2025-07-01"),
        ("wait until Q4", "2025-10-01"),
        ("Après les vacances d'été.", "2025-09-01"),
        ("The day the clocks go back.", "2025-10-26"),
        ("Nach Pfingsten gern.", "2025-06-10"),
        ("Talk to me in the new year.", "2026-01-01"),
        ("The first Monday in June.", "2025-06-02"),
        ("Our contract ends 30 June 2026, write to me in April.", "2026-04-01"),
        ("KW 38", "2025-09-15"),
        ("Em setembro.", "2025-09-01"),
        ("This time next year.", "2026-05-07"),
        ("Not before 15 September please.", "2025-09-15"),
        ("Nicht vor September.", "2025-09-01"),
        ("Nicht vor 15. September bitte.", "2025-09-15"),
        ("At the beginning of September.", "2025-09-01"),
        ("Towards the end of August.", "2025-08-31"),
        ("No fim de agosto.", "2025-08-31"),
        ("Not until after 15 September.", "2025-09-16"),
        ("On 15-Sep-2025.", "2025-09-15"),
        ("2025/09/15 would be better.", "2025-09-15"),
        ("Ab der 38. Kalenderwoche.", "2025-09-15"),
        ("KW38", "2025-09-15"),
        ("KW 3/2026", "2026-01-12"),
        ("In 3-4 weeks.", "2025-05-28"),
        ("In drei bis vier Wochen.", "2025-05-28"),
        ("In einem Vierteljahr.", "2025-08-07"),
        ("Three months from now.", "2025-08-07"),
        ("End of next month.", "2025-06-30"),
        ("Ende nächster Woche.", "2025-05-16"),
        ("Not this week.", "2025-05-12"),
        ("À partir du mois de mars.", "2026-03-01"),
        ("We have no budget before 2026.", "2026-01-01"),
        ("Nächstes Jahr um diese Zeit.", "2026-05-07"),
    ],
)
def test_a_later_time_is_turned_into_a_day(text: str, on: str) -> None:
    assert wake_day(text, RECEIVED, "not_now") == date.fromisoformat(on)


@pytest.mark.parametrize(
    "text",
    [
        "Maybe some day.",
        "Since March we have been busy.",
        "Not now.",
        "Page 14 of 2019.",
        "It may rain.",
        "Thanks for your letter of 20 April.",
        "After the holidays.",
    ],
)
def test_where_no_day_is_meant_none_is_found(text: str) -> None:
    assert wake_day(text, RECEIVED, "not_now") is None


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("I'm back on Monday.", "2025-05-12"),
        ("Zurück am 3.12.", "2025-12-03"),
        ("Bis einschließlich 9. Mai.", "2025-05-12"),
        ("Je suis absente jusqu'au 24 août inclus.", "2025-08-25"),
        ("I am on leave from 12 to 16 May.", "2025-05-19"),
        ("Closed from 24 December to 2 January, reopening 5 January.", "2026-01-05"),
        ("Vuelvo el lunes 19 de mayo.", "2025-05-19"),
        ("Out today, back tomorrow.", "2025-05-08"),
        ("I will be available again as of 19 May.", "2025-05-19"),
        ("À compter du 19 mai, je suis de retour.", "2025-05-19"),
        ("Back the week of 19 May.", "2025-05-19"),
        ("Away 12.5. - 16.5.", "2025-05-19"),
        ("12.–16. Mai im Urlaub.", "2025-05-19"),
        ("Out of office 28 Apr – 11 May.", "2025-05-12"),
        ("Ich bin diese Woche nicht im Büro.", "2025-05-12"),
    ],
)
def test_after_an_absence_the_working_day_of_the_return_is_meant(text: str, on: str) -> None:
    assert wake_day(text, RECEIVED, "out_of_office") == date.fromisoformat(on)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("You called on Tuesday. Call me on Friday.", "2025-05-09"),
        ("Ring me Thursday week.", "2025-05-15"),
        ("Not Monday, ring on Tuesday.", "2025-05-13"),
        ("I'm free today after four.", "2025-05-07"),
        ("Nächste Woche Dienstag um zehn?", "2025-05-13"),
        ("Me liga amanhã depois das 10h.", "2025-05-08"),
        ("Any time.", None),
        ("I am away today and tomorrow, call me on Friday.", "2025-05-09"),
        ("Donnerstag passt nicht, Freitag gern.", "2025-05-09"),
        ("Not before Friday please.", "2025-05-09"),
        ("Could you call me this week?", None),
    ],
)
def test_for_a_call_the_day_that_was_offered_is_meant(text: str, on: str | None) -> None:
    assert wake_day(text, RECEIVED, "wants_call") == (date.fromisoformat(on) if on else None)


def test_feasts_that_move_are_computed() -> None:
    assert [easter(year) for year in (2024, 2025, 2026)] == [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5)]
    assert nth_weekday(2025, 10, 6, -1) == date(2025, 10, 26)
    assert nth_weekday(2025, 11, 3, 4) == date(2025, 11, 27)


def test_days_told_with_the_month_first_are_read_so_where_all_of_them_lie_nearer() -> None:
    assert wake_day("Out 05/08 through 05/11, returning 05/12.", RECEIVED, "out_of_office") == date(2025, 5, 12)
    assert wake_day("Out 08/05 to 11/05, back 12/05.", RECEIVED, "out_of_office") == date(2025, 5, 12)


def test_after_the_holidays_is_after_the_next_ones_only_where_they_are_near() -> None:
    assert wake_day("Nach den Feiertagen gern.", date(2025, 11, 20), "not_now") == date(2026, 1, 2)
    assert wake_day("Nach den Feiertagen gern.", RECEIVED, "not_now") is None


def test_only_a_long_year_has_a_53rd_week() -> None:
    assert wake_day("KW 53", date(2026, 11, 23), "not_now") == date(2026, 12, 28)
    assert wake_day("KW 53", RECEIVED, "not_now") is None
