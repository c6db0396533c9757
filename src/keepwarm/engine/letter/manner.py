"""How a letter reads: subject, tone, length of sentences, the number of asks."""

import re
from collections.abc import Iterator
from typing import Final

from keepwarm.engine.letter.asks import asks_in
from keepwarm.engine.letter.draft import Draft
from keepwarm.engine.letter.finding import Finding
from keepwarm.engine.letter.phrases import said
from keepwarm.engine.letter.purposes import Purposes
from keepwarm.engine.letter.splitting import Letter
from keepwarm.engine.letter.words import Kind, Part
from keepwarm.engine.translate import gettext_noop as _
from keepwarm.lib.text import fold

BREAKS: Final = _("The subject has a line break or a control character in it.")
ONE_LINE: Final = _("Write it on one line.")
NO_SUBJECT: Final = _("There is no subject.")
SAY_WHAT: Final = _("Say in a few words what you ask for.")
NO_BODY: Final = _("There is no letter yet.")
WRITE: Final = _("Write what you ask for.")
LONG_SENTENCE: Final = _("This sentence has %(words)s words and is hard to read.")
SPLIT: Final = _("Make two of it.")
CHECKING: Final = _("“Just checking in” asks for an answer and gives no reason for one.")
REASON: Final = _("Say what is new for them, or call.")
ASKS: Final = _("The letter asks for %(count)s things; one ask is answered sooner.")
ONE_ASK: Final = _("Keep the first, and ask the rest when you talk.")

LONGEST_SENTENCE: Final = 35
"""Words; our choice: longer ones are read twice."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")


def find_in_subject(draft: Draft) -> Iterator[Finding]:
    """No subject, or one that could carry a header of its own."""
    if found := _CONTROL.search(draft.subject):
        clean = " ".join(_CONTROL.sub(" ", draft.subject).split())
        yield Finding(
            Kind.SUBJECT_BREAKS, BREAKS, ONE_LINE, Part.SUBJECT, found.start(), found.end(), args={"clean": clean}, replacement=" "
        )
    elif not draft.subject.strip():
        yield Finding(Kind.NO_SUBJECT, NO_SUBJECT, SAY_WHAT, Part.SUBJECT)


def find_no_body(letter: Letter) -> Iterator[Finding]:
    """Nothing between greeting and signature."""
    if not letter.sentences:
        yield Finding(Kind.NO_BODY, NO_BODY, WRITE)


def find_long_sentences(letter: Letter) -> Iterator[Finding]:
    """Sentences that are hard to read."""
    for piece in letter.sentences:
        if piece.words > LONGEST_SENTENCE:
            yield Finding(Kind.HARD_TO_READ, LONG_SENTENCE, SPLIT, Part.BODY, piece.start, piece.end, args={"words": piece.words})


def find_checking_in(letter: Letter) -> Iterator[Finding]:
    """The tone that asks without giving."""
    for piece in letter.sentences:
        if said("checking_in").search(fold(piece.text).replace("’", "'")):
            yield Finding(Kind.CHECKING_IN, CHECKING, REASON, Part.BODY, piece.start, piece.end)
            return


def find_more_asks(purposes: Purposes) -> Iterator[Finding]:
    """More than one thing asked for."""
    asks = asks_in(purposes)
    if len(asks) > 1:
        yield Finding(Kind.MORE_ASKS, ASKS, ONE_ASK, Part.BODY, asks[1].start, asks[-1].end, args={"count": len(asks)})
