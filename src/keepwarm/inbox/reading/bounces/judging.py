"""From what a server said to a reason, and to whether the address is of no use. In doubt it is of use: soft bounces are counted."""

from __future__ import annotations

import re

from keepwarm.inbox.reading.bounces.codes import reason_of, step_in
from keepwarm.inbox.reading.bounces.particular import PARTICULAR
from keepwarm.inbox.reading.bounces.phrases import AT_LAST, NOBODY, TIMES
from keepwarm.inbox.reading.bounces.told import HARD, Reason
from keepwarm.inbox.reading.headers import ADDRESS

_NAMELESS = re.compile(r"\b5\d\d:? ?: ")
"""A reply that names nobody where a name belongs: it was not about one."""
_STRONG = re.compile(
    r"(?:does not|doesn't|don't|do not) (?:exist|have)|n't be found|could not be found|no such|not a (?:valid"
    r"|known)|unknown in|no mailbox|n'existe|existiert nicht|no existe|não existe",
    re.IGNORECASE,
)
"""Said of a name that was looked up, at whatever step."""
_BY_NAME = re.compile(
    r"user unknown|unknown user|no such (?:user|mailbox|recipient)|(?:user|mailbox|recipient"
    r"|account)(?: \S+)? (?:does not|doesn't) exist",
    re.IGNORECASE,
)
"""Said of a name so plainly that a code of policy beside it is a mistake."""
_LOOKED_UP = re.compile(
    r"(?:was(?:n't| not)|could(?:n't| not) be) found (?:at|in|on)\b|unknown to address"
    r"|address (?:was(?:n't| not)|could(?:n't| not) be) found"
    r"|(?:est|sont) introuvables? (?:dans|sur|à|chez)|n'a pas été trouvée?|no se (?:ha )?encontr\w+ .{0,80}\ben\b|não (?:foi|é) encontrad"
    r"|non è stat[oa] trovat|non trovat[oa] (?:in|su|presso)|wurde .{0,80}nicht gefunden|(?:is niet|kan niet worden) gevonden"
    r"|hittades inte|(?:ikke (?:fundet|funnet))|nie znaleziono|nenaše?l|nebyla? nalezen|nebol\w* nájden|nije pronađen"
    r"|ei (?:löydy|löytynyt)|bulunamad|nem található|не (?:найден|знайден)|nu (?:a fost|s-a) găsit|δεν βρέθηκε"
    r"|見つかりません|找不到|찾을 수 없",
    re.IGNORECASE,
)
"""What a report says in its own words when a name was looked up in vain."""
_BY_CODE = frozenset({"5.1.1", "5.1.10"})
"""The codes of a name that is not there."""
_OF_A_NAME = frozenset({Reason.MAILBOX_FULL, Reason.HAS_MOVED, Reason.REJECTED, Reason.SUSPENDED})
_STATES = tuple((reason, pattern) for reason, pattern in PARTICULAR if reason in _OF_A_NAME)
"""What may still be meant where code and words say that a user is unknown: the sender's name, or what became of the box."""
_SWITCHED_OFF = next(pattern for reason, pattern in PARTICULAR if reason is Reason.SUSPENDED)
_FOR_NOW = re.compile(r"try again|temporar|will be retried|will retry|has been delayed|is delayed", re.IGNORECASE)
_EDGE = re.compile(r"5\.4\.1\b.{0,150}recipient address rejected ?: ?access denied", re.IGNORECASE)
"""How one large provider says that there is nobody of that name."""


def judge(said: str, around: str, *, status: str) -> Reason:
    """Why it did not arrive. `said`: the server's own words; `around`: the report's words about it, and its transcript."""
    words = _plain(said or around)
    step = step_in(f"{said}\n{around}")
    if _EDGE.search(words):
        return Reason.USER_UNKNOWN
    if status in _BY_CODE and _BY_NAME.search(words):
        return _first(_STATES, words) or Reason.USER_UNKNOWN
    by_status = reason_of(status)
    for reason in (
        _first(PARTICULAR, words),
        _about_us(step),
        by_status and _sharpened(by_status, words, step, status),
        _first(TIMES, words),
    ):
        if reason:
            return reason
    nobody = _first(NOBODY, words)
    if nobody is Reason.USER_UNKNOWN and not _refused_the_name(said or around, step):
        return Reason.FILTERED
    if nobody is Reason.USER_UNKNOWN and not status.endswith(".1.1") and _SWITCHED_OFF.search(_plain(around)):
        return Reason.SUSPENDED
    return nobody or _first(AT_LAST, words) or _by_the_report(_plain(around)) or _at_last(step)


def is_hard(reason: Reason, *, status: str, reply: str, action: str, said: str = "") -> bool:
    """Whether the address is of no use. Never when the server said that it is for now."""
    if status.startswith("4") or (not status and reply.startswith("4")) or (action == "delayed" and not status.startswith("5")):
        return False
    return reason in HARD and not (not status and _FOR_NOW.search(said))


def _first(table: tuple[tuple[Reason, re.Pattern[str]], ...], words: str) -> Reason | None:
    return next((reason for reason, pattern in table if pattern.search(words)), None)


def _by_the_report(words: str) -> Reason | None:
    """What the report says in its own words, when the server's say nothing. That a user is unknown is taken from the plainest only."""
    return _first((*PARTICULAR, *TIMES, *NOBODY[:2]), words) or (Reason.USER_UNKNOWN if _LOOKED_UP.search(words) else None)


def _about_us(step: str) -> Reason | None:
    """What is refused at the greeting, or at our sender's name, is about us."""
    return {"greet": Reason.BLOCKED, "mail": Reason.REJECTED}.get(step)


def _sharpened(reason: Reason, words: str, step: str, code: str) -> Reason:
    """A status is often too coarse: the words make it clear."""
    if reason is Reason.FILTERED and step == "rcpt":
        return _first(NOBODY, words) or reason
    if reason is Reason.REJECTED and step not in {"data", "mail"} and _BY_NAME.search(words):
        return Reason.USER_UNKNOWN
    if reason is Reason.REJECTED and step == "rcpt" and code == "5.7.1":
        return _first(NOBODY, words) or reason
    if reason is Reason.NOT_ACCEPT:
        return _first(NOBODY, words) or reason
    if reason in {Reason.HOST_UNKNOWN, Reason.EXPIRED, Reason.NETWORK_ERROR}:
        return _first((*NOBODY[:2], *TIMES), words) or reason
    return reason


def _refused_the_name(said: str, step: str) -> bool:
    """Whether it was the name that was refused, when it was named: a server that took the name, and refuses the mail, knows it."""
    if step == "rcpt" or _STRONG.search(said):
        return True
    return step != "data" and not _NAMELESS.search(said)


def _at_last(step: str) -> Reason:
    """A name refused in words that nobody knows may be refused for anything: it is counted, and not given up at once."""
    return {"rcpt": Reason.FILTERED, "data": Reason.UNDEFINED}.get(step, Reason.UNDEFINED)


def _plain(text: str) -> str:
    """One line without the names of people, and without the codes that some servers put at the head of each line."""
    line = re.sub(r"\s+(?:5|4)\d\d-(?:[45]\.\d\.\d+)?\s+", " ", " ".join(text.split()))[:6_000].replace("’", "'")
    return ADDRESS.sub("one@there", line)
