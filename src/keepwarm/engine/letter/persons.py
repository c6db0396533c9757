"""Whether the letter is for this person: the name in its greeting, and the firms it names."""

import re
from collections.abc import Iterator
from typing import Final

from keepwarm.engine.letter.draft import About, Draft
from keepwarm.engine.letter.fields import own_words
from keepwarm.engine.letter.finding import Finding
from keepwarm.engine.letter.splitting import Piece, take_apart
from keepwarm.engine.letter.words import Kind, Part
from keepwarm.engine.translate import gettext_noop as _
from keepwarm.lib.text import fold

WRONG_NAME: Final = _("The greeting says “%(greeted)s”, and the letter is for %(name)s.")
SAY_NAME: Final = _("Greet %(name)s. If they are called so, too, add it to their names first.")
WRONG_FIRM: Final = _("“%(firm)s” is the firm of somebody else you had to do with lately; this letter is for somebody of %(own)s.")
OTHER_FIRM: Final = _("You name “%(firm)s”, the firm of somebody else you had to do with lately. Is it meant here?")
SAY_FIRM: Final = _("Put their own firm in its place, or take it out.")
NO_FIRM: Final = _("a firm we do not know")

_SHORT_FORMS: Final = tuple(
    frozenset(names.split())
    for names in (
        "robert bob rob bobby robbie",
        "william bill will billy liam",
        "richard dick rick ricky rich",
        "michael mike mick mickey michel miguel",
        "margaret maggie meg peggy greta",
        "elizabeth liz lizzie beth betty eliza lisa elisabeth",
        "james jim jimmy jamie",
        "john jack johnny jon",
        "edward ed eddie ted ned teddy",
        "thomas tom tommy",
        "charles charlie chuck",
        "henry harry hank",
        "katherine catherine kate katie kathy cathy kat katharina",
        "anthony tony antonio toni anton",
        "patricia pat patty tricia trish",
        "susan sue susie suzanne",
        "deborah debbie deb debra",
        "stephen steven steve",
        "francis frank francisco paco pancho franz",
        "jose pepe",
        "johannes hans hannes",
        "josef sepp jupp joseph joe",
        "alexander alex sasha sascha alexandra sandra",
        "dolores lola",
        "guadalupe lupe",
        "maria mary marie mia",
        "manuel manolo",
        "eduardo edu lalo",
        "gilberto beto roberto",
        "ignacio nacho",
    )
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_NO_NAMES: Final = frozenset(
    "dear hi hello hey hiya good morning afternoon evening greetings alright"
    " there all everyone everybody team folks colleagues friends sir sirs madam"
    " customer customers partner partners and or the to whom it may concern"
    " mr mrs ms miss dr prof professor doctor sehr geehrte geehrter geehrten"
    " liebe lieber liebes guten tag morgen abend hallo moin servus gruss gott"
    " grussi und herr herrn frau damen herren zusammen kollegen kolleginnen"
    " bonjour bonsoir cher chere chers cheres salut madame monsieur messieurs"
    " mesdames et tous toutes docteur estimado estimada estimados estimadas"
    " querido querida queridos hola buenos dias buenas tardes noches senor"
    " senora senores don dona doctora y a todos prezado prezada prezados caro"
    " cara caros ola oi bom dia boa tarde noite senhor senhora dra sr sra e"
    " equipe equipo equipa again from at of again you guys ladies gentlemen"
    " mate love reverend canon chef captain director chairman secretary".split()
)
_LEGAL_FORM: Final = re.compile(
    r"\b(?:gmbh|ag|kg|ohg|ltd|limited|inc|llc|plc|corp|co|sa|sas|sarl|srl|sl|lda|bv|nv|group|holding)\b\.?|[&.,]"
)
_TIED: Final = (
    r"(?:\b(?:you|your \w{1,20}|everyone|everybody|colleagues|team|people|things)(?:"
    r" \w{1,12})? (?:at|in|with|from)|\b(?:bei|chez|en|na|no|da|for|fur|pour|para))"
    r" (?:the |der |die |das |la |el |a |o )?"
)
_SHORT_NAME: Final = 3


def find_wrong_name(draft: Draft, about: About) -> Iterator[Finding]:
    """The greeting names nobody of this person's names: other names beside theirs are fine when they are colleagues."""
    greeting = take_apart(own_words(draft)).greeting
    theirs = _words_of(about.given, about.family, *about.also_called)
    if greeting is None or not theirs:
        return
    greeted = [word for word in _WORD.findall(greeting.text) if fold(word) not in _NO_NAMES]
    colleagues = _words_of(*about.colleagues) if any(_is_one_of(word, theirs) for word in greeted) else frozenset()
    wrong = [word for word in greeted if not _is_one_of(word, theirs | colleagues | _words_of(about.firm))]
    if wrong:
        yield _wrong_name(greeting, wrong, about)


def _wrong_name(greeting: Piece, wrong: list[str], about: About) -> Finding:
    name = " ".join(f"{about.given} {about.family}".split()) or about.also_called[0]
    start = greeting.start + greeting.text.index(wrong[0])
    end = greeting.start + greeting.text.rindex(wrong[-1]) + len(wrong[-1])
    args = {"greeted": " ".join(wrong), "name": name}
    right = about.given if len(wrong) == 1 and about.given and not _is_formal(greeting.text) else about.family or None
    return Finding(Kind.WRONG_NAME, WRONG_NAME, SAY_NAME, Part.BODY, start, end, args=args, replacement=right if len(wrong) == 1 else None)


def _is_formal(greeting: str) -> bool:
    return bool(re.search(r"\b(?:mr|mrs|ms|miss|dr|prof|herr|frau|monsieur|madame|senor|senora|senhor|senhora|sr|sra)\b", fold(greeting)))


def _words_of(*names: str) -> frozenset[str]:
    return frozenset(fold(word) for name in names for word in _WORD.findall(name))


def _is_one_of(word: str, names: frozenset[str]) -> bool:
    """The same, a short form of one, or its beginning: "Jo" for "Joanna"."""
    folded = fold(word).removesuffix("'s")
    if folded in names or any(folded in forms and forms & names for forms in _SHORT_FORMS):
        return True
    return len(folded) > 1 and any(name.startswith(folded) or (len(name) >= _SHORT_NAME and folded.startswith(name)) for name in names)


def find_wrong_firm(draft: Draft, about: About) -> Iterator[Finding]:
    """A firm of somebody else: a rule when the letter says that the reader is there, else advice."""
    ours = {_bare_firm(name) for name in (about.firm, about.our_firm, *about.products, *about.names)}
    texts = (
        ((Part.SUBJECT, *fold_with_places(draft.subject)), (Part.BODY, *fold_with_places(own_words(draft)))) if about.other_firms else ()
    )
    for firm in dict.fromkeys(about.other_firms):
        bare = _bare_firm(firm)
        if len(bare) < _SHORT_NAME or any(bare in one for one in ours):
            continue
        for part, folded, places in texts:
            yield from _named(firm, bare, part, folded, places, about)


def _named(firm: str, bare: str, part: Part, folded: str, places: list[int], about: About) -> Iterator[Finding]:
    spelt = r"[\s\W]{1,3}".join(map(re.escape, bare.split()))
    for found in re.finditer(rf"(?<!\w){spelt}(?!\w)", folded):
        tied = bool(re.search(_TIED + r"$", folded[max(0, found.start() - 60) : found.start()])) or part is Part.SUBJECT
        kind, because = (Kind.WRONG_FIRM, WRONG_FIRM) if tied else (Kind.OTHER_FIRM, OTHER_FIRM)
        args = {"firm": firm, "own": about.firm} if about.firm else {"firm": firm, "own_words": NO_FIRM}
        yield Finding(
            kind, because if about.firm else OTHER_FIRM, SAY_FIRM, part, places[found.start()], places[found.end() - 1] + 1, args=args
        )


def _bare_firm(name: str) -> str:
    return " ".join(_LEGAL_FORM.sub(" ", fold(name)).split())


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """Folded letter by letter, blanks kept, with the place in `text` that each letter comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        folded = " " if letter.isspace() else fold(letter)
        letters.append(folded)
        places.extend([place] * len(folded))
    return "".join(letters), places
