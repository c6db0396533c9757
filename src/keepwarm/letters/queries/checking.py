"""A letter as it would leave, with everything that was found in it. Read before the transaction that sends: a check takes a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from keepwarm.engine.letter.checking import check
from keepwarm.engine.letter.draft import Draft as ToCheck
from keepwarm.engine.letter.finding import Finding
from keepwarm.engine.letter.words import Purpose
from keepwarm.letters.models import Enclosure
from keepwarm.letters.queries.about import read_about, shape_enclosures
from keepwarm.letters.queries.known import Known, read_known
from keepwarm.letters.queries.times import gone_by
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter that a rep wants to send. `overrule`: one word why the advice is not followed; rules cannot be overruled.

    `version`: the prospect's version that the page showed, None for a machine. `invite_at`: the time that it confirms.
    """

    prospect: Prospect
    seat: Seat
    purpose: str
    subject: str
    body: str
    enclosures: tuple[Enclosure, ...] = ()
    merged: Mapping[str, str] = field(default_factory=dict)
    offered: tuple[datetime, ...] = ()
    invite_at: datetime | None = None
    address_id: int | None = None
    overrule: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, what is known of the person, and what was found: rules first."""

    new: NewLetter
    known: Known
    findings: tuple[Finding, ...]

    @property
    def rules(self) -> tuple[Finding, ...]:
        """What stops the letter."""
        return tuple(one for one in self.findings if one.is_rule)

    @property
    def advice(self) -> tuple[Finding, ...]:
        """What the writer may overrule, with a word."""
        return tuple(one for one in self.findings if not one.is_rule)

    @property
    def to_say(self) -> tuple[Finding, ...]:
        """What belongs into a talk."""
        return tuple(one for one in self.findings if one.say_by_phone)


def check_letter(new: NewLetter, *, now: datetime) -> Checked:
    """Look at a letter; nothing is written. About fifteen short queries, and the check itself."""
    known = read_known(new.prospect, now=now)
    about = read_about(known, new.seat, is_answer=new.purpose == Purpose.ANSWER, now=now)
    draft = ToCheck(
        purpose=Purpose(new.purpose) if new.purpose in list(Purpose) else None,
        subject=new.subject,
        body=new.body,
        language=language_of(new.prospect),
        attachments=shape_enclosures(new.enclosures),
        merged=new.merged,
        gone_by=gone_by(new.offered, new.prospect, new.seat, now=now),
    )
    return Checked(new, known, check(draft, about, policy_in_force()))


def language_of(prospect: Prospect) -> str:
    """The language to write to them in, in two letters; "" when nobody said."""
    return prospect.language.lower()[:2]
