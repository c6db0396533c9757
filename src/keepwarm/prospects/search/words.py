"""The words under which a prospect is found, and what a question asks of them. Pure.

The text of one prospect: two blanks before the name and before the firm, one before each address, and a line break behind each.
So "  an" is the beginning of a name or firm, " an" the beginning of any word, and "042⏎" the end of a number.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from keepwarm.lib.text import digits_of, fold

LONGEST_QUESTION = 80  # characters
MOST_PARTS = 6
GRAM = 3
_NUMBER = re.compile(r"[0-9+()/.\- ]+")
_FEWEST_DIGITS = 3
MOST_GRAMS = 3
_COMMON = {
    **{letter: 26 - place for place, letter in enumerate("eainrotslmhdcukgbpfyvwjzxq")},
    **dict.fromkeys("0123456789", 8),
    **dict.fromkeys(" .@-\n", 18),
}
"""How common letters are in names and firms of Europe and North America, roughly; only the order matters."""


def words_of(name_folded: str, firm_folded: str, addresses: Iterable[str]) -> str:
    """The text of one prospect from folded name and firm and normalized phones and emails."""
    firm = f"  {firm_folded}\n" if firm_folded else ""
    rest = "".join(f" {fold(address).removeprefix('+')}\n" for address in addresses)
    return f"  {name_folded}\n{firm}{rest}"


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: `parts` must all stand in a text; `best` are texts that make a match a strong one; `whole` the exact one."""

    parts: tuple[str, ...]
    best: tuple[str, ...]
    whole: tuple[str, ...]


def read_question(text: str) -> Question | None:
    """The question in a text of a person; None when there is nothing to ask. Bounded in length and parts.

    Digits alone are a piece of a number however it is written, its trunk or international zeros left out. Parts of one or
    two letters are beginnings of words.
    """
    asked = fold(text[:LONGEST_QUESTION].replace("(0)", "").replace("\0", " "))  # SQLite's index cannot be asked for a NUL
    if _NUMBER.fullmatch(asked) and len(number := _core(digits_of(asked))) >= _FEWEST_DIGITS:
        return Question((number,), (f"{number}\n",), (f" {number}\n",))
    words = asked.split()[:MOST_PARTS]
    if not words:
        return None
    start = "  " + " ".join(words)
    if len(words) == 1 and len(asked) == 1:
        return Question((start,), (start,), (f"{start}\n",))
    parts = tuple(dict.fromkeys(word if len(word) >= GRAM else f" {word}" for word in words))
    mail = (f" {asked}\n",) if "@" in asked else ()
    return Question(parts, (start, *mail), (f"{start}\n", *mail))


def _core(digits: str) -> str:
    """A number without the zeros that are dialled before it."""
    return digits.lstrip("0") if len(digits.lstrip("0")) >= _FEWEST_DIGITS else digits


def telling_grams(parts: Iterable[str]) -> list[str]:
    """For each part the few groups of three letters that the fewest texts will hold; none for a part that is shorter.

    A text that holds them is still to be looked into. All groups would be surer and much slower: the common ones (".ex", "the")
    stand in nearly every text.
    """
    chosen: dict[str, None] = {}
    for part in parts:
        grams = dict.fromkeys(part[at : at + GRAM] for at in range(len(part) - GRAM + 1))
        if part.strip().isdigit():
            grams = dict.fromkeys(reversed(grams))  # many numbers begin alike; where they end they differ
        for gram in sorted(grams, key=_commonness)[:MOST_GRAMS]:
            chosen[gram] = None
    return list(chosen)


def _commonness(gram: str) -> int:
    """Higher for letters that are in more texts; a group is as rare as its letters are together."""
    return sum(_COMMON.get(letter, 0) for letter in gram)


def strength(words: str, question: Question) -> int:
    """0 for the whole, 1 for a strong match, 2 where every part begins a word, 3 for any other."""
    if any(whole in words for whole in question.whole):
        return 0
    if any(best in words for best in question.best):
        return 1
    return 2 if all(f" {part.lstrip()}" in words for part in question.parts) else 3
