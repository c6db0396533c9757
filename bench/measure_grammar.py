"""Measure spelling and grammar: `bin/measure grammar FILE_OR_FOLDER… [--json]`, on sentences and words whose mistakes are known.

Three forms of CSV are read. `wrong,right` (with `rule` for sentences): a mistake counts as found when a finding touches the words that
differ. `rule,text`: sentences on which the named rule must not speak; `clean_flagged` is the share on which it does (where there is no
rule of that name: any finding on grammar), `clean_any` the share with any finding at all. `wrong,right_candidates`: single words.
Beside ours stands what harper says as it comes out of the box (`harper_…`). Nothing is tuned to the files.
"""

import csv
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import harper

from keepwarm.engine.letter.correctness import BEGINNING, SPELLING, Mistake, mistakes_in
from keepwarm.lib.refusal import Refusal

Span = tuple[int, int, bool, str]
"""Start, end, whether it is spelling, and the name of the rule."""

AT_ONCE: Final = 200
"""Single words that are checked in one text, a line each."""


class Unmeasurable(Refusal):
    """A file cannot be measured; the sentence says why."""


def run(paths: list[str]) -> Iterable[dict[str, object]]:
    """Yield one row a file and one "overall". Refuses before the first is measured."""
    read = [(file, _read(file)) for path in paths for file in _files(Path(path))]
    if not read:
        raise Unmeasurable(f"{', '.join(paths)} holds no CSV with wrong and right, or rule and text.")
    with _quiet():
        counts = [_measure(file.stem, rows) for file, rows in read]
    whole = {name: sum(count.get(name, 0) for count in counts) for name in dict.fromkeys(name for count in counts for name in count)}
    rows = [_row(file.stem, count) for (file, _), count in zip(read, counts, strict=True)]
    return rows if len(rows) == 1 else [*rows, _row("overall", whole)]


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing on the terminal meanwhile: some of harper's rules print what they are thinking, past Python."""
    sys.stdout.flush()
    kept = [os.dup(number) for number in (1, 2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for number in (1, 2):
            os.dup2(nowhere, number)
        yield
    finally:
        for number, held in zip((1, 2), kept, strict=True):
            os.dup2(held, number)
            os.close(held)
        os.close(nowhere)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return [file for file in sorted(path.rglob("*.csv")) if _headings(file) & {"wrong", "text"} and "needs_action" not in _headings(file)]


def _headings(path: Path) -> set[str]:
    try:
        return set(next(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))), []))
    except (OSError, UnicodeDecodeError) as error:
        raise Unmeasurable(f"{path} cannot be read as text: {error}.") from error


def _read(path: Path) -> list[dict[str, str]]:
    headings = _headings(path)
    if not ({"wrong", "right"} <= headings or {"wrong", "right_candidates"} <= headings or {"rule", "text"} <= headings):
        raise Unmeasurable(f"{path} needs the columns wrong and right, wrong and right_candidates, or rule and text.")
    rows = [
        {key: value or "" for key, value in row.items() if key} for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    ]
    if not rows:
        raise Unmeasurable(f"{path} is empty.")
    return rows


def _measure(name: str, rows: Sequence[Mapping[str, str]]) -> dict[str, int]:
    if "text" in rows[0]:
        return _clean(rows)
    if "right_candidates" in rows[0] or all(" " not in row["wrong"].strip() for row in rows):
        return _words(rows)
    return _errors(rows)


def _ours(text: str) -> list[Span]:
    return [(one.start, one.end, one.is_spelling, one.rule) for one in _known_to_none(text)]


def _known_to_none(text: str) -> list[Mistake]:
    return mistakes_in(text, "en", frozenset())


@cache
def _plain() -> harper.Linter:
    return harper.Linter()


def _harpers(text: str) -> list[Span]:
    found = _plain().organized_lints(text, language="plaintext")
    return [(lint.span.start, lint.span.end, lint.lint_kind == "Spelling", rule) for rule, lints in found.items() for lint in lints]


def _errors(rows: Sequence[Mapping[str, str]]) -> dict[str, int]:
    counts = dict.fromkeys(("errors", "found", "harper_found"), 0)
    for row in rows:
        where = _difference(row["wrong"], row["right"])
        counts["errors"] += 1
        counts["found"] += any(_touches(span, where) for span in _ours(row["wrong"]))
        counts["harper_found"] += any(_touches(span, where) for span in _harpers(row["wrong"]))
    return counts


def _difference(wrong: str, right: str) -> tuple[int, int]:
    """The part of `wrong` that is not in `right`; one character where something is only missing."""
    start, least = 0, min(len(wrong), len(right))
    while start < least and wrong[start] == right[start]:
        start += 1
    behind = 0
    while behind < least - start and wrong[-1 - behind] == right[-1 - behind]:
        behind += 1
    return start, max(start + 1, len(wrong) - behind)


def _touches(span: Span, where: tuple[int, int]) -> bool:
    return span[0] <= where[1] and span[1] >= where[0]


def _clean(rows: Sequence[Mapping[str, str]]) -> dict[str, int]:
    counts = dict.fromkeys(("clean", "clean_flagged", "clean_any", "harper_clean_flagged", "harper_clean_any"), 0)
    for row in rows:
        counts["clean"] += 1
        rule = _rule_named(row["rule"])
        for name, spans in (("", _ours(row["text"])), ("harper_", _harpers(row["text"]))):
            counts[f"{name}clean_any"] += bool(spans)
            counts[f"{name}clean_flagged"] += any(_speaks(span, rule) for span in spans)
    return counts


def _speaks(span: Span, rule: str) -> bool:
    return span[3] == rule if rule else not span[2] and span[3] != BEGINNING


@cache
def _rule_named(folder: str) -> str:
    """The checker's rule for the name of a file of its tests ("a_part" is APart); empty where there is none."""
    plain = {re.sub(r"[^a-z]", "", name.lower()): name for name in harper.get_default_lint_config()}
    for part in reversed(folder.split("/")):
        letters = re.sub(r"[^a-z]", "", part)
        if letters in plain or f"{letters}s" in plain:
            return plain.get(letters) or plain[f"{letters}s"]
    return ""


def _words(rows: Sequence[Mapping[str, str]]) -> dict[str, int]:
    wrong = [row["wrong"].strip() for row in rows]
    right = list(dict.fromkeys(word.strip() for row in rows for word in (row.get("right") or row.get("right_candidates") or "").split(",")))
    right = [word for word in right if word and " " not in word]
    counts = {"words": len(wrong), "words_found": _flagged(wrong, ours=True), "harper_words_found": _flagged(wrong, ours=False)}
    return {**counts, "right_words": len(right), "right_words_flagged": _flagged(right, ours=True)}


def _flagged(words: Sequence[str], *, ours: bool) -> int:
    """How many of the words are misspelt. Ours reads capitals as names, so all are written small, and asks both dialects."""
    if not ours:
        return len(_misspelt(harper.Dialect.AMERICAN, tuple(words)))
    small = tuple(word.lower() for word in words)
    in_american = sorted(_misspelt(harper.Dialect.AMERICAN, small))
    return len(_misspelt(harper.Dialect.BRITISH, tuple(small[place] for place in in_american)))


@lru_cache(maxsize=4)
def _misspelt(dialect: harper.Dialect, words: tuple[str, ...]) -> frozenset[int]:
    """The places of the misspelt words, each on a line of its own. Harper looks for better words meanwhile: that is what takes the time."""
    hit: set[int] = set()
    for begin in range(0, len(words), AT_ONCE):
        text, starts = "", []
        for word in words[begin : begin + AT_ONCE]:
            starts.append((len(text), len(text) + len(word)))
            text += f"{word}\n\n"
        spans = [lint.span for lint in _speller(dialect).organized_lints(text, language="plaintext").get(SPELLING, ())]
        hit |= {begin + place for place, (start, end) in enumerate(starts) if any(one.start < end and one.end > start for one in spans)}
    return frozenset(hit)


@cache
def _speller(dialect: harper.Dialect) -> harper.Linter:
    """A linter that looks at nothing but spelling."""
    linter = harper.Linter(dialect)
    linter.set_lint_config({rule: rule == SPELLING for rule in linter.get_lint_config()})
    return linter


def _row(name: str, counts: Mapping[str, int]) -> dict[str, object]:
    def share(part: str, whole: str) -> object:
        return round(counts[part] / counts[whole], 4) if counts.get(whole) else ""

    return {
        "file": name,
        "found": share("found", "errors"),
        "harper_found": share("harper_found", "errors"),
        "clean_flagged": share("clean_flagged", "clean"),
        "clean_any": share("clean_any", "clean"),
        "harper_clean_flagged": share("harper_clean_flagged", "clean"),
        "harper_clean_any": share("harper_clean_any", "clean"),
        "words_found": share("words_found", "words"),
        "harper_words_found": share("harper_words_found", "words"),
        "right_words_flagged": share("right_words_flagged", "right_words"),
        "errors": counts.get("errors", 0),
        "clean": counts.get("clean", 0),
        "words": counts.get("words", 0),
    }
