"""Whether a letter may be written for what it does (P11): what presents, qualifies, argues or bargains is said by phone."""

from collections.abc import Iterator
from typing import Final

from keepwarm.engine.letter.draft import About, Draft
from keepwarm.engine.letter.finding import Finding
from keepwarm.engine.letter.purposes import Purposes, SentencePurpose
from keepwarm.engine.letter.words import FOR_A_CALL, IN_WORDS, Does, Kind, Part, Purpose
from keepwarm.engine.translate import gettext_noop as _

CALL: Final = _("This part %(does_words)s, and that is better said than written.")
MAYBE: Final = _("It looks as if this part %(does_words)s. That is better said than written.")
SAY_IT: Final = _("Call: here is what to say. Take it out of the letter and onto the call sheet.")
NO_ATTEMPT: Final = _("A letter that follows up a call needs a call before it, and none is on record.")
CALL_FIRST: Final = _("Call first, or log the call you made.")
NOTHING_ASKED: Final = _("This is meant as an answer, and they asked nothing in writing that is still open.")
OTHER_PURPOSE: Final = _("Choose what the letter is for.")
OTHER_WORDS: Final = _("The rep is introduced in the words that were approved, and they do not stand here as they were.")
KEEP_THEM: Final = _("Put the approved words in and write around them, or ask a marketer to approve others.")
DIFFERENT: Final = _("The letter mainly %(does_words)s, and it was begun for something else.")
CHOOSE: Final = _("Choose the purpose anew, or write what it was begun for.")

SURE: Final = 0.6
"""From this chance on of the letter the finding is a rule; below it is advice. Set on our own letters."""
DECLARED: Final = {
    Purpose.FIND_CONTACT: Does.FIND_CONTACT,
    Purpose.ASK_REFERRAL: Does.ASK_REFERRAL,
    Purpose.SCHEDULE: Does.SCHEDULE,
    Purpose.CONFIRM: Does.CONFIRM,
    Purpose.AFTER_VOICEMAIL: Does.AFTER_VOICEMAIL,
}
LENIENT: Final = (Purpose.ANSWER, Purpose.INTRODUCTION)
"""Here what belongs into a call is only advised: they asked for it in writing, or a marketer approved the words."""


_AMPLE: Final = 8
"""Words from which on a sentence says enough to be judged by itself. Our choice."""


def keeps_words(body: str, words: str) -> bool:
    """Whether the approved words stand in the letter, however its lines break."""
    return bool(words.strip()) and " ".join(words.split()) in " ".join(body.split())


def find_purposes(draft: Draft, purposes: Purposes, about: About) -> Iterator[Finding]:
    """What belongs into a call; a purpose that is not open now; one that the letter does not serve."""
    if about.may_phone:
        for does in purposes.for_a_call:
            yield from _for_a_call(draft, purposes, does)
        yield from _in_passing(purposes)
    if draft.purpose is Purpose.AFTER_VOICEMAIL and not about.attempts:
        yield Finding(Kind.NO_ATTEMPT, NO_ATTEMPT, CALL_FIRST)
    if draft.purpose is Purpose.ANSWER and not about.asked_in_writing:
        yield Finding(Kind.NOTHING_ASKED, NOTHING_ASKED, OTHER_PURPOSE)
    if draft.purpose is Purpose.INTRODUCTION and not keeps_words(draft.body, about.introduction):
        yield Finding(Kind.OTHER_WORDS, OTHER_WORDS, KEEP_THEM)
    yield from _other_purpose(draft, purposes)


def _for_a_call(draft: Draft, purposes: Purposes, does: Does) -> Iterator[Finding]:
    """One finding for each run of sentences; without any such sentence one for the whole letter, as advice."""
    runs = list(_runs(purposes, does))
    sure = purposes.scores[does] >= SURE and bool(runs) and draft.purpose not in LENIENT
    args = {"does_words": IN_WORDS[does], "does": str(does)}
    for run in runs:
        words = " ".join(sentence.text for sentence in run)
        yield Finding(
            Kind.FOR_A_CALL,
            CALL if sure else MAYBE,
            SAY_IT,
            Part.BODY,
            run[0].start,
            run[-1].end,
            args=args,
            say_by_phone=words,
            is_advice=not sure,
        )
    if not runs:
        yield Finding(Kind.FOR_A_CALL, MAYBE, SAY_IT, args=args, is_advice=True)


def _in_passing(purposes: Purposes) -> Iterator[Finding]:
    """A sentence that plainly does it in a letter that as a whole does something else: advice, since nothing around it says the same."""
    for sentence in purposes.sentences:
        if len(sentence.does) != 1 or len(sentence.text.split()) < _AMPLE:
            continue
        does = sentence.does[0]
        if does in FOR_A_CALL and does not in purposes.for_a_call:
            args = {"does_words": IN_WORDS[does], "does": str(does)}
            start, end, words = sentence.start, sentence.end, sentence.text
            yield Finding(Kind.FOR_A_CALL, MAYBE, SAY_IT, Part.BODY, start, end, args=args, say_by_phone=words, is_advice=True)


def _runs(purposes: Purposes, does: Does) -> Iterator[list[SentencePurpose]]:
    """Neighbouring sentences that do it, and do nothing likelier that may be written."""
    run: list[SentencePurpose] = []
    for sentence in purposes.sentences:
        if does in sentence.does and (sentence.does[0] is does or sentence.does[0] in FOR_A_CALL):
            run.append(sentence)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _other_purpose(draft: Draft, purposes: Purposes) -> Iterator[Finding]:
    """It was begun for one thing and does another that may be written as well."""
    declared = DECLARED.get(draft.purpose) if draft.purpose is not None else None
    main = purposes.main
    if declared is None or main is None or declared in purposes.does or main in FOR_A_CALL:
        return
    yield Finding(Kind.OTHER_PURPOSE, DIFFERENT, CHOOSE, args={"does_words": IN_WORDS[main], "does": str(main)})
