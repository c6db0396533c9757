"""Laws that hold for any two records."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from keepwarm.prospects.matching.compare import levels
from keepwarm.prospects.matching.dates import date_level, plain_date
from keepwarm.prospects.matching.levels import CLOSE, EXACT, MISSING, Field
from keepwarm.prospects.matching.names import name_level, split_full_name
from keepwarm.prospects.matching.places import split_number
from keepwarm.prospects.matching.records import Record, plain_organization, prepare
from keepwarm.prospects.matching.texts import plain, sound
from keepwarm.prospects.matching.verdicts import Kind, compare

STRONG = [Kind.DIFFERENT, Kind.DOUBT, Kind.SAME]


def one_of(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(("", *values))


def some_of(*values: str) -> st.SearchStrategy[Sequence[str]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


RECORDS = st.builds(
    Record,
    key=st.integers(0, 9),
    given=one_of("anna", "ana", "peter", "bob", "robert", "a", "van der berg"),
    family=one_of("smith", "smyth", "lindqvist", "anna", "berg"),
    organization=one_of("acme ltd", "acme", "zeta works"),
    number=one_of("12", "21", "7"),
    streets=st.sampled_from(((), ("oak street",), ("oak st", "unit 4"), ("", "oak street"), ("12 elm road",))),
    city=one_of("leeds", "leds", "york"),
    postcode=one_of("4011", "4101", "2000"),
    born=one_of("1971-06-24", "1971-24-06", "1990-01-01", "garbage"),
    emails=some_of("anna.smith@post.example", "ana.smith@post.example", "info@acme.example", "not an address"),
    phones=some_of("+441134960001", "+441134960002"),
)
BLANKABLE: dict[Field, dict[str, Any]] = {
    Field.GIVEN: {"given": ""},
    Field.FAMILY: {"family": ""},
    Field.BORN: {"born": ""},
    Field.NUMBER: {"number": ""},
    Field.EMAIL: {"emails": ()},
    Field.PHONE: {"phones": ()},
}


@given(RECORDS, RECORDS)
def test_the_answer_is_the_same_from_both_sides(a: Record, b: Record) -> None:
    there, back = compare(prepare(a), prepare(b)), compare(prepare(b), prepare(a))
    assert (there.kind, there.contradicts, there.born_apart) == (back.kind, back.contradicts, back.born_apart)
    assert abs(there.weight - back.weight) < 1e-9


@given(RECORDS)
def test_a_record_with_a_name_and_more_is_the_same_as_itself(record: Record) -> None:
    person = prepare(record)
    assume(person.given and person.family and (person.emails or person.phones or person.born))
    assert compare(person, person).kind is Kind.SAME


@given(RECORDS)
def test_a_record_never_contradicts_itself(record: Record) -> None:
    verdict = compare(prepare(record), prepare(record))
    assert not verdict.contradicts
    assert not verdict.born_apart


@given(RECORDS, RECORDS, st.sampled_from(sorted(BLANKABLE)))
def test_losing_what_agrees_never_makes_us_surer(a: Record, b: Record, part: Field) -> None:
    b = replace(b, **{name: getattr(a, name) for name in BLANKABLE[part]})
    whole = compare(prepare(a), prepare(b))
    assume(whole.found[part] == EXACT)
    less = compare(prepare(replace(a, **BLANKABLE[part])), prepare(b))
    # A name swapped into the other column may be read anew, and a mail domain stood for the firm.
    assume(all(less.found[other] in (whole.found[other], MISSING) for other in Field if other != part))
    assert STRONG.index(less.kind) <= STRONG.index(whole.kind)


@given(RECORDS)
def test_nothing_known_on_one_side_is_no_evidence(record: Record) -> None:
    empty = prepare(Record(key="empty"))
    assert set(levels(prepare(record), empty)) == {MISSING}
    assert compare(prepare(record), empty).kind is Kind.DIFFERENT


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_can_be_a_name_a_date_or_a_street(left: str, right: str) -> None:
    a = Record(key=1, full=left, born=right, streets=(left, right), organization=right, emails=(left,), phones=(right,))
    b = Record(key=2, given=right, family=left, born=left, city=right, postcode=left, number=right)
    assert compare(prepare(a), prepare(b)).kind in STRONG
    assert plain(plain(left)) == plain(left)
    assert len(sound(plain(left))) <= 4


def test_names_are_taken_apart_as_people_write_them() -> None:
    assert split_full_name("Dr. Anna Maria van der Berg") == ("anna maria", "van der berg")
    assert split_full_name("Müller-Lüdenscheidt, José") == ("jose", "muller ludenscheidt")
    assert split_full_name("Smith, PhD") == ("", "smith")
    assert name_level("bob", "robert") == CLOSE
    assert plain_organization("The ACME Co. Ltd") == "acme"


def test_dates_and_house_numbers_are_read_in_the_usual_ways() -> None:
    assert plain_date("24.6.1971") == plain_date("1971-06-24") == plain_date("6/24/1971") == plain_date("19710624")
    assert plain_date("1971") == plain_date("24.6.71") == plain_date("") == ""
    assert date_level("19710624", "19712406") == CLOSE
    assert split_number("12 Oak Street") == ("12", "Oak Street")
    assert split_number("Hauptstraße 7a") == ("7a", "Hauptstraße")
