"""Merge fields of what goes to many: filled once, with other words or blocked, never read as code, never claimed when old."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.engine.merging import Fact, Field, MergeRefused, Values, fields_in, fill, fill_slots, fresh_values, require_sound, slot_fields

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
ANNA = Values({"first_name": "Anna"})


def test_a_value_or_the_other_words() -> None:
    assert fill("Hello {first_name|there},", ANNA).text == "Hello Anna,"
    without = fill("Hello {first_name|there},", Values({}))
    assert (without.text, without.fell_back, without.missing) == ("Hello there,", ("first_name",), ())


def test_a_field_without_either_blocks() -> None:
    assert fill("At {firm}.", ANNA).missing == ("firm",)
    assert fill("At {firm}.", Values({"firm": "  "})).missing == ("firm",)


def test_what_is_old_is_not_claimed_as_fresh() -> None:
    facts = {"budget": Fact("20,000", NOW - timedelta(days=181)), "size": Fact("40", NOW - timedelta(days=180)), "name": Fact("Anna")}
    values = fresh_values(facts, now=NOW, fresh_days=180)
    assert (set(values.by_name), set(values.stale)) == ({"size", "name"}, {"budget"})
    filled = fill("{budget|your budget} and {size}", values)
    assert (filled.text, filled.stale, filled.missing) == ("your budget and 40", ("budget",), ())
    assert fill("{budget}", values).missing == ("budget",)


def test_what_stands_in_a_value_is_never_read_as_a_field_or_as_html() -> None:
    nasty = Values({"first_name": "{firm|x} {{7*7}} {% now %} <b>", "firm": "Secret"})
    assert fill("{first_name|there}", nasty).text == "{firm|x} {{7*7}} {% now %} <b>"
    assert fill("{first_name|there}", nasty, as_html=True).text == "{firm|x} {{7*7}} {% now %} &lt;b&gt;"
    assert fill("Subject {first_name|there}", Values({"first_name": "A\r\nBcc: x"})).text == "Subject A Bcc: x"


@pytest.mark.parametrize(
    "text", ["{firstname|x}", "{first_name|}", "{First_Name|x}", "{first name|x}", "{ first_name }", "{first_name|a|b}"]
)
def test_what_is_no_field_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(MergeRefused, match=r"\."):
        require_sound(f"Hello {text}", frozenset({"first_name"}))


def test_braces_that_mean_nothing_to_us_stay() -> None:
    text = "p { color: red } {} {1} @media x {a:b}"
    require_sound(text, frozenset())
    assert fill(text, ANNA).text == text


def test_places_keep_the_words_of_each_and_are_shared_by_the_parts_of_a_mail() -> None:
    subject = slot_fields("{first_name|Hello}: {firm}")
    body = slot_fields("{first_name|there}, {first_name|Hello}, {firm}", subject.fields)
    assert (subject.text, body.text) == ("{first_name_2}: {firm}", "{first_name_3}, {first_name_2}, {firm}")
    assert body.fields["first_name_3"] == Field("first_name", "there")
    assert fill_slots(body.fields, ANNA) == ({"first_name_2": "Anna", "firm": "", "first_name_3": "Anna"}, ("firm",))


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_text_and_any_value_fill_the_same_by_places_and_at_once(text: str, value: str) -> None:
    values = Values({field.name: value for field in fields_in(text)})
    template = text + " {first_name|there} {firm|}"
    slots = slot_fields(template)
    filled, _missing = fill_slots(slots.fields, values)
    by_places = fill(slots.text, Values(filled)).text
    assert by_places == fill(template, values).text
