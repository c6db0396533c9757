"""Folding is what all comparing and finding rests on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.lib.text import digits_of, fold, join_name, split_name


@given(st.text(max_size=40))
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcXYZ äÖßéñ\t", max_size=20))
def test_case_and_blanks_make_no_difference(text: str) -> None:
    assert fold(f"  {text.upper()}\t") == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Straße   MÜLLER", "strasse muller"),
        ("Łódź", "lodz"),
        ("Søren Ærø", "soren aero"),
        ("ﬁne", "fine"),
        ("Ⅻ", "xii"),
        ("Ｆｕｌｌ", "full"),
        ("", ""),
        ("O'Neil-Smith", "o'neil-smith"),
    ],
)
def test_folding_takes_out_case_accents_and_needless_blanks(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Ada Lovelace", ("Ada", "Lovelace")),
        ("Lovelace, Ada", ("Ada", "Lovelace")),
        ("Ludwig van Beethoven", ("Ludwig", "van Beethoven")),
        ("Oscar de la Renta", ("Oscar", "de la Renta")),
        ("Cher", ("", "Cher")),
        ("van Dyck", ("van", "Dyck")),
        ("", ("", "")),
        ("Mary Ann  Evans", ("Mary Ann", "Evans")),
    ],
)
def test_a_full_name_has_a_given_and_a_family_part(full: str, parts: tuple[str, str]) -> None:
    assert split_name(full) == parts


def test_names_are_joined_and_digits_are_picked_without_needless_blanks() -> None:
    assert join_name("", "Cher") == "Cher"
    assert join_name("Ada ", " Lovelace") == "Ada Lovelace"
    assert digits_of("+49 (0)30-12 ٣") == "4903012"
