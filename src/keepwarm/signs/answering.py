"""Signed addresses of pages that are about one person: a question to answer with one click, and a paper to download."""

from __future__ import annotations

import hashlib
import re

from django.conf import settings

from keepwarm.consent.sealing import LinkUnreadable, seal, unseal
from keepwarm.content.links import paper_path as page_of_paper
from keepwarm.lib.text import fold

ANSWER, PAPER = "answer", "paper"
_ANSWER = re.compile(r"([A-Za-z0-9]{8,16})\.([a-z0-9_-]{1,60})(?:\.([0-9a-f]{8}))?")
_PAPER = re.compile(r"([A-Za-z0-9]{8,16})\.([A-Za-z0-9]{8,16})")


def answer_path(prospect_ref: str, question_key: str, value: str = "") -> str:
    """The page that asks one question; with `value` that answer is chosen on it already, and one press confirms it."""
    said = ".".join(part for part in (prospect_ref, question_key, mark_of(value) if value else "") if part)
    return f"/ask/answer/{seal(ANSWER, said.encode())}/"


def answer_address(prospect_ref: str, question_key: str, value: str = "") -> str:
    """The same as a whole address, for a mail."""
    return f"{settings.PUBLIC_URL}{answer_path(prospect_ref, question_key, value)}"


def paper_path(item_ref: str, prospect_ref: str = "") -> str:
    """The page from which an item's file is downloaded; without a prospect the one for everyone."""
    if not prospect_ref:
        return page_of_paper(item_ref)
    return f"/ask/paper/{seal(PAPER, f'{item_ref}.{prospect_ref}'.encode())}/"


def read_answer(token: str) -> tuple[str, str, str]:
    """Prospect, question, and the mark of the chosen answer or "". Raises LinkUnreadable."""
    found = _ANSWER.fullmatch(unseal(ANSWER, token).decode("ascii", "replace"))
    if found is None:
        raise LinkUnreadable
    return found[1], found[2], found[3] or ""


def read_paper(token: str) -> tuple[str, str]:
    """Item and prospect; a bare reference of an item is the page for everyone. Raises LinkUnreadable."""
    if re.fullmatch(r"[A-Za-z0-9]{8,16}", token):
        return token, ""
    found = _PAPER.fullmatch(unseal(PAPER, token).decode("ascii", "replace"))
    if found is None:
        raise LinkUnreadable
    return found[1], found[2]


def mark_of(value: str) -> str:
    """An answer's short mark: the choices of a question may change their order."""
    return hashlib.sha256(fold(value).encode()).hexdigest()[:8]
