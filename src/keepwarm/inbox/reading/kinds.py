"""The kind of a reply and what it names, by the engine; of a machine's mail only what machines say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from keepwarm.engine.replies.corrections import Corrected
from keepwarm.engine.replies.reading import read_reply
from keepwarm.inbox.reading.automatic import Automatic


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


def read_kind(
    subject: str, text: str, received_on: date, *, automatic: Automatic, lessons: Sequence[tuple[str, str, str]] = ()
) -> ReplyRead:
    """What the words say. `lessons`: subject, new part and kind of replies that people of the house chose, the newest first."""
    corrected = tuple(Corrected(*lesson) for lesson in lessons)
    told = read_reply(subject, text, received_on, automatic=automatic.kind == "reply" or None, corrected=corrected)
    whom = told.refers_to
    return ReplyRead(
        kind=told.kind,
        confidence=float(told.confidence),
        ranking=tuple((kind, float(share)) for kind, share in told.ranking),
        wake_on=told.wake_on,
        name=(whom.name or "") if whom else "",
        email=(whom.email or "") if whom else "",
        new_part=told.new_part[:20_000],
    )
