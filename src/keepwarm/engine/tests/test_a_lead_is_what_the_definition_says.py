"""The judgement against the definition: met, missing, contradicted, and from where we know."""

import pytest

from keepwarm.engine.conditions.text import parse
from keepwarm.engine.lead import Criterion, Group, LeadDefinition, Qualification, is_lead, provisional_definition, qualify
from keepwarm.engine.tests.people import ago, person, told
from keepwarm.engine.words import Evidence

C, F, W, P = Evidence.CONVERSATION, Evidence.FORM, Evidence.WRITTEN, Evidence.PUBLIC


def judged(written_only: bool = False, **answers: tuple[str, Evidence]) -> Qualification:
    columns = {key: told(value, evidence=evidence) for key, (value, evidence) in answers.items()}
    return qualify(person(columns, written_only=written_only), provisional_definition())


def names(found: Qualification, which: str) -> list[str]:
    return [c.name for c, here in zip(provisional_definition().criteria, getattr(found, which)[0], strict=True) if here]


class TestHalfALead:
    """Journey 4."""

    def test_a_good_firm_and_a_big_wish_by_mail_are_no_lead(self) -> None:
        found = judged(fit=("yes", P), need=("everything", W), timing=("now", W))
        assert not found.is_lead[0]
        assert names(found, "met") == ["fit"]
        assert names(found, "missing") == ["need", "authority", "timing", "budget"]

    def test_two_criteria_met_by_word_of_mouth_make_it_one(self) -> None:
        assert judged(fit=("yes", P), need=("everything", C), authority=("decides", C)).is_lead[0]

    def test_required_ones_alone_are_not_enough(self) -> None:
        assert not judged(need=("everything", C), authority=("decides", C)).is_lead[0]


def test_nothing_known_is_no_lead_and_all_is_missing() -> None:
    found = judged()
    assert not found.is_lead[0]
    assert found.missing.all()
    assert (found.evidence == Evidence.UNKNOWN).all()


def test_a_plain_no_contradicts() -> None:
    found = judged(need=("soon", C), authority=("yes", C), budget=("No", C))
    found_folded = judged(need=("soon", C), authority=("yes", C), budget=("no", C))
    assert names(found_folded, "contradicted") == ["budget"]
    assert not found_folded.is_lead[0]
    assert found.is_lead.shape == (1,)


def test_who_may_only_be_written_to_is_judged_by_written_answers() -> None:
    written = {"need": ("soon", W), "authority": ("yes", W), "budget": ("10", W)}
    assert judged(written_only=True, **written).is_lead[0]
    assert not judged(written_only=False, **written).is_lead[0]


def test_a_form_is_no_written_answer_to_a_direct_question() -> None:
    filled_in = {"need": ("soon", F), "authority": ("yes", F), "budget": ("10", F)}
    found = judged(written_only=True, **filled_in)
    assert names(found, "met") == ["need"]


def test_the_evidence_is_shown_also_where_it_does_not_count() -> None:
    found = judged(budget=("10", F))
    assert found.evidence[0].tolist() == [0, 0, 0, F, 0]
    assert names(found, "missing") == ["need", "authority", "timing", "budget", "fit"]


def test_each_criterion_is_exactly_one_of_met_missing_and_contradicted() -> None:
    found = judged(need=("none", C), authority=("yes", F), fit=("yes", P))
    assert (found.met.astype(int) + found.missing + found.contradicted == 1).all()


def test_replies_and_clicks_alone_never_make_a_lead() -> None:
    facts = person(reply_at=ago(1), reply_kind=3, last_touch_at=ago(0.1), last_progress_at=ago(1), reached=3)
    assert not is_lead(facts, provisional_definition())[0]


@pytest.mark.parametrize(("size", "expected"), [(5.0, False), (50.0, True)])
def test_a_house_may_have_criteria_of_its_own(size: float, expected: bool) -> None:
    big = Criterion("big", "Big enough", Group.OWN, parse("answer.size >= 10 and warm = yes"), frozenset({F}), required=True)
    definition = LeadDefinition(version=2, provisional=False, criteria=(big,))
    assert is_lead(person({"size": told(size, evidence=F)}), definition)[0] == expected


def test_a_definition_without_criteria_makes_nobody_a_lead() -> None:
    assert not is_lead(person(), LeadDefinition(version=1, provisional=False, criteria=()))[0]


def test_the_starting_definition_says_that_it_is_provisional() -> None:
    definition = provisional_definition()
    assert definition.provisional
    assert [c.name for c in definition.criteria if c.required] == ["need", "authority"]


def test_half_an_answer_is_missing_and_not_contradicted() -> None:
    both = Criterion("both", "Both", Group.FIT, parse("answer.size >= 10 and answer.sites >= 2"), frozenset({F}), required=True)
    definition = LeadDefinition(version=3, provisional=False, criteria=(both,))
    assert qualify(person({"size": told(50.0, evidence=F)}), definition).missing[0, 0]
    assert qualify(person({"size": told(5.0, evidence=F)}), definition).contradicted[0, 0]
