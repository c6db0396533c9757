"""Whole batches: chains are guarded, shared addresses never merge, the order of records does not matter."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from keepwarm.prospects.matching.choosing import choose
from keepwarm.prospects.matching.clusters import Clusters, cluster
from keepwarm.prospects.matching.keys import MOST_KEYS, match_keys
from keepwarm.prospects.matching.records import Record, prepare
from keepwarm.prospects.matching.sharing import shared_addresses
from keepwarm.prospects.matching.tests.made_up import Made, town
from keepwarm.prospects.matching.verdicts import Kind
from keepwarm.prospects.matching.weights import usual_weights

HOUSE = Record(key="house", number="12", streets=("Oak Street",), city="Leeds", postcode="LS1 4AB")


def grouped(told: Clusters) -> set[frozenset[str | int]]:
    return {frozenset(group) for group in told.groups}


def test_a_record_without_birth_date_does_not_join_father_and_son() -> None:
    father = replace(HOUSE, key="father", given="John", family="Smith", born="1948-02-11")
    told = cluster([father, replace(father, key="son", born="1979-10-30"), replace(father, key="undated", born="")])
    assert not any({"father", "son"} <= group for group in grouped(told))


def test_a_record_without_given_name_does_not_join_twins() -> None:
    anna = replace(HOUSE, key="anna", given="Anna", family="Smith", born="1971-06-24")
    told = cluster([anna, replace(anna, key="mark", given="Markus"), replace(anna, key="unnamed", given="")])
    assert not any({"anna", "mark"} <= group for group in grouped(told))


def test_a_mailbox_used_under_several_names_merges_nobody() -> None:
    mailbox = ("desk7@acme.example",)
    people = [
        Record(key=1, given="Anna", family="Lind", emails=mailbox),
        Record(key=2, given="Peter", family="Roth", emails=mailbox),
        Record(key=3, emails=mailbox),
    ]
    assert shared_addresses(map(prepare, people)) == {"desk7@acme.example"}
    assert cluster(people).groups == ()


def test_a_number_used_under_several_names_merges_nobody() -> None:
    number = ("+441134960001",)
    people = [
        Record(key=1, given="Anna", family="Lind", phones=number),
        Record(key=2, given="Peter", family="Roth", phones=number),
        Record(key=3, given="Anna", family="Lind", phones=number),
    ]
    assert cluster(people, usual_weights(100_000)).groups == ()


def test_an_address_known_to_be_shared_is_no_evidence_for_a_single_pair() -> None:
    nameless = Record(key=1, emails=("desk7@acme.example",))
    person = prepare(nameless, shared={"desk7@acme.example"})
    assert person.emails == ()
    assert person.shared == ("desk7@acme.example",)
    assert choose(person, [prepare(replace(nameless, key=2), shared={"desk7@acme.example"})]).same is None


def test_a_newcomer_torn_between_two_people_is_merged_with_neither() -> None:
    father = replace(HOUSE, key="father", given="John", family="Smith", born="1948-02-11")
    son = replace(father, key="son", born="1979-10-30")
    choice = choose(prepare(replace(father, key="new", born="")), [prepare(father), prepare(son)])
    assert choice.same is None
    assert {doubt.right.key for doubt in choice.doubts} == {"father", "son"}
    assert all(doubt.kind is Kind.DOUBT for doubt in choice.doubts)


def test_a_newcomer_is_the_one_known_person_who_fits() -> None:
    known = Record(key="known", given="Anna", family="Lindqvist", emails=("anna@lindqvist.example",))
    other = Record(key="other", given="Peter", family="Lindqvist", emails=("peter@lindqvist.example",))
    choice = choose(prepare(replace(known, key="new")), [prepare(other), prepare(known)])
    assert choice.same is not None
    assert choice.same.right.key == "known"


def measured(made: Made, told: Clusters) -> tuple[float, float]:
    true = made.pairs()
    found = {tuple(sorted((a, b), key=str)) for group in told.groups for a in group for b in group if str(a) < str(b)}
    right = len(found & true)
    return right / len(found), right / len(true)


def test_few_wrong_merges_among_families_with_slips_of_another_kind() -> None:
    made = town(seed=11, count=400)
    precision, recall = measured(made, cluster(made.records))
    assert precision >= 0.98
    assert recall >= 0.6


def test_few_wrong_merges_with_the_usual_weights() -> None:
    made = town(seed=12, count=400)
    precision, recall = measured(made, cluster(made.records, usual_weights(len(made.records))))
    assert precision >= 0.98
    assert recall >= 0.7


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1000), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(seed: int, order: random.Random) -> None:
    records = town(seed, count=12, share=0.6).records
    shuffled = list(records)
    order.shuffle(shuffled)
    assert cluster(records) == cluster(shuffled)


def test_groups_do_not_overlap_and_doubts_lie_between_groups() -> None:
    told = cluster(town(seed=5, count=150, share=0.6).records)
    home = {key: place for place, group in enumerate(told.groups) for key in group}
    assert len(home) == sum(map(len, told.groups))
    assert all(home.get(doubt.left, -1) != home.get(doubt.right, -2) for doubt in told.doubts)


def test_keys_are_few_and_the_same_in_every_run() -> None:
    for record in town(seed=6, count=50).records:
        assert 0 < len(match_keys(prepare(record))) <= MOST_KEYS
    anna = Record(key=1, given="Anna", family="Lind", organization="Acme", emails=("a.lind@acme.example",))
    assert match_keys(prepare(anna))[0] == -6914227698260364784


def test_an_empty_batch_and_a_single_record_have_no_groups() -> None:
    assert cluster([]) == Clusters((), ())
    assert cluster([Record(key=1, given="Anna", family="Lind")]).groups == ()
