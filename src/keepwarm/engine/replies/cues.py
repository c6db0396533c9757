"""Cues: what phrases of seven languages say in common ("ring me", "rufen Sie mich an" are one cue).

The phrases stand in `phrases/<language>.txt`; how they are written is said at the top of `english.txt`. A phrase is
compiled to a pattern over folded words without open-ended repetition, so that looking costs time linear in the text.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from keepwarm.engine.replies.text import STOPWORDS, languages_of, unaccented

_ANY_WORD: Final = "[a-z]+"
_GAP: Final = "(?:[^ .?!]+ ){0,4}"
_FREE: Final = re.compile(r" \[([^\[\]]*)\](?=[ )|]|$)")
_FREE_FIRST: Final = re.compile(r"(^|[(|])\[([^\[\]]*)\] ")


def read_sections(text: str) -> Iterator[tuple[str, str]]:
    """Each line below a heading `== name`, with that name; empty lines and lines that begin with # are passed over."""
    name = ""
    for line in text.splitlines():
        if line.startswith("== "):
            name = line[3:].strip()
        elif line.strip() and not line.startswith("#"):
            yield name, line.strip()


def read_file(folder: str, language: str) -> str:
    """The text of `<folder>/<language>.txt` beside this module."""
    return files("keepwarm.engine.replies").joinpath(folder, f"{language}.txt").read_text(encoding="utf-8")


def pattern_of(phrase: str) -> str:
    """A phrase as a regular expression over folded words."""
    plain = unaccented(phrase).replace(_ANY_WORD, r"\w+")
    plain = _FREE.sub(r"(?: (?:\1))?", plain)
    plain = _FREE_FIRST.sub(r"\1(?:(?:\2) )?", plain)
    return plain.replace(" * ", f" {_GAP}").replace("~", r"\w*")


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    phrases: dict[str, list[str]] = {}
    for cue, phrase in read_sections(read_file("phrases", language)):
        phrases.setdefault(cue, []).append(f"(?:{pattern_of(phrase)})")
    return {cue: re.compile(rf"(?<= )(?:{'|'.join(found)})(?= )") for cue, found in phrases.items()}


@cache
def cue_names() -> tuple[str, ...]:
    """Every cue of any language, in the order of the files."""
    return tuple(dict.fromkeys(cue for language in STOPWORDS for cue in _patterns(language)))


def cues_in(folded: str) -> dict[str, int]:
    """How often each cue is found, in the languages the text may be in."""
    found: dict[str, int] = {}
    for language in languages_of(folded):
        for cue, pattern in _patterns(language).items():
            times = sum(1 for _ in pattern.finditer(folded))
            if times:
                found[cue] = max(found.get(cue, 0), times)
    return found
