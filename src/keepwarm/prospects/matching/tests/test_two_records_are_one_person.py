"""Which pairs are merged, which are shown to a person and which are left alone."""

from dataclasses import replace

import pytest

from keepwarm.prospects.matching.learn import learn
from keepwarm.prospects.matching.reasons import SENTENCES, sentence
from keepwarm.prospects.matching.records import Record, prepare
from keepwarm.prospects.matching.verdicts import Kind, Verdict, compare
from keepwarm.prospects.matching.weights import usual_weights

ANNA = Record(key=1, given="Anna", family="Lindqvist")
AT_HOME = replace(ANNA, number="12", streets=("Oak Street",), city="Leeds", postcode="LS1 4AB")
AT_WORK = replace(ANNA, organization="Acme Ltd")
BORN = replace(ANNA, born="1971-06-24")
WITH_EMAIL = replace(ANNA, emails=("anna.lindqvist@post.example",))
WITH_PHONE = replace(ANNA, phones=("+441134960001",))


def judged(a: Record, b: Record, population: int = 100_000) -> Verdict:
    return compare(prepare(a), prepare(replace(b, key=2)), usual_weights(population))


@pytest.mark.parametrize("record", [AT_HOME, AT_WORK, BORN, WITH_EMAIL, WITH_PHONE])
def test_the_same_name_with_one_more_thing_in_common_is_the_same_person(record: Record) -> None:
    assert judged(record, record).kind is Kind.SAME


def test_an_email_alone_is_enough_when_no_name_is_known() -> None:
    nameless = replace(WITH_EMAIL, given="", family="")
    assert judged(nameless, nameless).kind is Kind.SAME
    assert judged(nameless, WITH_EMAIL).kind is Kind.SAME


def test_a_phone_number_alone_is_a_doubt() -> None:
    nameless = replace(WITH_PHONE, given="", family="")
    assert judged(nameless, nameless).kind is Kind.DOUBT
    assert judged(nameless, WITH_PHONE).kind is Kind.DOUBT


@pytest.mark.parametrize("given", ["Peter", "Maria"])
@pytest.mark.parametrize("record", [WITH_EMAIL, WITH_PHONE])
def test_one_address_under_two_given_names_is_never_merged(record: Record, given: str) -> None:
    assert judged(record, replace(record, given=given)).kind is Kind.DOUBT


@pytest.mark.parametrize("mailbox", ["info@acme.example", "sales2@acme.example", "office@acme.example"])
def test_the_mailbox_of_a_role_is_no_evidence(mailbox: str) -> None:
    nameless = Record(key=1, emails=(mailbox,))
    assert judged(nameless, nameless).kind is not Kind.SAME
    assert judged(replace(ANNA, emails=(mailbox,)), nameless).kind is not Kind.SAME


def test_numbered_mailboxes_are_two_peoples() -> None:
    lead = Record(key=1, emails=("lead-660737@example.com",))
    assert judged(lead, replace(lead, emails=("lead-660738@example.com",)), population=10).kind is Kind.DIFFERENT


def test_numbered_names_are_two_peoples() -> None:
    visitor = Record(key=1, full="Visitor 17", organization="Acme", phones=("+441134960001",))
    assert judged(visitor, visitor).kind is Kind.SAME
    assert judged(visitor, replace(visitor, full="Visitor 18")).kind is not Kind.SAME
    assert judged(visitor, replace(visitor, full="Visitor 118", phones=())).kind is Kind.DIFFERENT
    assert judged(visitor, replace(visitor, full="17, Visitor")).kind is Kind.SAME


@pytest.mark.parametrize(
    "changed",
    [
        replace(AT_WORK, family="Lindqwist"),
        replace(AT_WORK, organization="ACME Limited"),
        replace(BORN, given="Lindqvist", family="Anna"),
        replace(AT_HOME, given="Dr. Anna"),
        replace(AT_HOME, number="", streets=("12 Oak St",)),
        replace(AT_HOME, given="", family="", full="Lindqvist, Anna"),
        replace(AT_HOME, given="", family="", full="Ms Anna Lindqvist"),
        replace(WITH_EMAIL, emails=(" Anna.Lindqvist@POST.example ",)),
        replace(WITH_PHONE, given="A."),
    ],
)
def test_slips_and_other_ways_of_writing_leave_one_person(changed: Record) -> None:
    fuller = Record(
        key=1, given="Anna", family="Lindqvist", organization=changed.organization and "Acme Ltd", born=changed.born,
        number="12" if changed.streets else "", streets=changed.streets and ("Oak Street",),
        city=changed.city, postcode=changed.postcode,
        emails=changed.emails and WITH_EMAIL.emails, phones=changed.phones,
    )  # fmt: skip
    assert judged(fuller, changed, population=5_000).kind is Kind.SAME


@pytest.mark.parametrize("born", ["1971-24-06", "24.06.1971", "1971-06-25", "1971-60-24"])
def test_a_slip_in_a_birth_date_is_forgiven_when_the_address_agrees(born: str) -> None:
    record = replace(AT_HOME, born="1971-06-24")
    assert judged(record, replace(record, born=born)).kind is Kind.SAME


def test_a_usual_short_form_is_the_same_given_name() -> None:
    robert = Record(key=1, given="Robert", family="Lindqvist", organization="Acme")
    assert judged(robert, replace(robert, given="Bob"), population=10_000).kind is Kind.SAME


def test_father_and_son_of_one_name_at_one_address_are_not_merged() -> None:
    father = replace(AT_HOME, born="1948-02-11")
    assert judged(father, replace(father, born="1979-10-30")).kind is not Kind.SAME


def test_twins_are_not_merged() -> None:
    twin = replace(AT_HOME, born="1971-06-24")
    assert judged(twin, replace(twin, given="Markus")).kind is not Kind.SAME


def test_brother_and_sister_are_different_people() -> None:
    sister = replace(AT_HOME, born="1971-06-24")
    assert judged(sister, replace(sister, given="Markus", born="1974-01-09")).kind is Kind.DIFFERENT


def test_two_of_one_family_in_one_firm_are_not_merged() -> None:
    assert judged(AT_WORK, replace(AT_WORK, given="Markus")).kind is not Kind.SAME


def test_a_name_and_a_town_are_not_enough() -> None:
    assert judged(replace(ANNA, city="Leeds"), replace(ANNA, city="Leeds"), population=10).kind is not Kind.SAME


def test_a_place_of_its_own_makes_no_person() -> None:
    house = replace(AT_HOME, given="", family="")
    assert judged(house, house, population=10).kind is not Kind.SAME


def test_a_common_name_weighs_less_than_a_rare_one() -> None:
    crowd = [
        Record(key=n, given=f"{chr(97 + n % 26)}eor", family="Smith" if n % 3 else f"Q{n}ander", born=f"19{n % 90 + 10}0101")
        for n in range(900)
    ]
    weights = learn([prepare(record) for record in crowd])
    smith, rare = replace(BORN, family="Smith"), replace(BORN, family="Sondergeld")
    heavy = compare(prepare(rare), prepare(replace(rare, key=2)), weights).weight
    assert heavy > compare(prepare(smith), prepare(replace(smith, key=2)), weights).weight


def test_more_people_ask_for_more_evidence() -> None:
    a, b = prepare(BORN), prepare(replace(BORN, key=2))
    taught = learn([a, b])
    few, many = compare(a, b, taught.among(2_000)), compare(a, b, taught.among(2_000_000))
    assert few.weight > many.weight


def test_the_reasons_say_what_agrees_and_what_does_not() -> None:
    verdict = judged(AT_HOME, replace(AT_HOME, given="Lindqvist", family="Anna", city="York", postcode="YO1 7HH"))
    words = [sentence(reason) for reason in verdict.reasons]
    assert "given and family name stand in each other's place" in words
    assert "same house number: 12" in words
    assert "different towns: leeds, york" in words


def test_every_reason_has_a_sentence() -> None:
    full = replace(AT_HOME, organization="Acme", born="1971-06-24", emails=("a@b.example",), phones=("+441134960001",))
    other = Record(
        key=2, given="Bo", family="Quist", organization="Zeta", number="9", streets=("Elm Road",), city="York",
        postcode="YO1 7HH", born="1930-01-01", emails=("other@name.example",), phones=("+3312345678",),
    )  # fmt: skip
    told = [*judged(full, full).reasons, *judged(full, other).reasons]
    assert len(told) >= 18
    assert {reason.key for reason in told} <= SENTENCES.keys()
