"""What a model sees of a reply: words and pieces of words, the cues and the shape of the mail, and what its words are about.

A feature is a name and a strength. The four blocks are scaled to length one each before they are weighed (`model.py`), so
that a long mail counts no more than a short one.
"""

import re
from collections import Counter
from itertools import pairwise
from typing import Final, NamedTuple

from keepwarm.engine.replies.concepts import concepts_in
from keepwarm.engine.replies.cues import cues_in
from keepwarm.engine.replies.referral import find_referred
from keepwarm.engine.replies.text import fold_words

Block = dict[str, float]

_NUMBER: Final = re.compile(r"\d+")
_REPLIED: Final = re.compile(r"^\s*(?:re|aw|antw|antwort|sv|res|rif|r|rv|odp|vs|wg|fwd?|tr|enc)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_AUTOMATIC: Final = re.compile(
    r"^\s*(?:auto\w*|automatic\w*|abwesen\w*|out of (?:the )?office|ooo|oof|autom\w* antwort|automatisch\w*|r[ée]ponse auto\w*"
    r"|respuesta auto\w*"
    r"|resposta auto\w*|risposta auto\w*|absen\w*|away|ausen\w*|aus[êe]ncia|assen\w*|afwezig\w*|vacation|on leave|holiday|fora "
    r"do escrit\w*|fuera de)\b",
    re.IGNORECASE,
)
_READ: Final = re.compile(r"^\s*(?:read|gelesen|lu|le[ií]do|lida|letto|gelezen|not read|delivered|zugestellt|ungelesen)\s*:", re.IGNORECASE)
ABOUT_MAIL: Final = "about_mail"
"""Words for mails, lists and writing. Far too usual for the model; without any an unsubscribe is less likely (`kinds.py`)."""
PIECES: Final = range(2, 6)
"""Lengths of the pieces of words, in characters."""


class Blocks(NamedTuple):
    """The four blocks of features of one reply."""

    words: Block
    pieces: Block
    cues: Block
    concepts: Block


def own_subject(subject: str) -> str:
    """The subject as far as the prospect wrote it: nothing when it repeats ours ("Re: …")."""
    return "" if _REPLIED.match(subject) else subject[:300]


def blocks_of(subject: str, new_part: str) -> Blocks:
    """The features of a reply, from its subject and its new part."""
    folded = fold_words(f"{own_subject(subject)}\n\n{new_part}")
    plain = _NUMBER.sub("0", folded)
    cues = {**_cues(folded), **_shape(subject, folded), **_person(new_part)}
    return Blocks(_words(plain), _pieces(plain), cues, concepts_in(folded))


def _words(plain: str) -> Block:
    words = plain.split()
    pairs = [f"{left} {right}" for left, right in pairwise(words)]
    return {name: float(count) for name, count in Counter([*words, *pairs]).items()}


def _pieces(plain: str) -> Block:
    counts: Counter[str] = Counter()
    for word in plain.split():
        held = f"_{word[:30]}_"
        counts.update(held[start : start + size] for size in PIECES for start in range(len(held) - size + 1))
    return {name: float(count) for name, count in counts.items()}


def is_automatic_subject(subject: str) -> bool:
    """ "Automatic reply: …", "Abwesenheitsnotiz", "Réponse automatique"."""
    return bool(_AUTOMATIC.match(subject))


def is_read_subject(subject: str) -> bool:
    """ "Read: …", "Gelesen: …": a receipt."""
    return bool(_READ.match(subject))


def _cues(folded: str) -> Block:
    return {f"cue {cue}": 1.0 + 0.5 * (times > 1) for cue, times in cues_in(folded).items() if cue != ABOUT_MAIL}


def _shape(subject: str, folded: str) -> Block:
    """Only what a mail of any length and habit has: with its length or its own subject the model learnt habits of the examples."""
    questions, ends = folded.count(" ? "), sum(folded.count(f" {mark} ") for mark in ".!?")
    told = {
        "asks": min(questions, 3) / 3,
        "asks mostly": questions / max(ends, 1),
        "ends asking": float(folded.rstrip().endswith("?")),
        "names an address": float("emailaddress" in folded),
        "names a number": float("phonenumber" in folded),
        "names a sum": float("moneyamount" in folded or " percent " in folded),
        "thumbs only": 2.0 * (set(folded.split()) == {"thumbsup"}),
        "automatic subject": 2.0 * is_automatic_subject(subject),
        "read subject": 2.0 * is_read_subject(subject),
    }
    return {name: strength for name, strength in told.items() if strength}


def _person(new_part: str) -> Block:
    """Whether somebody is named whom to turn to: by a full name, and with an address."""
    person = find_referred(new_part)
    if person is None:
        return {}
    return {"names somebody": 1.0, **({"in full": 1.0} if " " in person.name else {}), **({"and where": 1.0} if person.email else {})}
