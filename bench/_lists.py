"""Lists to import: believable people in firms, a few of them twice; deterministic. Written once for each bench."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

SYLLABLES = "an ber cor dal el fin gar hol in jor kel lo mar nor os per quin ros sal tor ul ver wes yor zan".split()
TRADES = "Foods Castings Paper Steel Textiles Logistics Dairy Optics Printing Tools Valves Pumps Glass Timber Seeds".split()
NARROW = ("Name", "Firm", "Email", "Phone", "Source", "Date", "Need", "Size")
EXTRA = 22  # further columns of a wide list
MAP = """
dates = "day first"
[person]
name = "Name"
organization = "Firm"
emails = ["Email"]
phones = ["Phone"]
[inquiry]
source = "Source"
date = "Date"
[[answer]]
column = "Need"
key = "need"
[[answer]]
column = "Size"
key = "size"
"""


def write_list(folder: Path, rows: int, *, wide: bool) -> tuple[Path, Path]:
    """The list as CSV and its map; 8 columns, or 30."""
    path, map_ = folder / f"list-{rows}-{'wide' if wide else 'narrow'}.csv", folder / f"map-{'wide' if wide else 'narrow'}.toml"
    more = [f"Question {place}" for place in range(EXTRA)] if wide else []
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow([*NARROW, *more])
        out.writerows([*row, *(f"{row[7]} of {place}" for place in range(len(more)))] for row in _rows(rows))
    map_.write_text(MAP + "".join(f'[[answer]]\ncolumn = "{name}"\n' for name in more), encoding="utf-8")
    return path, map_


def _rows(rows: int) -> Iterator[list[str]]:
    chance = random.Random(11)
    before: list[str] = []
    for place in range(rows):
        if before and chance.random() < 0.01:  # the same person inquires again
            yield [*before[:5], f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.2025", "yes", "20"]
            continue
        given, family = _word(chance, 2), _word(chance, 3)
        firm = chance.randrange(max(rows // 3, 1))
        before = [
            f"{given} {family}",
            f"{SYLLABLES[firm % 25].capitalize()}{SYLLABLES[firm // 25 % 25]}{firm // 625} {TRADES[firm % 15]}",
            f"{given}.{family}{place}@firm{firm}.example".lower(),
            f"+44 113 4{place:06}",
            ("Fair", "Web", "Partner")[place % 3],
            f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.{chance.choice((2024, 2025))}",
            "yes" if place % 5 else "no",
            str(chance.randrange(1, 500)),
        ]
        yield before


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(syllables)).capitalize()
