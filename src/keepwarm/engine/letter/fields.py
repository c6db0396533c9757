"""Merge fields that were not filled in, or whose value is another by now."""

import re
from collections.abc import Iterator
from typing import Final

from keepwarm.engine.letter.draft import About, Draft
from keepwarm.engine.letter.finding import Finding
from keepwarm.engine.letter.splitting import take_apart
from keepwarm.engine.letter.words import Kind, Part
from keepwarm.engine.translate import gettext_noop as _
from keepwarm.lib.text import fold

UNFILLED: Final = _("“%(text)s” is a place for words that are still missing.")
FILL: Final = _("Put in the words, or take it out.")
NAMELESS: Final = _("The greeting has no name.")
NAME_THEM: Final = _("Greet them by name: %(name)s.")
GREET: Final = _("Greet them by name, or without a gap.")
CHANGED: Final = _("“%(old)s” was right when the draft was begun. By now it is “%(new)s”.")
GONE_BY: Final = _("%(time)s has gone by since it was put into the letter.")
OFFER_OTHERS: Final = _("Take it out, and offer other times.")
REPLACE: Final = _("Put “%(new)s” in its place.")

_UNFILLED: Final = re.compile(
    r"\{\{[^{}\n]{0,80}\}\}|\{%[^{}\n]{0,80}%\}|\$\{[^{}\n]{0,80}\}|\{[A-Za-z_][\w .|]{0,40}\}"
    r"|<<[^<>\n]{1,60}>>|<[A-Z][A-Z _]{2,40}>|%[A-Z][A-Z_]{2,40}%|\*\|[^|\n]{1,40}\|\*|\[\[[^\[\]\n]{1,60}\]\]"
    r"|\[(?:your |their |first |last |full |company |insert |customer |the )?(?:name|first name"
    r"|last name|firm|company|date|time|topic|title|product|city|day|link)\b[^\[\]\n]{0,30}\]"
    r"|\[(?:vorname|nachname|name|anrede|firma|datum|prenom|prénom|nom|societe|société|nombre|apellido|empresa|nome|sobrenome)\]"
    r"|\b(?:FIRST_?NAME|LAST_?NAME|FNAME|LNAME|(?-i:XXX+|TBD|TODO)|lorem ipsum)\b|\{\{|\}\}",
    re.IGNORECASE,
)
"""In capitals alone what is a word in small letters: "todo" is "all" in Spanish and Portuguese."""
_NOT_A_NAME: Final = re.compile(r"\b(?:none|null|nan|undefined|n/a|unknown|test)\b", re.IGNORECASE)
_BARE: Final = re.compile(
    r"(?:dear|hi|hello|hey|hiya|hallo|liebe[rs]?|sehr geehrte[rs]?|cher"
    r"|chere|chers|salut|estimad[oa]s?|querid[oa]s?|prezad[oa]s?|car[oa]s?)"
    r"(?: (?:mr|mrs|ms|dr|herr|frau|monsieur|madame|senor|senora|senhor|senhora)\.?)? ?[,:!]"
)
_FREE: Final = re.compile(r"(?:hi|hello|hey|hallo|salut)[,:!]")
"""Greetings that are whole without a name: "Hello," when no blank stands before the comma."""
_STALE_FROM: Final = 2


def find_unfilled(draft: Draft, about: About) -> Iterator[Finding]:
    """Places for words in subject and body; a greeting without its name."""
    for part, text in ((Part.SUBJECT, draft.subject), (Part.BODY, own_words(draft))):
        for found in _UNFILLED.finditer(text):
            yield Finding(Kind.MERGE_EMPTY, UNFILLED, FILL, part, *found.span(), args={"text": " ".join(found[0].split())})
    yield from _nameless(draft, about)


def own_words(draft: Draft) -> str:
    """The body without the mail that is quoted below it."""
    return draft.body if draft.quotes_from is None else draft.body[: max(0, draft.quotes_from)]


def _nameless(draft: Draft, about: About) -> Iterator[Finding]:
    greeting = take_apart(own_words(draft)).greeting
    if greeting is None:
        return
    folded = fold(greeting.text)
    bare = _BARE.fullmatch(folded) and (re.search(r"\s[,:!]$", greeting.text) or not _FREE.fullmatch(folded))
    of_theirs = set(fold(f"{about.given} {about.family}").split())
    if bare or any(found[0] not in of_theirs for found in _NOT_A_NAME.finditer(folded)):
        name = about.given or about.family
        yield Finding(
            Kind.MERGE_EMPTY, NAMELESS, NAME_THEM if name else GREET, Part.BODY, greeting.start, greeting.end, args={"name": name}
        )


def find_gone_by(draft: Draft) -> Iterator[Finding]:
    """Times that the letter offers, and that lie behind us by now."""
    for said in draft.gone_by:
        for found in re.finditer(rf"(?<!\w){re.escape(said)}(?!\w)", own_words(draft)):
            yield Finding(Kind.MERGE_STALE, GONE_BY, OFFER_OTHERS, Part.BODY, *found.span(), args={"time": said})


def find_stale(draft: Draft, about: About) -> Iterator[Finding]:
    """Values filled in when the draft was begun, which stand in the text and are others now."""
    for name, old in draft.merged.items():
        new = about.fields.get(name, old)
        if new == old or len(old.strip()) < _STALE_FROM:
            continue
        for part, text in ((Part.SUBJECT, draft.subject), (Part.BODY, own_words(draft))):
            for found in re.finditer(rf"(?<!\w){re.escape(old)}(?!\w)", text):
                yield Finding(
                    Kind.MERGE_STALE, CHANGED, REPLACE, part, *found.span(), args={"old": old, "new": new}, replacement=new or None
                )
