"""Whatever people wrote is opened by a spreadsheet as text, comes back as it was, and numbers stay numbers."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.lib.sheets import as_text, csv_lines, guard, guard_parts, unguard

WRITTEN = st.lists(st.sampled_from([*"=+-@'\"; \t\r\n,a1", "＝", "＋", "－", "＠", "\u200b", "\ufeff", "\u00a0", "−"]), max_size=12).map(
    "".join
)
TEXTS = st.one_of(WRITTEN, st.text(max_size=40), WRITTEN.flatmap(lambda start: st.text(max_size=10).map(lambda rest: start + rest)))
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def runs(cell: str) -> bool:
    """Whether a careless spreadsheet might run it: it begins so, when blanks and what is not seen are left out."""
    if cell[:1] in {"\t", "\r", "\n"}:
        return True
    bare = cell.lstrip("".join(letter for letter in cell if letter.isspace() or unicodedata.category(letter) in {"Cc", "Cf"}))
    is_number = cell.lstrip("+-").replace(".", "", 1).replace(",", "", 1).isdecimal()
    return unicodedata.normalize("NFKC", bare[:1]).startswith(DANGEROUS) and not is_number


@given(TEXTS)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert not runs(guard(text))
    assert not runs(guard_parts(text))


@given(TEXTS)
def test_what_another_country_splits_begins_no_formula_either(text: str) -> None:
    line = "".join(csv_lines(["a", "b"], [["x", text]], bom=False)).split("\r\n", 1)[1]
    for cell in line.replace("\t", ";").replace("\n", ";").replace("\r", ";").split(";")[1:]:
        assert not cell.lstrip(' "\u200b\ufeff\u00a0').startswith(DANGEROUS[:4])


@given(TEXTS)
def test_it_comes_back_as_it_was(text: str) -> None:
    assert unguard(guard_parts(text)) == text


@given(st.lists(st.lists(TEXTS.filter(lambda text: "\0" not in text), min_size=2, max_size=4), max_size=6))
def test_a_whole_file_comes_back(rows: list[list[str]]) -> None:
    told = "".join(csv_lines(["one", "two"], rows)).removeprefix("\ufeff")
    again = list(csv.reader(io.StringIO(told, newline="")))
    assert [[unguard(cell) for cell in row] for row in again[1:]] == rows


@pytest.mark.parametrize(
    "text", ["=1+1", "  =1+1", "\u00a0@SUM(A1)", "＝cmd", "+cmd|' /C calc'!A0", "\t=1", "\rx", "-2+3", '"=1"', "+44 20 7946 0000"]
)
def test_a_formula_stands_behind_an_apostrophe(text: str) -> None:
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+3.20", "-0,5", "+442079460000", "a=b", "O'Neil", "", "x - y", "2026-01-01"])
def test_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert guard(text) == guard_parts(text) == text


def test_values_are_told_by_their_kind() -> None:
    berlin = timezone(timedelta(hours=1))
    assert as_text(datetime(2026, 11, 22, 10, 0, tzinfo=UTC).astimezone(berlin)) == "2026-11-22T11:00:00+01:00"
    assert as_text(date(2026, 2, 3)) == "2026-02-03"
    assert [as_text(one) for one in (-5, Decimal("-1E+3"), 0.5, float("nan"), None)] == ["-5", "-1000", "0.5", "", ""]


def test_excel_is_told_that_it_is_utf8() -> None:
    assert next(csv_lines(["Größe"], [])) == "\ufeffGröße\r\n"
