"""A number in an address may be anything: what is no number, or none a database could look for, is none."""

import pytest

from keepwarm.lib.text import read_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("007", 7), (str(2**62), 2**62)])
def test_plain_digits_are_a_number(text: str, number: int) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize("text", [None, "", "-1", "1.5", "x", "\u00b2", "\u0663", str(2**62 + 1), "9" * 9999])
def test_all_else_is_none(text: str | None) -> None:
    assert read_number(text) is None


def test_a_number_may_have_a_bound_of_its_own() -> None:
    assert (read_number("99", most=99), read_number("100", most=99)) == (99, None)
