"""A letter taken apart: greeting, sentences, closing and signature, each with its place in the body. One pass, linear in its length."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from keepwarm.lib.text import fold

_GREETINGS: Final = (
    "dear|hi|hello|hey|hiya|good morning|good afternoon|good evening|morning|afternoon|evening|greetings|alright|to whom"
    "|sehr geehrte[rsn]?|liebe[rs]?|guten (?:tag|morgen|abend)|hallo|moin|servus|gruss gott|grussi|werte[r]?"
    "|bonjour|bonsoir|cher|chere|chers|cheres|salut|madame|monsieur"
    "|estimad[oa]s?|querid[oa]s?|hola|buenos dias|buenas tardes|buenas|muy senor(?:es)?"
    "|prezad[oa]s?|car[oa]s?|ola|oi|bom dia|boa tarde|boa noite"
)
_CLOSINGS: Final = (
    "(?:with |the )?(?:kind|kindest|best|warm|warmest|friendly|many) (?:regards"
    "|wishes|greetings|thanks)|(?:with )?(?:friendly|best) greetings|regards|greetings"
    "|best|all the best|cheers|thanks|thank you|thx|ta|many thanks|yours|yours (?:sincerely|faithfully|truly|ever)|sincerely|faithfully"
    "|respectfully|warmly|love|talk soon|bye|bye for now|take care|xx?"
    "|(?:mit )?(?:freundlichen|herzlichen|besten|vielen|lieben|schonen) grussen|(?:freundliche|herzliche|beste|viele|liebe|schone) grusse"
    "|grusse?|gruss|herzlich(?:st)?|hochachtungsvoll|mfg|lg|vg|danke"
    "|(?:bien )?cordialement|bien a vous|amities|bonne journee|a bientot|respectueusement|merci|bises"
    "|(?:un |reciba un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|un abrazo|gracias"
    "|atenciosamente|(?:com os melhores )?cumprimentos|abracos?|um abraco|obrigad[oa]|abs|beijos|bjs"
)
_GREETING: Final = re.compile(rf"(?:{_GREETINGS})\b")
_CLOSING: Final = re.compile(rf"(?:{_CLOSINGS})\b(?! (?:for|fur|pour|por|pela|pelo|de votre))")
_END: Final = re.compile(r"(?<![.!?…])[.!?…]++[\"»”’')\]]*+(?=\s)")
"""Begun once for each run of stops and never tried shorter: a hundred thousand of them take no longer than as many letters."""
_SHORT: Final = re.compile(
    r"(?:^|[\s(])(?:[^\W\d]|mr|mrs|ms|dr|prof|st|no|nr|str|p|pp|vol|approx|ca|z|b|bzw|inkl"
    r"|zzgl|usw|etc|e\.g|i\.e|sr|sra|srta|dra|m|mme|art|tel|fig|inc|ltd|co|corp|vs)\.$",
    re.IGNORECASE,
)
_LIST_MARK: Final = re.compile(r"[ \t]*(?:[-*•–]|\(?(?:\d{1,2}|[a-hA-H])[.)])[ \t]*$")
_MONTHS: Final = frozenset("januar februar marz april mai juni juli august september oktober november dezember".split())
_CLOSING_WORDS: Final = 6
_SIGNATURE_LINES: Final = 8
_GREETING_CHARS: Final = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the body: `text` is `body[start:end]`."""

    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Letter:
    """The parts of a body. `greeting` and `closing` (with the signature) are None when not found."""

    greeting: Piece | None
    sentences: tuple[Piece, ...]
    closing: Piece | None

    @property
    def words(self) -> int:
        """Words between greeting and signature."""
        return sum(piece.words for piece in self.sentences)


def take_apart(body: str) -> Letter:
    """Greeting, sentences and closing of a body of any length."""
    lines = list(_lines(body))
    if not lines:
        return Letter(None, (), None)
    greeting = _greeting(lines[0])
    until = _closing_at(lines)
    closing = Piece(lines[until].start, lines[-1].end, body[lines[until].start : lines[-1].end]) if until < len(lines) else None
    begin = greeting.end if greeting else 0
    end = closing.start if closing else len(body)
    return Letter(greeting, tuple(_sentences(body, begin, max(begin, end))), closing)


def _lines(body: str) -> Iterator[Piece]:
    for found in re.finditer(r"[^\r\n]+", body):
        text = found[0].strip()
        if text:
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            yield Piece(start, start + len(text), text)


def _greeting(line: Piece) -> Piece | None:
    """The words of greeting at the head of the first line, up to its comma; a whole short line without one."""
    head = line.text[:_GREETING_CHARS]
    if not _GREETING.match(fold(head)):
        return None
    stop = re.search(
        r"[,!:;–.](?=\s|$)", re.sub(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sr|Sra|Srta|Dra|M|Mme)\.", lambda found: "x" * len(found[0]), head)
    )
    if stop:
        end = stop.end()
    elif len(line.text.split()) <= _CLOSING_WORDS:
        end = len(line.text)
    else:
        return None
    return Piece(line.start, line.start + end, line.text[:end])


def _closing_at(lines: list[Piece]) -> int:
    """The first line of the closing: a short line of farewell near the end, else last lines that look like names; their count if none."""
    for place in range(max(1, len(lines) - _SIGNATURE_LINES), len(lines)):
        line = lines[place]
        if line.words <= _CLOSING_WORDS and _CLOSING.match(fold(line.text)) and not line.text.endswith("?"):
            return place
    place = len(lines)
    while place > 1 and _is_signature(lines[place - 1].text):
        place -= 1
    return place


def _is_signature(line: str) -> bool:
    """A line that is a name, a firm, a place or a number: short and without the end of a sentence, most words with a capital."""
    words = line.split()
    if len(words) > _CLOSING_WORDS or line[-1] in "?!:," or (line[-1] == "." and len(words) > 2):
        return False
    names = sum(word[:1].isupper() or not word[:1].isalpha() for word in words)
    return len(words) == 1 or names * 2 > len(words)


def _sentences(body: str, begin: int, end: int) -> Iterator[Piece]:
    for line in re.finditer(r"[^\r\n]+", body[begin:end]):
        yield from _in_line(body, begin + line.start(), begin + line.end())


def _in_line(body: str, begin: int, end: int) -> Iterator[Piece]:
    """Sentences of one line. A mark of a list and an abbreviation end none."""
    start = begin
    for found in _END.finditer(body, begin, end):
        before = body[max(start, found.end() - 12) : found.end()]
        if found[0][0] == "." and (_SHORT.search(before) or _LIST_MARK.match(body, start, found.end()) or _is_ordinal(body, found)):
            continue
        yield from _piece(body, start, found.end())
        start = found.end()
    yield from _piece(body, start, end)


def _is_ordinal(body: str, stop: re.Match[str]) -> bool:
    """A number with a stop that goes on: "am 22. April", "the 3. floor"."""
    if not body[max(0, stop.start() - 1) : stop.start()].isdigit():
        return False
    after = body[stop.end() : stop.end() + 24].split()
    return bool(after) and (after[0][0].islower() or after[0][0].isdigit() or fold(after[0]).strip(",.;") in _MONTHS)


def _piece(body: str, start: int, end: int) -> Iterator[Piece]:
    text = body[start:end]
    stripped = text.strip()
    if any(letter.isalnum() for letter in stripped) or "?" in stripped:
        first = start + len(text) - len(text.lstrip())
        yield Piece(first, first + len(stripped), stripped)
