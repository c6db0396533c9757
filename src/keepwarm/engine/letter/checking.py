"""The letter check: everything that can be found in a draft, most serious first."""

import re
from collections.abc import Iterator
from typing import Final

from keepwarm.engine.letter import aims, claims, correctness, fields, homework, manner, persons
from keepwarm.engine.letter.draft import About, Draft
from keepwarm.engine.letter.finding import Finding
from keepwarm.engine.letter.judge import weights
from keepwarm.engine.letter.language import ENGLISH, LANGUAGES, is_foreign, language_of
from keepwarm.engine.letter.purposes import NOTHING, purposes_of
from keepwarm.engine.letter.splitting import Letter, take_apart
from keepwarm.engine.letter.words import Kind, Part
from keepwarm.engine.policy import Policy
from keepwarm.engine.translate import gettext_noop as _

MISSPELT: Final = _("“%(word)s” is not a word we know.")
PERHAPS: Final = _("Perhaps “%(better)s” is meant.")
LOOK_AGAIN: Final = _("Look at it again, or leave it if it is a name.")
UNGRAMMATICAL: Final = _("Something is wrong with “%(word)s”.")
TRY: Final = _("Write “%(better)s”.")
READ_ALOUD: Final = _("Read the sentence aloud, and mend it.")

LONGEST: Final = 20_000
"""Characters that are read: some 3,000 words, twenty times what may be sent. Beyond, only its length is a finding."""
MOST: Final = 200
"""Findings that are told."""
_AMPLE: Final = 3
_ANSWERING: Final = re.compile(r"^(?:(?:re|aw|fwd?|wg|sv|tr|rv|res)\s*:\s*)+", re.IGNORECASE)


def check(draft: Draft, about: About, policy: Policy) -> tuple[Finding, ...]:
    """All findings: rules before style, then by place. Never raises, whatever the text. May warm up for some seconds at its first use."""
    text = fields.own_words(draft)[:LONGEST]
    letter = take_apart(text)
    foreign = is_foreign(text, draft.language)
    purposes = NOTHING if foreign else purposes_of(text, draft.subject)
    found = [
        *manner.find_in_subject(draft),
        *manner.find_no_body(letter),
        *fields.find_unfilled(draft, about),
        *fields.find_stale(draft, about),
        *fields.find_gone_by(draft),
        *persons.find_wrong_name(draft, about),
        *persons.find_wrong_firm(draft, about),
        *claims.find_false_claims(letter, about),
        *aims.find_purposes(draft, purposes, about),
        *homework.find_homework(draft, letter, about, policy),
        *homework.find_unfit(draft, about),
        *homework.find_missing(draft, letter),
        *manner.find_more_asks(purposes),
        *manner.find_checking_in(letter),
        *manner.find_long_sentences(letter),
        *([] if foreign else _find_mistakes(draft, letter, about)),
    ]
    return tuple(sorted(found, key=lambda one: (not one.is_rule, str(one.part), one.start, one.end)))[:MOST]


def warm_up() -> None:
    """Load weights, phrases and the English dictionary, so that the first letter need not wait. For a process that starts."""
    weights()
    purposes_of("Could we talk on Tuesday?", "A call")
    correctness.warm_up()


def language_to_check(text: str, wanted: str) -> str:
    """The language asked for, unless the text is plainly in another."""
    return wanted if wanted in LANGUAGES and len(text.split()) < _AMPLE else language_of(text)


def _find_mistakes(draft: Draft, letter: Letter, about: About) -> Iterator[Finding]:
    """Spelling and grammar of the subject, and of the body without its signature."""
    body = fields.own_words(draft)[:LONGEST]
    language = language_to_check(body, draft.language)
    known = _known(about, letter)
    until = letter.closing.start if letter.closing else len(body)
    subject = _ANSWERING.sub(lambda found: " " * len(found[0]), draft.subject)
    first = letter.sentences[0].start if letter.greeting and letter.sentences else -1
    greeted = letter.greeting.end if letter.greeting else 0
    for mistake in correctness.mistakes_in(body[:until], language, known):
        if mistake.start < greeted:
            continue
        if mistake.start != first or mistake.rule != correctness.BEGINNING:  # after a greeting with a comma a small letter is usual
            yield _mistake(mistake, Part.BODY, body[mistake.start : mistake.end])
    if language_of(subject) == language or language == ENGLISH:
        for mistake in correctness.mistakes_in(subject, language, known):
            if mistake.rule != correctness.BEGINNING:
                yield _mistake(mistake, Part.SUBJECT, subject[mistake.start : mistake.end])


def _known(about: About, letter: Letter) -> frozenset[str]:
    """Everything that is a name here; the letter's own signature is one too."""
    names = (
        about.given,
        about.family,
        *about.also_called,
        about.firm,
        about.our_firm,
        *about.colleagues,
        *about.our_people,
        *about.products,
        *about.names,
    )
    values = [value for value in about.fields.values() if len(value) < 80]
    return correctness.known_words(*names, *about.other_firms, *values, letter.closing.text if letter.closing else "")


def _mistake(mistake: correctness.Mistake, part: Part, word: str) -> Finding:
    better = mistake.better[0] if mistake.better else ""
    kind, because = (Kind.SPELLING, MISSPELT) if mistake.is_spelling else (Kind.GRAMMAR, UNGRAMMATICAL)
    fixes = (PERHAPS, LOOK_AGAIN) if mistake.is_spelling else (TRY, READ_ALOUD)
    args = {"word": word, "better": better, "message": mistake.message}
    return Finding(kind, because, fixes[0] if better else fixes[1], part, mistake.start, mistake.end, args=args, replacement=better or None)
