"""A few English mix-ups that letters are full of and that harper lets pass: by their form alone, so that each is sure."""

import re
from collections.abc import Iterator
from typing import Final

_TABLE: Final = (
    # before, wrong, after, right, name
    ("for of with about from in on", "you're", "time help team email mail reply order call company patience kind", "your", "Whose"),
    ("", "your", "welcome going looking being", "you're", "Whose"),
    ("", "its", "a an the been not very too important clear worth our my your really only just", "it's", "Its"),
    ("between~you~and", "i", "", "me", "Between"),
    ("he she it", "don't", "", "doesn't", "Agreement"),
    ("we they you", "was", "", "were", "Agreement"),
    ("i", "seen", "it that the your this a", "saw", "Participle"),
    ("i", "done", "it that the your this a", "did", "Participle"),
    ("better more less rather bigger smaller faster cheaper earlier later sooner other higher lower", "then",
     "the a an i we you it that this last before ever our your any most", "than", "Then"),
    ("can could will would to may might should must please", "sent", "it you us me the a your him her them", "send", "Sent"),
    ("to not will would could might don't can't", "loose", "it the a your our time money them you any out", "lose", "Loose"),
    ("a an the no any big great positive negative", "affect", "on", "effect", "Affect"),
    ("could should would must might", "of", "been done had gone made said told sent seen taken known", "have", "Of"),
)  # fmt: skip


def _pattern(before: str, wrong: str, after: str) -> re.Pattern[str]:
    """The wrong word between one of the words before it and one of those after it; none given: anything."""
    ahead = rf"\b(?:{'|'.join(before.split())}) ".replace("~", " ") if before else r"\b"
    behind = rf" (?=(?:{'|'.join(after.split())})\b)" if after else r"\b"
    return re.compile(f"{ahead}({wrong}){behind}", re.IGNORECASE)


CONFUSIONS: Final = tuple((_pattern(before, wrong, after), right, name) for before, wrong, after, right, name in _TABLE)
"""Pattern whose first group is wrong, what is right, and a name."""


def confusions_in(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, what is right, name."""
    for pattern, right, name in CONFUSIONS:
        for found in pattern.finditer(text):
            yield found.start(1), found.end(1), right, name
