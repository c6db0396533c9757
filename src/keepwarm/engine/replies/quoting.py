"""Where a quoted mail begins: the lines that mail programs put above one, in the languages they speak."""

import re
from collections.abc import Sequence
from typing import Final

WIDTH: Final = 500
"""Characters of a line that are looked at; nothing a mail program writes is longer."""
REACH: Final = 5
"""Lines over which one heading may be broken."""

_VERBS: Final = (
    r"wrote|writes|sent|schrieb|geschrieben|a [ée]crit|[ée]crivait|escribi[óo]|escreveu|ha scritto|scrisse|schreef|geschreven"
    r"|napisa[łl]\(?a?\)?|skrev|kirjoitti"
    r"|đã viết|написал\(?а?\)?|пишет|yazd[ıi]|írta|napsal\(?a?\)?|a scris|έγραψε"
)
_OPENS: Final = (
    r"on|am|le|el|em|no dia|op|il|den|p[åa]|w dniu|dnia|v[àa]o|dne|в|tarihinde|στις|em data|at|a las|il giorno|sent from|ter|n[ap]"
)
_DAY: Final = (
    r"\d|\b(?:mon|tue|wed|thu|fri|sat|sun|yesterday|gestern|hier|ayer|ontem|montag|dienstag|mittwoch|donnerstag|freitag|samstag"
    r"|sonntag|lundi|mardi"
    r"|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|segunda|ter[çc]a|quarta|quinta|sexta)"
)
_WROTE_START: Final = re.compile(rf"^[\s\-*_]*(?:{_OPENS})\b", re.IGNORECASE)
_WROTE_END: Final = re.compile(rf"(?:\b|>)(?:{_VERBS})(?:\W{{0,3}}(?:am|um|le|el|em|on)\W[^:]{{0,60}})?\s*[:：]?[\s*_-]*$", re.IGNORECASE)
_VERB: Final = re.compile(rf"\b(?:{_VERBS})\b", re.IGNORECASE)
_HAS_DAY: Final = re.compile(_DAY, re.IGNORECASE)
_DATE_ADDRESS: Final = re.compile(r"^\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}\b[^<>]{0,120}<\s*[^<>\s]{1,200}@[^<>\s]{1,200}>\s*:?\s*$")
_DATE_FIRST: Final = re.compile(r"^\s*(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4})\b.{0,160}<")
_DASHED: Final = re.compile(rf"^\s*-{{2,}}[^-].{{0,160}}\b(?:{_VERBS})\s*:?\s*-{{2,}}\s*$", re.IGNORECASE)
_ORIGINAL_WORDS: Final = (
    r"original(?:e)? (?:message|appointment|e-?mail)|reply message|urspr[üu]ngliche (?:nachricht|mail|e-?mail)"
    r"|original-?nachricht|antwort nachricht"
    r"|message d['’ ]origine|message (?:initial|original)|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht"
    r"|oprindelig meddelelse|ursprungligt meddelande|opprinnelig melding|wiadomo[śs][ćc] oryginalna|исходное сообщение"
    r"|p[ůu]vodn[íi] zpr[áa]va"
)
_ORIGINAL: Final = re.compile(rf"^[\s>*_=]*(?:-+\s*(?:{_ORIGINAL_WORDS})\s*-*|(?:{_ORIGINAL_WORDS})\s*:?)[\s*_=]*$", re.IGNORECASE)
_FORWARDED: Final = re.compile(
    r"^[\s>*_]*(?:[-=]+\s*)?(?:begin forwarded message|forwarded message|forwarded by|weitergeleitete nachricht|anfang der "
    r"weitergeleiteten (?:nachricht|e-mail)"
    r"|message transf[ée]r[ée]|d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])|mensaje reenviado|mensagem "
    r"(?:encaminhada|reencaminhada)"
    r"|messaggio inoltrato|inizio messaggio inoltrato|doorgestuurd bericht)\b.{0,80}$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(
    r"^[\s*_>-]{0,8}(?:from|von|de|expéditeur|da|van|fra|fr[åa]n|od|от|k?[ié]mden|feladó|lähettäjä)\s*\*?\s*[:：]\s*\*?\s*\S", re.IGNORECASE
)
_DATED: Final = re.compile(r"^[\s*_>-]{0,8}(?:date|sent|datum|gesendet)\s*\*?\s*[:：]\s*\*?\s*\S", re.IGNORECASE)
_FURTHER: Final = re.compile(
    r"^[\s*_>-]{0,8}(?:sent|date|to|cc|subject|reply-to|gesendet|datum|an|betreff|kopie|envoy[ée](?: le)?|date|[àa]|objet"
    r"|enviado(?: el| em)?|fecha|data|para"
    r"|asunto|assunto|inviato|oggetto|a|verzonden|aan|onderwerp|sendt|dato|til|emne|skickat|till|[äa]mne|wys[łl]ano|do|temat"
    r"|from|von|de)\s*\*?\s*[:：]",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"^\s*(?:[-_=*─—]\s?){8,}\s*$")
_MARKED: Final = re.compile(r"^\s{0,8}(?:>|\|(?=\s|$)(?![^|]*\|))")


def is_marked(line: str) -> bool:
    """A line that carries the mark of a quotation (`>` or, alone, `|`)."""
    head = line[:WIDTH]
    return bool(_MARKED.match(head)) and "<<<" not in head


def is_rule(line: str) -> bool:
    """A line drawn across the mail."""
    return bool(_RULE.match(line[:WIDTH]))


def heading_at(lines: Sequence[str], at: int) -> tuple[str, int]:
    """What begins at a line: "wrote", "block", "original" or "forwarded", and how many lines it takes; ("", 0) if nothing does."""
    line = lines[at][:WIDTH].rstrip()
    if not line.strip():
        return "", 0
    if _FORWARDED.match(line):
        return "forwarded", 1
    if _ORIGINAL.match(line):
        return "original", 1
    if is_rule(line):
        return _after_rule(lines, at)
    if _FROM.match(line) or _DATED.match(line):
        return ("block", 1) if _is_block(lines, at) else ("", 0)
    return _wrote(lines, at)


def _after_rule(lines: Sequence[str], at: int) -> tuple[str, int]:
    for further in range(at + 1, min(at + 4, len(lines))):
        if lines[further].strip():
            first = lines[further][:WIDTH]
            return ("block", further - at) if _FROM.match(first) and _is_block(lines, further) else ("", 0)
    return "", 0


def _is_block(lines: Sequence[str], at: int) -> bool:
    """From: with To:, Sent: or the like close below; a block that opens with the date needs From: or To: at once."""
    first = lines[at][:WIDTH]
    near = [line[:WIDTH] for line in lines[at + 1 : at + REACH] if line.strip()]
    if _FROM.match(first):
        return any(_FURTHER.match(line) for line in near)
    return bool(near) and bool(re.match(r"^[\s*_>-]{0,8}(?:from|to|von|an|de|para)\s*\*?\s*:", near[0], re.IGNORECASE))


def _wrote(lines: Sequence[str], at: int) -> tuple[str, int]:
    line = lines[at][:WIDTH].strip()
    if _DASHED.match(line) or _names_writer(line):
        return "wrote", 1
    opens, dated = bool(_WROTE_START.match(line)), bool(_DATE_FIRST.match(line))
    if not (opens or dated):
        return "", 0
    joined = ""
    for taken, further in enumerate(range(at, min(at + REACH, len(lines))), 1):
        part = lines[further][:WIDTH].strip()
        if further > at and _WROTE_START.match(part) and _HAS_DAY.search(part):
            break
        joined = f"{joined} {part}".strip()
        if _WROTE_END.search(joined[-200:]) and _HAS_DAY.search(joined[:WIDTH]):
            return "wrote", taken
        if dated and _DATE_ADDRESS.match(joined[: 2 * WIDTH]):
            return "wrote", taken
        if is_marked(lines[further]) and further > at and not joined.endswith(">"):
            break
    return "", 0


def _names_writer(line: str) -> bool:
    """ "Ann Lee <ann@lee.example> wrote:", "Jan Bos schrieb am 3.4.2025:"."""
    if not line.endswith(":") or len(line) > 200:
        return False
    verbs = list(_VERB.finditer(line))
    verb = verbs[-1] if verbs else None
    return verb is not None and len(line) - verb.end() <= 40 and verb.start() > 0 and ("@" in line or any(mark.isdigit() for mark in line))


def split_before_heading(line: str) -> int:
    """Where, within a line, "… On Monday she wrote:" begins behind other words; 0 where it does not."""
    tail = line[-2 * WIDTH :]
    if not _WROTE_END.search(tail.rstrip()[-80:]):
        return 0
    begin = max(tail.rfind(f"{gap}{word} ") for gap in (" ", "-") for word in ("On", "Am", "Le", "El", "Em", "Op", "Il"))
    if begin <= 0 or not _HAS_DAY.search(tail[begin:]) or not tail[:begin].strip(" -"):
        return 0
    while begin > 0 and tail[begin - 1] in "- ":
        begin -= 1
    return len(line) - len(tail) + begin
