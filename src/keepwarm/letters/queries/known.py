"""What is known of a person that decides what may be written to them now: read once, for purposes, check and budget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from keepwarm.consent.models import Channel as ConsentChannel
from keepwarm.consent.models import Wish
from keepwarm.engine.letter.words import Purpose
from keepwarm.engine.words import ATTEMPTS, LIVE, Disposition
from keepwarm.letters.words import LABELS
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Channel, Direction, Signal, Touch

LOOKED_AT = 500
"""Touches of one person that are read; nobody has more that matter for a letter."""
FOLLOWED_UP_WITHIN = timedelta(days=14)
"""A call attempt of longer ago is no longer followed up by a letter. Our choice."""


@dataclass(frozen=True, slots=True)
class Past:
    """One touch as letters see it."""

    at: datetime
    channel: str
    direction: str
    disposition: str
    args: dict[str, object]

    @property
    def is_talk(self) -> bool:
        """Live talk, by phone or in person."""
        return self.disposition in LIVE and self.channel in {Channel.PHONE, Channel.MEETING}

    @property
    def is_attempt(self) -> bool:
        """We dialled and did not reach them."""
        is_ours = self.channel == Channel.PHONE and self.direction == Direction.OUT
        return is_ours and self.disposition in ATTEMPTS and not self.is_talk


@dataclass(frozen=True, slots=True)
class Known:
    """`asked`: they asked something in writing that waits for its answer. `written_only`: their proven wish not to be phoned.

    `introduction`: the approved words that introduce the rep of sales; "" while there are none, None without an open hand-off.
    """

    prospect: Prospect
    past: tuple[Past, ...]  # the newest first
    addresses: tuple[Address, ...]  # emails in use, the first to try first
    asked: bool
    written_only: bool
    now: datetime
    introduction: str | None = None

    @property
    def on_its_way(self) -> Past | None:
        """A letter of ours whose result is not known yet."""
        return next((one for one in self.past if one.disposition == Disposition.QUEUED), None)

    @property
    def attempt(self) -> Past | None:
        """The newest attempt that a letter may still follow: nobody has talked or written since."""
        for one in self.past:
            if one.is_attempt:
                return one if one.at > self.now - FOLLOWED_UP_WITHIN else None
            if one.is_talk or one.direction == Direction.IN:
                return None
        return None

    @property
    def never_refused(self) -> str:
        """Why the budget never holds a letter to them back, a key of `outbox.words.BUDGET_FREE`; "" when it may."""
        return "asked" if self.asked else "written_only" if self.written_only else ""

    def why_closed(self, purpose: str) -> str:
        """Why this purpose is not open now; "" when it is."""
        if purpose == Purpose.AFTER_VOICEMAIL and self.attempt is None:
            return _("Opens after a call attempt.")
        if purpose == Purpose.ANSWER and not self.asked:
            return _("Nothing they asked in writing waits.")
        if purpose == Purpose.INTRODUCTION:
            return self._why_not_introduced()
        return ""

    def _why_not_introduced(self) -> str:
        if self.introduction is None:
            return _("Opens when they are offered to sales, until sales has called or written.")
        return "" if self.introduction else _("Opens when a marketer has approved an introduction by letter.")

    def open_purposes(self) -> tuple[str, ...]:
        """What they may be written to for now, in the order of the buttons."""
        return tuple(str(purpose) for purpose in LABELS if not self.why_closed(purpose))


def read_known(prospect: Prospect, *, now: datetime) -> Known:
    """Five short queries, each on an index."""
    return Known(
        prospect=prospect,
        past=tuple(_past(prospect)),
        addresses=tuple(Address.objects.filter(prospect=prospect, kind=Address.Kind.EMAIL, state=Address.State.OK).order_by("rank", "pk")),
        asked=Signal.objects.open().filter(prospect=prospect, kind=Signal.Kind.REPLY).exists() or _asked_in_a_form(prospect),
        written_only=is_written_only(prospect),
        now=now,
        introduction=_introduction(prospect),
    )


def is_written_only(prospect: Prospect) -> bool:
    """A proven wish not to be phoned: then everything is said in writing."""
    wishes = Wish.objects.filter(prospect=prospect, lifted_at__isnull=True)
    return wishes.filter(kind=Wish.Kind.NO_CHANNEL, channel=ConsentChannel.PHONE).exists()


def _asked_in_a_form(prospect: Prospect) -> bool:
    """They asked to be contacted, and a call is not open to us."""
    return prospect.because_rule == "contact_asked_in_writing"


def _introduction(prospect: Prospect) -> str | None:
    """The words that the signal of an offered or accepted hand-off brings."""
    waits = Signal.objects.open().filter(prospect=prospect, kind__in=[Signal.Kind.HANDOFF, Signal.Kind.INTRODUCED])
    args = waits.order_by("-raised_at", "-pk").values_list("args", flat=True).first()
    return None if args is None else str(args.get("introduction", ""))


def _past(prospect: Prospect) -> Iterable[Past]:
    rows = Touch.objects.filter(prospect=prospect, voided_at__isnull=True).order_by("-happened_at", "-pk")
    for row in rows.values_list("happened_at", "channel", "direction", "disposition", "args")[:LOOKED_AT]:
        yield Past(*row)
