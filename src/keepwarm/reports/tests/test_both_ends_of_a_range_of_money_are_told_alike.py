"""A range of money has as many decimals at its lower end as at its upper one, and what is not shown is rounded, not cut off."""

import pytest

from keepwarm.engine.comparing import Each
from keepwarm.reports.templatetags.ledger_words import amount, ranged
from keepwarm.reports.templatetags.week_words import beside, per_100


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (59_242, 197_500, "592 EUR to 1,975 EUR"),
        (5_942, 19_750, "59 EUR to 198 EUR"),
        (5_924, 8_000, "59.24 EUR to 80.00 EUR"),
        (5_900, 8_000, "59 EUR to 80 EUR"),
        (5_924, None, "more than 59.24 EUR"),
        (None, None, ""),
    ],
)
def test_both_ends_have_the_same_decimals(low: int | None, high: int | None, said: str) -> None:
    assert ranged(Each(None, low, high), "EUR") == said


def test_cents_are_told_of_small_amounts_only() -> None:
    assert [amount(minor, "EUR") for minor in (261, 9_942, 59_396, 197_542, None)] == ["2.61 EUR", "99.42 EUR", "594 EUR", "1,975 EUR", "–"]


def test_means_are_rounded() -> None:
    assert [per_100(value) for value in (15.7, 9.96, 4.25, 3.0)] == ["16", "10", "4.2", "3"]
    assert beside(12.9) == "before: 13 a week"
