"""What a letter gives its reader to do, and what is enclosed: length, links, reading time, fitness, what was sent before."""

import re
from collections.abc import Iterator
from typing import Final

from keepwarm.engine.letter.draft import About, Draft, Enclosure
from keepwarm.engine.letter.fields import own_words
from keepwarm.engine.letter.finding import Finding
from keepwarm.engine.letter.phrases import said
from keepwarm.engine.letter.splitting import Letter
from keepwarm.engine.letter.words import Kind, Part
from keepwarm.engine.policy import Policy
from keepwarm.engine.translate import gettext_noop as _
from keepwarm.lib.text import fold

LONG: Final = _("The letter has %(words)s words; we agreed on %(most)s at most.")
SHORTEN: Final = _("Keep the one thing you ask for, and say the rest by phone.")
MANY: Final = _("There are %(count)s attachments and links; we agreed on %(most)s at most.")
LEAVE_OUT: Final = _("Keep the one that helps them most now.")
MINUTES: Final = _("Reading all of it takes about %(minutes)s minutes; we agreed on %(most)s at most.")
SHORTER: Final = _("Send the short form, or the page that matters.")
AGAIN: Final = _("They already got “%(title)s”.")
AGAIN_FROM: Final = _("They already got “%(title)s” from %(by)s.")
ANOTHER: Final = _("Send something new, or refer to it in a sentence.")
STAGE: Final = _("“%(title)s” is meant for people who are further on, or not so far yet.")
INTEREST: Final = _("“%(title)s” is about something they never asked for.")
FITTING: Final = _("Choose a piece that suits them.")
NOT_THERE: Final = _("You speak of something attached, and nothing is.")
ATTACH: Final = _("Attach it, or take the words out.")

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)


def find_homework(draft: Draft, letter: Letter, about: About, policy: Policy) -> Iterator[Finding]:
    """More than the policy allows: words, attachments and links, minutes of reading."""
    if letter.words > policy.letter_words:
        past = letter.sentences[_sentence_past(letter, policy.letter_words)]
        args = {"words": letter.words, "most": policy.letter_words}
        yield Finding(
            Kind.TOO_LONG, LONG, SHORTEN, Part.BODY, past.start, letter.sentences[-1].end, args=args, is_advice=not about.may_phone
        )
    count = len(draft.attachments) + len(set(_ADDRESS.findall(own_words(draft))))
    if count > policy.letter_links:
        yield Finding(Kind.TOO_MANY_LINKS, MANY, LEAVE_OUT, Part.ENCLOSURES, args={"count": count, "most": policy.letter_links})
    minutes = sum(one.reading_minutes for one in (*draft.attachments, *draft.links))
    if minutes > policy.letter_reading_minutes:
        args = {"minutes": round(minutes), "most": policy.letter_reading_minutes}
        yield Finding(Kind.TOO_MUCH_READING, MINUTES, SHORTER, Part.ENCLOSURES, args=args)


def _sentence_past(letter: Letter, words: int) -> int:
    """The number of the sentence in which the count of words is passed."""
    counted = 0
    for number, sentence in enumerate(letter.sentences):
        counted += sentence.words
        if counted > words:
            return number
    return len(letter.sentences) - 1


def find_unfit(draft: Draft, about: About) -> Iterator[Finding]:
    """What was sent before by any of us, or suits neither stage nor interest."""
    sent = {one.ref: one for one in about.sent}
    interests = {fold(interest) for interest in about.interests}
    for number, one in enumerate((*draft.attachments, *draft.links)):
        if one.ref in sent:
            by = sent[one.ref].by
            yield _enclosed(number, one, Kind.SENT_BEFORE, AGAIN_FROM if by else AGAIN, ANOTHER, by=by)
        if one.stages and about.stage is not None and about.stage not in one.stages:
            yield _enclosed(number, one, Kind.UNFIT_STAGE, STAGE, FITTING)
        if one.interests and interests and not interests & {fold(interest) for interest in one.interests}:
            yield _enclosed(number, one, Kind.UNFIT_INTEREST, INTEREST, FITTING)


def _enclosed(number: int, one: Enclosure, kind: Kind, because: str, fix: str, **args: str) -> Finding:
    return Finding(kind, because, fix, Part.ENCLOSURES, number, number + 1, args={"title": one.title, **args})


def find_missing(draft: Draft, letter: Letter) -> Iterator[Finding]:
    """Words that speak of an attachment where there is none."""
    if draft.attachments or draft.links or _ADDRESS.search(own_words(draft)):
        return
    for piece in letter.sentences:
        if said("attached").search(fold(piece.text)):
            yield Finding(Kind.MISSING_ATTACHMENT, NOT_THERE, ATTACH, Part.BODY, piece.start, piece.end)
            return
