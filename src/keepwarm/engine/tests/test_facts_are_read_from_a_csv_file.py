"""Facts from a CSV text: names of facts as columns, sensible defaults, and sentences for what is wrong."""

import numpy as np
import pytest

from keepwarm.engine.facts_csv import UnreadableFacts, read_facts
from keepwarm.engine.tests.people import NOW, at
from keepwarm.engine.words import Evidence, Stage


def read(*lines: str) -> object:
    return read_facts(lines, now=NOW)


def test_a_column_is_a_fact() -> None:
    found = read_facts(["ref,stage,inquired_at,attempts,may_call", "a,lead,2026-03-01,2,no", "b,,2026-03-01T10:00+02:00,,yes"], now=NOW)
    assert found.refs == ("a", "b")
    assert found.facts.stage.tolist() == [Stage.LEAD, Stage.NEW]
    assert found.facts.inquired_at.tolist() == [at("2026-03-01").item(), at("2026-03-01T08:00").item()]
    assert found.facts.attempts.tolist() == [2, 0]
    assert found.facts.may_call.tolist() == [False, True]


def test_what_is_left_out_is_permitted_unknown_and_warm_where_they_inquired() -> None:
    facts = read_facts(["inquired_at,reached", "2026-03-01,0", ",1", ",0"], now=NOW).facts
    assert facts.may_write.all()
    assert facts.warm.tolist() == [True, True, False]
    assert np.isnat(facts.last_touch_at).all()
    assert read_facts(["stage", "new"], now=NOW).refs == ("2",)


def test_answers_have_values_evidence_and_a_date() -> None:
    header = "answer.need,answer.need.evidence,answer.size,answer.need.learned_at"
    answers = read_facts([header, "Soon,conversation,12,2026-03-01", ",,,"], now=NOW).facts.answers
    assert answers["need"].values.tolist() == ["soon", ""]
    assert answers["need"].known.tolist() == [True, False]
    assert answers["need"].evidence[0] == Evidence.CONVERSATION
    assert answers["need"].learned_at[0] == at("2026-03-01")
    assert answers["size"].values[0] == 12.0


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "The file is empty; its first line should name the facts."),
        (["stage"], "The file has no line of facts after its header."),
        (["stage,shoe", "new,4"], "There is no fact called “shoe”."),
        (["stage,stage", "new,new"], "The column “stage” stands twice in the header."),
        (["stage,warm", "new,yes", "new"], "Line 3 has 1 values; the header names 2 columns."),
        (["stage", "boss"], "Line 2: “boss” is not one of new, conversing, lead, in_sales, customer, ended for “stage”."),
        (["warm", "yes", "perhaps"], "Line 3: “perhaps” is not yes or no for “warm”."),
        (["attempts", "-1"], "Line 2: “-1” is not a whole number from 0 to 32767 for “attempts”."),
        (["attempts", "40000"], "Line 2: “40000” is not a whole number from 0 to 32767 for “attempts”."),
        (["inquired_at", "soon"], "Line 2: “soon” is not a date or a moment like 2026-03-01 or 2026-03-01T09:00Z for “inquired_at”."),
        (["answer.need,answer.need.evidence", "x,rumour"], "Line 2: “rumour” is not one of unknown, inferred"),
        (["answer.need.colour", "x"], "There is no fact called “answer.need.colour”."),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(lines: list[str], sentence: str) -> None:
    with pytest.raises(UnreadableFacts) as refused:
        read(*lines)
    assert str(refused.value).startswith(sentence)
