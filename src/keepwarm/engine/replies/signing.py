"""Where a signature begins: below a delimiter, a closing formula, a mobile phone's boast, or as a name at the end."""

import re
from collections.abc import Sequence
from typing import Final

MOST: Final = 12
"""Lines with words that a signature has at most."""
_DELIMITER: Final = re.compile(r"^\s*(?:--+|__+|—+|==+|\*{3,}|-- )\s*$")
_DASHED_NAME: Final = re.compile(r"^\s*[-–—]{1,2}\s?[^\W\d_][\w.'’ ]{0,30}[.!]?\s*$")
_MOBILE: Final = re.compile(
    r"^\s*(?:(?:sent|envoy[ée]|gesendet|enviad[oa]|inviato|verzonden|skickat|sendt|wys[łl]ano|escrito) (?:wirelessly |sans fil "
    r"|via |with |mit |par |depuis |desde |do |da |dal |von |vanaf |fr[åa]n |fra |from |de |con |z )"
    r"|get outlook for|outlook f[üu]r (?:ios|android)|von meinem (?:iphone|handy|mobil)|diese nachricht wurde von meinem|sent "
    r"from|download outlook)[^,]{0,70}$",
    re.IGNORECASE,
)
_CLOSING_WORDS: Final = (
    r"(?:(?:with )?(?:kind|best|warm|kindest|warmest|many|friendly|sincere)?(?:est)? ?(?:regards|wishes|greetings)|yours(?: "
    r"(?:sincerely|faithfully|truly|ever|etc))?|sincerely(?: yours)?|cheers|ta|thx|thanks"
    r"|many thanks|thank you|thanks again|thanks in advance|best|all the best|cordially|respectfully|br|rgds|kr|take care|peace"
    r"|season'?s greetings|best of luck|with regards|love"
    r"|mit (?:freundlichen|besten|herzlichen|sonnigen|vielen) (?:gr[üu](?:ß|ss)en|gr[üu]ssen)|(?:freundliche|viele|beste|liebe"
    r"|herzliche|schöne|sonnige)r? gr[üu](?:ß|ss)e?|gru(?:ß|ss)|lg|mfg|vg|bg|hochachtungsvoll|danke(?: und gruß)?|vielen dank"
    r"|(?:bien )?cordialement|bien à vous|salutations|sincères salutations|meilleures salutations|amicalement|bonne journée"
    r"|merci(?: d'avance)?|cdlt|avec mes salutations"
    r"|(?:un )?(?:cordial )?saludos?(?: cordiales)?|un abrazo|atentamente|muchas gracias|gracias|reciba un cordial saludo|"
    r"atenciosamente|att|abraços?|um abraço|cumprimentos|(?:com os )?melhores cumprimentos|obrigad[oa]|grat[oa]"
    r"|cordiali saluti|distinti saluti|saluti|grazie|un saluto|met vriendelijke groeten?|groeten|groet|mvg|hartelijke groet"
    r"|bedankt|с уважением|pozdrawiam)"
)
_CLOSING: Final = re.compile(rf"^\s*{_CLOSING_WORDS}\s*[,.!–-]*\s*$", re.IGNORECASE)
_CLOSING_LONG: Final = re.compile(
    r"^\s*(?:(?:with )?(?:kind|best|warm)\w* regards|mit (?:freundlichen|besten) gr[üu]\w+|yours (?:sincerely|faithfully)"
    r"|veuillez agréer|je vous prie d'agréer)\b.{0,60}$",
    re.IGNORECASE,
)
_TITLE_WORDS: Final = frozenset(
    "and of the for de la du et und der die das für von van e da do y del & - – i. a. im in to at i.a. i.v. ppa. @ | xx xxx x".split()
)
_SENTENCE_END: Final = re.compile(r"[?!:;]\s*$|[a-z]{4,}\.\s*$")
_MEANS_SOMETHING: Final = frozenset(
    "thanks thank cheers ta ok okay yes no nope yep stop remove unsubscribe danke merci gracias obrigado obrigada nein ja oui "
    "non si sí não call ring phone please sorry never "
    "abmelden bitte baja received noted agreed done perfect great lovely brilliant sold delete out enough interested später "
    "later nope".split()
)


def signature_from(lines: Sequence[str], *, spoken: bool) -> int:
    """The first line of the signature among the lines of one new piece; `len(lines)` when there is none.

    A piece is not all signature, unless something new was said above it (`spoken`).
    """
    filled = [at for at, line in enumerate(lines) if line.strip()]
    if spoken and filled and _DELIMITER.match(lines[filled[0]][:120]) and len(filled) <= MOST:
        return filled[0]
    at = len(lines)
    for rule in (_by_delimiter, _by_mobile, _by_closing):
        found = rule(lines[:at], [place for place in filled if place < at])
        if found < at and filled[0] < found:
            at = found
    return at if at < len(lines) else _by_name(lines, filled)


def _by_delimiter(lines: Sequence[str], filled: Sequence[int]) -> int:
    low = filled[-MOST:] if filled else []
    for at in low[1:] if len(filled) <= MOST else low:
        line = lines[at][:120]
        if _DELIMITER.match(line):
            return at
        if _DASHED_NAME.match(line) and len([place for place in filled if place > at]) <= 1 and not _in_list(lines, filled, at):
            return at
    return len(lines)


def _in_list(lines: Sequence[str], filled: Sequence[int], at: int) -> bool:
    near = [max((place for place in filled if place < at), default=at), min((place for place in filled if place > at), default=at)]
    return any(place != at and lines[place].lstrip().startswith(("- ", "* ", "•")) for place in near)


def _by_mobile(lines: Sequence[str], filled: Sequence[int]) -> int:
    return next((at for at in filled[-3:] if at != filled[0] and _MOBILE.match(lines[at][:160].rstrip())), len(lines))


def _by_closing(lines: Sequence[str], filled: Sequence[int]) -> int:
    for at in filled[-8:]:
        if at == filled[0]:
            continue
        line = lines[at][:120]
        rest = [lines[place] for place in filled if place > at]
        if (_CLOSING.match(line) or _CLOSING_LONG.match(line)) and all(
            len(below.strip()) <= 90 and not below.strip().endswith("?") for below in rest
        ):
            return at
    return len(lines)


def _by_name(lines: Sequence[str], filled: Sequence[int]) -> int:
    """The last paragraph when it reads like a name with what stands below one, and nothing else."""
    start = filled[-1] if filled else 0
    if len(filled) < 2:
        return len(lines)
    while start > 0 and lines[start - 1].strip():
        start -= 1
    paragraph = [lines[at].strip() for at in filled if at >= start]
    if start == 0 or len(paragraph) > 6 or not all(_looks_like_name(line) for line in paragraph):
        return len(lines)
    return start


def _looks_like_name(line: str) -> bool:
    words = [word.strip(",.()\"'|") for word in line.split()]
    if len(line) > 60 or len(words) > 8 or _SENTENCE_END.search(line):
        return False
    plain = [word for word in words if word and word.lower() not in _TITLE_WORDS]
    if any(word.lower() in _MEANS_SOMETHING for word in plain):
        return False
    if len(words) == 1 and words[0].isalpha() and len(words[0]) <= 12:
        return True
    return bool(plain) and all(not word[0].isalpha() or word[0].isupper() or "@" in word or "www." in word for word in plain)
