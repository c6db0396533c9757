import pytest

from keepwarm.lib.refusal import Refusal


class BudgetSpent(Refusal):
    pass


def test_a_refusal_carries_the_sentence_for_the_person() -> None:
    with pytest.raises(Refusal) as caught:
        raise BudgetSpent("Two of ten activities were letters: call first.")
    assert caught.value.sentence == "Two of ten activities were letters: call first."
