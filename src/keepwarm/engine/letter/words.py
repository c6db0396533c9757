"""The vocabulary of the letter check: what a letter can be for, what a text can do, what can be found, and how hard it is meant."""

from enum import StrEnum

from keepwarm.engine.translate import gettext_noop as _


class Purpose(StrEnum):
    """What a rep may write for (P11). The rest is said by phone."""

    FIND_CONTACT = "find_contact"
    ASK_REFERRAL = "ask_referral"
    SCHEDULE = "schedule"
    CONFIRM = "confirm"
    ANSWER = "answer"
    """Answers what they asked in writing."""
    AFTER_VOICEMAIL = "after_voicemail"
    """Follows a call attempt, and opens only after one."""
    INTRODUCTION = "introduction"
    """Introduces the rep of sales in the words that a marketer approved; open while a hand-off of this person is."""


class Does(StrEnum):
    """What a text does; one letter can do several of these."""

    FIND_CONTACT = "find_contact"
    ASK_REFERRAL = "ask_referral"
    SCHEDULE = "schedule"
    CONFIRM = "confirm"
    VALUE_PROPOSITION = "value_proposition"
    QUALIFY = "qualify"
    HANDLE_OBJECTION = "handle_objection"
    NEGOTIATE = "negotiate"
    SHARE_CONTENT = "share_content"
    RAPPORT = "rapport"
    AFTER_VOICEMAIL = "after_voicemail"
    SERVICE = "service"


FOR_A_CALL = (Does.VALUE_PROPOSITION, Does.QUALIFY, Does.HANDLE_OBJECTION, Does.NEGOTIATE)
"""What belongs into a talk and not into a letter."""

IN_WORDS = {
    Does.FIND_CONTACT: _("asks who the right person is"),
    Does.ASK_REFERRAL: _("asks to be introduced to somebody else"),
    Does.SCHEDULE: _("proposes or fixes a time"),
    Does.CONFIRM: _("confirms what was agreed"),
    Does.VALUE_PROPOSITION: _("presents what we offer"),
    Does.QUALIFY: _("asks about need, budget, who decides or when"),
    Does.HANDLE_OBJECTION: _("answers an objection"),
    Does.NEGOTIATE: _("negotiates price or terms"),
    Does.SHARE_CONTENT: _("sends something to read"),
    Does.RAPPORT: _("keeps in touch, thanks or congratulates"),
    Does.AFTER_VOICEMAIL: _("follows up a call attempt"),
    Does.SERVICE: _("solves a customer's problem"),
}
"""Each as the end of a sentence that begins with what was written."""


class Kind(StrEnum):
    """What can be found. Its hardness stands in RULES, its sentence where it is found."""

    SPELLING = "spelling"
    GRAMMAR = "grammar"
    MERGE_EMPTY = "merge_empty"
    MERGE_STALE = "merge_stale"
    WRONG_NAME = "wrong_name"
    WRONG_FIRM = "wrong_firm"
    OTHER_FIRM = "other_firm"
    FALSE_TALK = "false_talk"
    FALSE_ATTEMPT = "false_attempt"
    FALSE_LETTER = "false_letter"
    WRONG_DAY = "wrong_day"
    FOR_A_CALL = "for_a_call"
    NO_ATTEMPT = "no_attempt"
    NOTHING_ASKED = "nothing_asked"
    OTHER_PURPOSE = "other_purpose"
    OTHER_WORDS = "other_words"
    TOO_LONG = "too_long"
    TOO_MANY_LINKS = "too_many_links"
    TOO_MUCH_READING = "too_much_reading"
    SENT_BEFORE = "sent_before"
    UNFIT_STAGE = "unfit_stage"
    UNFIT_INTEREST = "unfit_interest"
    MORE_ASKS = "more_asks"
    NO_ASK = "no_ask"
    HARD_TO_READ = "hard_to_read"
    CHECKING_IN = "checking_in"
    SUBJECT_BREAKS = "subject_breaks"
    NO_SUBJECT = "no_subject"
    NO_BODY = "no_body"
    MISSING_ATTACHMENT = "missing_attachment"


class Severity(StrEnum):
    """A rule stops the letter; style is the rep's to overrule, and overruling is counted."""

    RULE = "rule"
    STYLE = "style"


RULES = frozenset(
    {
        Kind.FOR_A_CALL,
        Kind.NO_ATTEMPT,
        Kind.NOTHING_ASKED,
        Kind.OTHER_WORDS,
        Kind.MERGE_EMPTY,
        Kind.MERGE_STALE,
        Kind.WRONG_NAME,
        Kind.WRONG_FIRM,
        Kind.FALSE_TALK,
        Kind.FALSE_ATTEMPT,
        Kind.FALSE_LETTER,
        Kind.TOO_LONG,
        Kind.TOO_MANY_LINKS,
        Kind.TOO_MUCH_READING,
        Kind.SENT_BEFORE,
        Kind.SUBJECT_BREAKS,
        Kind.NO_BODY,
    }
)
"""What the rep may not overrule.

P11 makes the purpose a rule, P12 the homework and what was sent before, P22 names, merge fields and claims of familiarity. A subject with
a line break could carry headers of its own, and an empty letter is none. Where we only guess what is meant, it stays advice: spelling and
grammar (a checker errs), a day that fits no talk, another firm that is named, whether something suits stage and interest (the marketer's
tags), tone, length of sentences, the number of asks, a purpose that differs from the declared one within what may be written. A finding of
a rule's kind is advice too (`Finding.is_advice`) where the judge of purposes is not sure, in an answer to what they asked in writing (which
is never refused, P10), in an introduction (a marketer approved its words), and, for length, to somebody who may only be written to and is
served in full.
"""


class Part(StrEnum):
    """Where in the draft a finding stands; its span counts characters of that part."""

    SUBJECT = "subject"
    BODY = "body"
    ENCLOSURES = "enclosures"
    """The span is the place in the row of attachments and links: start is its number from 0."""
