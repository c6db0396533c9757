"""Sentences of notes and letters that sound like a promise are found with their day; questions and the next talk are none."""

from datetime import date

import pytest

from keepwarm.engine.promised import find_promises, lines_of

WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Spoke with Anna. We will deliver soon, by 4 December.", [("We will deliver soon, by 4 December.", date(2026, 12, 4))]),
        ("It works on Sundays too, she likes that", [("It works on Sundays too, she likes that", None)]),
        ("You'll get a spare key\nTraining is included", [("You'll get a spare key", None), ("Training is included", None)]),
        ("Wir liefern bis zum 4. Dezember. Die Schulung ist kostenlos.", [
            ("Wir liefern bis zum 4. Dezember.", date(2026, 12, 4)), ("Die Schulung ist kostenlos.", None)]),
        ("I will call you on Monday. Ich melde mich am Freitag.", []),
        ("Is delivery included?", []),
        ("They need heating for three halls, and decide alone.", []),
        ("Delivered by Friday. delivered by friday.", [("delivered by friday.", date(2026, 11, 20))]),
        ("", []),
    ],
)  # fmt: skip
def test_each_sentence_once_with_the_day_that_it_names(text: str, found: list[tuple[str, date | None]]) -> None:
    assert [(one.what, one.due_on) for one in find_promises(text, WEDNESDAY)] == found


def test_of_a_very_long_sentence_what_can_be_kept_is_proposed() -> None:
    (one,) = find_promises("We will " + "clean " * 200, WEDNESDAY)
    assert len(one.what) <= 300


def test_each_line_of_a_quote_once_without_its_mark() -> None:
    assert lines_of("- 2 burners\n\n  • Delivery to the door\n- 2 burners\n") == ["2 burners", "Delivery to the door"]
