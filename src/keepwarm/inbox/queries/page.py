"""The page of one mail: what was read of it, what may be chosen, and its words, safe to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from keepwarm.inbox import files
from keepwarm.inbox.models import CameBack, Proposal, Received
from keepwarm.inbox.queries.lists import find_received
from keepwarm.inbox.reading.html import safe_html
from keepwarm.inbox.reading.mime import read_mail
from keepwarm.inbox.reading.words import words_of
from keepwarm.inbox.words import FOLLOWS, SAID, Kind, say_kind
from keepwarm.prospects.queries import may_change
from keepwarm.staff.models import User

NO_REPLY = frozenset({Kind.BOUNCE, Kind.SPAM_REPORT, Kind.SENT, Kind.AGAIN})
FRAME = (
    '<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'"><body>{words}</body>'
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind that a person may choose, and what follows."""

    kind: str
    said: str
    follows: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class MailPage:
    """`frame` is the HTML of a frame without scripts; "" for a mail in plain text. `sure` in percent."""

    row: Received
    said: str
    sure: int
    wake_on: date | None
    text: str
    frame: str
    attachments: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, int], ...]
    choices: tuple[Choice, ...]
    proposals: tuple[Proposal, ...]
    came_back: tuple[CameBack, ...]
    may_choose: bool
    may_give: bool


def show_mail(ref: str, *, for_: User) -> MailPage:
    """Everything on the page. Raises UnknownMail."""
    row = find_received(ref, for_=for_)
    words = words_of(read_mail(files.read(row.hashed)))
    waits = row.state in {Received.State.WAITS, Received.State.QUARANTINED}
    return MailPage(
        row=row,
        said=say_kind(row.kind),
        sure=round(row.confidence * 100),
        wake_on=date.fromisoformat(row.reading["wake_on"]) if row.reading.get("wake_on") else None,
        text=words.text or row.text,
        frame=FRAME.format(words=safe_html(words.html)) if words.html else "",
        attachments=words.attachments,
        others=tuple((say_kind(kind), round(share * 100)) for kind, share in row.reading.get("ranking", [])),
        choices=tuple(Choice(kind, str(SAID[kind]), str(FOLLOWS[kind]), kind == row.kind) for kind in FOLLOWS),
        proposals=tuple(row.proposals.select_related("became").order_by("pk")),
        came_back=tuple(row.came_back.select_related("message").order_by("pk")[:50]),
        may_choose=_may_choose(row, for_),
        may_give=row.prospect is None and waits,
    )


def _may_choose(row: Received, for_: User) -> bool:
    return row.prospect is not None and row.chosen_at is None and row.kind not in NO_REPLY and may_change(row.prospect, for_)
