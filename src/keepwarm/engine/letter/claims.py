"""What a letter claims to have happened, against what did: talks, call attempts, messages of theirs. In the five languages."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from keepwarm.engine.letter.draft import About, Talk
from keepwarm.engine.letter.finding import Finding
from keepwarm.engine.letter.phrases import said
from keepwarm.engine.letter.splitting import Letter, Piece
from keepwarm.engine.letter.words import Kind, Part
from keepwarm.engine.translate import gettext_noop as _
from keepwarm.lib.text import fold

NO_TALK: Final = _("This speaks of a talk with them, and none is on record.")
LOG_IT: Final = _("Log the talk if it took place; if not, say how you really know them.")
NO_CALL: Final = _("This speaks of a call to them, and no attempt is on record.")
LOG_CALL: Final = _("Log the call if you made it; if not, call first.")
NO_LETTER: Final = _("This thanks for a message of theirs, and none is on record.")
SAY_TRUE: Final = _("Take it out, or say how you really know them.")
NOT_THAT_DAY: Final = _("This speaks of a talk on %(day)s, and none is on record for then.")
LOOK_UP: Final = _("Look up the day, or log the talk.")

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FORTNIGHT: Final = 14
_NEXT_WORDS: Final = 2
"""Words after those about a talk in which its day is told: "as discussed on Tuesday"; later a day belongs to something else."""


def find_false_claims(letter: Letter, about: About) -> Iterator[Finding]:
    """A finding for each sentence that claims what is not on record."""
    for piece in letter.sentences:
        folded = fold(piece.text).replace("’", "'")
        if not about.talks and said("talk").search(folded):
            yield _at(piece, Kind.FALSE_TALK, NO_TALK, LOG_IT)
        elif about.talks and said("talk").search(folded):
            yield from _wrong_day(piece, folded, about)
        if not about.attempts and said("attempt").search(folded):
            yield _at(piece, Kind.FALSE_ATTEMPT, NO_CALL, LOG_CALL)
        if not (about.they_wrote or about.asked_in_writing or about.is_answer) and said("message").search(folded):
            yield _at(piece, Kind.FALSE_LETTER, NO_LETTER, SAY_TRUE)


def _at(piece: Piece, kind: Kind, because: str, fix: str, **args: str) -> Finding:
    return Finding(kind, because, fix, Part.BODY, piece.start, piece.end, args=args)


def _wrong_day(piece: Piece, folded: str, about: About) -> Iterator[Finding]:
    """A weekday right after the words about the talk, or yesterday, on which no talk of the last fortnight took place."""
    talk = said("talk").search(folded)
    if about.today is None or talk is None:
        return
    folded = " ".join(folded[talk.end() :].split()[:_NEXT_WORDS])
    recent = [talk.on for talk in about.talks if about.today - talk.on <= timedelta(days=_FORTNIGHT)]
    named = [(number, found[0]) for number, day in enumerate(_WEEKDAYS) if (found := said(day).search(folded))]
    if len(named) == 1 and named[0][0] not in {day.weekday() for day in recent}:
        yield _at(piece, Kind.WRONG_DAY, NOT_THAT_DAY, LOOK_UP, day=named[0][1].capitalize())
    if said("yesterday").search(folded) and Talk(about.today - timedelta(days=1)) not in about.talks:
        yield _at(piece, Kind.WRONG_DAY, NOT_THAT_DAY, LOOK_UP, day=str(about.today - timedelta(days=1)))
