"""One reply, read: `read_reply` puts together its new part, its kind, the day and the person it names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from keepwarm.engine.replies.corrections import Corrected
from keepwarm.engine.replies.dates import wake_day
from keepwarm.engine.replies.features import own_subject
from keepwarm.engine.replies.kinds import judge
from keepwarm.engine.replies.referral import Referred, find_referred
from keepwarm.engine.replies.text import fold_words, languages_of
from keepwarm.engine.replies.trimming import Trimmed, trim

WAKING: Final = frozenset({"not_now", "out_of_office", "wants_call"})
"""Kinds after which a day is a day to come back on."""
REFERRING: Final = frozenset({"referral", "left_company", "out_of_office", "wrong_person"})
"""Kinds in which a name is that of somebody to turn to."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply says.

    `kind` is one of `model.KINDS`, `confidence` from 0 to 1, `ranking` every kind with its chance, likeliest first.
    `heed`: kinds that must not be missed and may be meant, so that a person looks before anything is sent.
    `asked`: the questions of the new part, as written. `language`: the likeliest, by its English name.
    """

    kind: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    is_sure: bool
    heed: tuple[str, ...]
    wake_on: date | None
    refers_to: Referred | None
    asked: tuple[str, ...]
    language: str
    new_part: str
    trimmed: Trimmed


def read_reply(
    subject: str, body: str, received_on: date, *, automatic: bool | None = None, corrected: Sequence[Corrected] = ()
) -> Reading:
    """Read a reply: its subject, its plain text, and the day it came (in the zone of the house).

    `automatic`: whether the headers call it automatic (None: unknown). `corrected`: the house's own corrections, newest first.
    Any text at all is read; nothing is raised.
    """
    trimmed = trim(body)
    new = trimmed.new
    judged = judge(subject, new, automatic=automatic, corrected=corrected)
    said = "\n".join(part for part in (f"{own_subject(subject)}." * bool(own_subject(subject)), new) if part)
    return Reading(
        kind=judged.kind,
        confidence=judged.confidence,
        ranking=judged.ranking,
        is_sure=judged.is_sure,
        heed=judged.heed,
        wake_on=wake_day(said, received_on, judged.kind) if judged.kind in WAKING else None,
        refers_to=find_referred(new) if judged.kind in REFERRING else None,
        asked=tuple(_questions(new)),
        language=languages_of(fold_words(new))[0],
        new_part=new,
        trimmed=trimmed,
    )


def _questions(text: str) -> list[str]:
    """Sentences that end with a question mark, as written, the first twenty."""
    asked: list[str] = []
    start = 0
    for at, mark in enumerate(text):
        ends = mark in ".!?\n" and text[at + 1 : at + 2] in ("", " ", "\n", "\r", '"', ")")
        if not ends:
            continue
        if mark == "?" and text[start : at + 1].strip(" ?\n"):
            asked.append(" ".join(text[start : at + 1].split()))
        start = at + 1
        if len(asked) == 20:
            break
    return asked
