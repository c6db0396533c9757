"""What parts the values of a row: found by trying, not by counting marks. And how they are quoted."""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import Any, Final

DELIMITERS: Final = (",", ";", "\t", "|", "\x1f", "^", "~", ":")
MOST_BYTES_IN_A_VALUE: Final = 1 << 20
_MOST_ROWS: Final = 200


def sniff_delimiter(sample: str) -> str:
    """The delimiter under which the rows of `sample` agree best on how many values they have; "," for a single column.

    A first line `sep=;`, as spreadsheets write it, decides.
    """
    first = sample.lstrip("\ufeff").split("\n", 1)[0].strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    best, best_score = ",", 0.0
    for rank, delimiter in enumerate(DELIMITERS):
        score = _score(sample, delimiter) - 0.0001 * rank
        if score > best_score + 1e-9:
            best, best_score = delimiter, score
    return best


def sniff_quoting(sample: str, delimiter: str) -> dict[str, Any]:
    """What `csv.reader` must know beside the delimiter: values in single marks, and marks behind a backslash, as databases write them."""
    first = next((line.strip() for line in sample.lstrip("\ufeff").splitlines() if line.strip()), "")
    titles = [title.strip() for title in first.split(delimiter)]
    told: dict[str, Any] = {"delimiter": delimiter, "skipinitialspace": True}
    if all(len(title) > 1 and title[0] == title[-1] == "'" for title in titles):
        told["quotechar"] = "'"
    mark = told.get("quotechar", '"')
    if re.search(rf"\\{mark}(?! *(?:{re.escape(delimiter)}|[\r\n]|\Z))", sample) and not re.search(rf"\w{mark}{mark}\w", sample):
        told["escapechar"] = "\\"
    return told


def _score(sample: str, delimiter: str) -> float:
    """How well rows agree: the share of rows of the usual width, times how telling that width is; 0 for one column."""
    widths = _widths(sample, delimiter)
    if not widths:
        return 0.0
    (width, agreeing), *_ = sorted(Counter(widths).items(), key=lambda item: (-item[1] * (item[0] > 1), -item[0]))
    if width < 2:
        return 0.0
    header = 0.15 if widths[0] == width else 0.0
    return agreeing / len(widths) * (1 - 0.5**width) + header


def _widths(sample: str, delimiter: str) -> list[int]:
    csv.field_size_limit(MOST_BYTES_IN_A_VALUE)
    widths: list[int] = []
    lines = sample.replace("\0", "").splitlines(keepends=True)
    if len(lines) > 1 and not sample.endswith(("\n", "\r")):
        lines.pop()  # cut off in the middle
    try:
        for cells in csv.reader(lines, delimiter=delimiter, skipinitialspace=True):
            if any(cell.strip() for cell in cells):
                widths.append(len(cells))
            if len(widths) >= _MOST_ROWS:
                break
    except csv.Error:
        pass
    return widths
