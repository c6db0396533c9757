"""The kind of a reply and what it names, by the engine; of a machine's mail only what machines say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from keepwarm.inbox.reading.automatic import Automatic

MACHINES = ("out_of_office", "left_company", "auto_ack", "wrong_person", "referral")
"""What an automatic reply can be; everything else is said by people."""


@dataclass(frozen=True, slots=True)
class ReplyRead:
    """`kind` is one of `words.Kind`, `confidence` 0 to 1, `ranking` the likeliest kinds with theirs, `new_part` what is no quote."""

    kind: str = ""
    confidence: float = 0.0
    ranking: tuple[tuple[str, float], ...] = ()
    wake_on: date | None = None
    name: str = ""
    email: str = ""
    new_part: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


def read_kind(
    subject: str, text: str, received_on: date, *, automatic: Automatic, lessons: Sequence[tuple[str, str, str]] = ()
) -> ReplyRead:
    """What the words say. Until the reader of replies is here, a person chooses each."""
    return ReplyRead(new_part=text[:20_000])
