"""Sentences of a letter or a note that sound like a promise, each with the day that it names: proposed, never written down by itself. Pure.

Rather one too many than one forgotten: whoever sold reads each and takes over what was one. English and German.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from keepwarm.engine.replies.dates import mentions

LONGEST: Final = 300
SHORTEST: Final = 8
"""Letters of a sentence that may say what was promised. Our choice."""
FAR: Final = timedelta(days=3650)
_ENDS: Final = re.compile(r"(?<=[.!?;])(?<!\b\d\.)(?<!\b\d\d\.)\s+|\n+")  # "4. Dezember" is one day
_MARK: Final = re.compile(r"^[\s•·*>–—-]+")
_PROMISES: Final = re.compile(
    r"\bpromis|\bguarant|\bassur|\bcommit|\bwe(?:['’]ll| will| shall| can| are going to)\b|\bi(?:['’]ll| will| shall)\b"
    r"|\byou(?:['’]ll| will| shall) (?:get|have|receive|be)\b|\binclud(?:ed|es|ing)\b"
    r"|\bfree (?:of charge|service|delivery|set-?up|training)\b"
    r"|\bfor free\b|\bat no (?:extra |further )?(?:cost|charge)\b|\bdeliver(?:ed|y|s)?\b|\binstall(?:ed|ation|s)?\b|\bworks? on \w+days?\b"
    r"|\bwithin (?:\w+ ){1,2}(?:hours?|days?|weeks?|months?)\b|\bno later than\b|\bat the latest\b"
    r"|\bversprech|\bversproch|\bverspricht|\bzugesag|\bzusag|\bzugesicher|\bgarant|\bwir (?:werden|liefern|kommen|bringen|bauen|montieren|"
    r"schulen|übernehmen|richten|stellen|tauschen|kümmern)\b|\bsie (?:bekommen|erhalten|haben bis)\b|\bkosten(?:los|frei)\b|\binklusive\b"
    r"|\binbegriffen\b|\bgeliefert\b|\blieferung\b|\bliefern\b|\binnerhalb (?:von )?\w+|\bbinnen\b|\bspätestens\b",
    re.IGNORECASE,
)
_OF_THE_NEXT_TALK: Final = re.compile(
    r"\b(?:we|i)(?:['’]ll| will| shall| can)(?: \w+)? (?:call|ring|phone|speak|talk|be in touch|get back|write|try|see)\b"
    r"|\b(?:rufe|rufen|melde|melden|telefonier|sprech)\w*\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What may have been promised, as it was said, and the day that the sentence names; None: none."""

    what: str
    due_on: date | None


def find_promises(text: str, said_on: date) -> list[Proposed]:
    """Each sentence that sounds like one, in its order and once. Questions, and what is only about the next talk, are left out."""
    found = {line.casefold(): line for line in _sentences(text) if _sounds_like_one(line)}
    return [Proposed(line, _day(line, said_on)) for line in found.values()]


def lines_of(quote: str) -> list[str]:
    """The lines of a quote that somebody pasted, each once; marks before a line are none of its words."""
    return list(dict.fromkeys(line for raw in quote.splitlines() if (line := _plain(raw))))


def _sentences(text: str) -> Sequence[str]:
    return [line for piece in _ENDS.split(text) if len(line := _plain(piece)) >= SHORTEST]


def _plain(text: str) -> str:
    return _MARK.sub("", " ".join(text.split()))[:LONGEST].strip().rstrip(";")


def _sounds_like_one(line: str) -> bool:
    return not line.endswith("?") and bool(_PROMISES.search(line)) and not _OF_THE_NEXT_TALK.search(line)


def _day(line: str, said_on: date) -> date | None:
    """The last day it names from that day on: "from Monday, delivered by 4 December" means the fourth."""
    ahead = [one.on for one in mentions(line, said_on) if said_on <= one.on < said_on + FAR]
    return ahead[-1] if ahead else None
