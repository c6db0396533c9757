"""What a letter asks its reader to do. One ask is answered, three are put off."""

import math
import re
from typing import Final

from keepwarm.engine.letter.phrases import said
from keepwarm.engine.letter.purposes import Purposes, SentencePurpose
from keepwarm.engine.letter.words import Does
from keepwarm.lib.text import fold

REQUESTED: Final = 0.5
"""From this chance on a sentence counts as a request."""

_FIRST_WORDS: Final = "and also then so or just simply next first finally".split()
_COMMANDS: Final = (
    "call ring send tell give let pick choose reply write forward check"
    " review read look sign fill bring confirm add remove change update use"
    " see ask contact email get put make keep take try join print set"
    " schedule book advise note provide include complete submit respond attend"
    " mark prepare"
).split()
_COMMAND: Final = re.compile(rf"^(?:(?:{'|'.join(_FIRST_WORDS)})\W+)?(?:{'|'.join(_COMMANDS)})\b")
ASKING: Final = frozenset({Does.FIND_CONTACT, Does.ASK_REFERRAL, Does.SCHEDULE, Does.QUALIFY})


def request_chance(sentence: str) -> float:
    """How likely a sentence asks its reader to do or answer something, 0 to 1. By its form; the weights are set by hand."""
    folded = fold(sentence).replace("’", "'")
    score = -1.6
    score += 1.9 * ("?" in folded) + 1.7 * min(len(said("request").findall(folded)), 2) + 2.0 * bool(_COMMAND.match(folded))
    score -= 0.8 * min(len(said("states").findall(folded)), 2) + 3.0 * bool(said("courtesy").search(folded))
    return 1 / (1 + math.exp(-score))


def asks_in(purposes: Purposes) -> list[SentencePurpose]:
    """The requests of a letter, one for each run of sentences that ask for the same: two dates offered are one ask."""
    asks: list[SentencePurpose] = []
    kinds: list[Does | None] = []
    for sentence in purposes.sentences:
        if request_chance(sentence.text) < REQUESTED:
            continue
        kind = next((does for does in sentence.does if does in ASKING), None)
        if kind is not None and kind in kinds:
            continue
        if kind is None and asks:
            continue  # "please let me know" after the ask is the same ask
        asks.append(sentence)
        kinds.append(kind)
    return asks
