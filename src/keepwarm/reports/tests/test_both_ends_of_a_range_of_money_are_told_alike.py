"""A range of money has as many decimals at its lower end as at its upper one."""

import pytest

from keepwarm.engine.comparing import Each
from keepwarm.reports.templatetags.ledger_words import amount, ranged


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (59_242, 197_500, "592 EUR to 1,975 EUR"),
        (59_242, 80_000, "592.42 EUR to 800.00 EUR"),
        (59_200, 80_000, "592 EUR to 800 EUR"),
        (59_242, None, "more than 592.42 EUR"),
        (None, None, ""),
    ],
)
def test_both_ends_have_the_same_decimals(low: int | None, high: int | None, said: str) -> None:
    assert ranged(Each(None, low, high), "EUR") == said


def test_one_amount_alone_is_told_as_before() -> None:
    assert (amount(59_242, "EUR"), amount(197_542, "EUR"), amount(None, "EUR")) == ("592.42 EUR", "1,975 EUR", "–")
