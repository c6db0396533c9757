"""The demo's mailings: one went out and was read, one is checked and waits for somebody to send it. Nothing leaves this machine."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from keepwarm.consent.models import Channel, Wish
from keepwarm.decisions.actions import log_touches
from keepwarm.decisions.batch import NewTouch, NewWish
from keepwarm.demo.actions.staffing import Cast, note_made
from keepwarm.demo.story.mailings import NEWSLETTER, PREPARED, READS, SEGMENTS
from keepwarm.engine.blast import Verdict
from keepwarm.engine.words import Disposition
from keepwarm.mailings.actions.approving import approve_mailing
from keepwarm.mailings.actions.checking import ask_for_check, run_check
from keepwarm.mailings.actions.editing import NewMailing, make_mailing
from keepwarm.mailings.actions.listing import write_down
from keepwarm.mailings.actions.sending import OURS, send_what_is_due, settle_results
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.outbox.models import Message, State, Template
from keepwarm.segments.actions import save_segment
from keepwarm.segments.models import Segment
from keepwarm.signs.actions import mark_heeded, put_links, record_signs
from keepwarm.signs.links import Target
from keepwarm.signs.models import Kind, Link, Sign
from keepwarm.signs.recording import NewSign

SENT_BEFORE = 12
"""Days before today on which the newsletter goes."""
CAME_BACK, TURNED_AWAY, READ = 17, 31, 4
"""Every so many of those who get it: their mail comes back, they want no more, they follow the link."""


class Mailings:
    """What becomes of them, one day after the other."""

    def __init__(self, cast: Cast, today: date) -> None:
        self.cast, self.today = cast, today
        self.sent: Mailing | None = None
        self.made: list[int] = []

    def live(self, on: date, *, now: datetime) -> None:
        """A working day: it is sent, or those whose date has come get it."""
        if self.sent is None and (self.today - on).days <= SENT_BEFORE:
            self.sent = self._send(now=now)
        if self.sent is not None:
            write_down(now=now)
            send_what_is_due(now=now)
            _deliver(now=now + timedelta(minutes=3))

    def end(self, now: datetime) -> None:
        """This morning: some have read it, one wants no more, and the next is being prepared."""
        if self.sent is not None:
            _react(self.sent, now=now)
        self._prepare("prepared", PREPARED, now=now - timedelta(minutes=20))
        note_made("templates", list(Template.objects.filter(messages__kind="mailing").distinct().values_list("pk", flat=True)))
        note_made("mailings", self.made)

    def _send(self, *, now: datetime) -> Mailing:
        mailing = self._prepare("newsletter", NEWSLETTER, now=now)
        if mailing.verdict != Verdict.REFUSE:
            approve_mailing(mailing.ref, version=mailing.version, by=self.cast.marketer, now=now)
        return mailing

    def _prepare(self, key: str, story: dict[str, Any], *, now: datetime) -> Mailing:
        name, condition = SEGMENTS[key]
        segment: Segment = save_segment(name, condition, by=self.cast.marketer, now=now)
        mailing = make_mailing(NewMailing(segment=segment.ref, **story), by=self.cast.marketer, now=now)
        self.made.append(mailing.pk)
        note_made("mailings", self.made)
        note_made(f"segment_{key}", [segment.pk])
        return run_check(ask_for_check(mailing.ref, by=self.cast.marketer, now=now).ref, clock=lambda: now).mailing


def _deliver(*, now: datetime) -> None:
    """What a mail server would answer: it takes nearly all."""
    for place, message in enumerate(Message.objects.filter(OURS, state=State.QUEUED).order_by("pk")):
        is_back = place % CAME_BACK == CAME_BACK - 1
        message.state, message.because = (State.BOUNCED, "bounced") if is_back else (State.ACCEPTED, "")
        message.handed_at = message.settled_at = now
        message.save(update_fields=["state", "because", "handed_at", "settled_at"])
    settle_results(now=now)


def _react(mailing: Mailing, *, now: datetime) -> None:
    got = mailing.recipients.filter(state=Recipient.State.SENT, message__state=State.ACCEPTED, prospect__ended_at__isnull=True)
    rows = [(pk, touch, at or now) for pk, touch, at in got.order_by("pk").values_list("prospect_id", "touch_id", "ended_at")]
    if not rows:
        return
    refs = put_links([Target(READS)], now=now)
    link = Link.objects.get(ref=refs[Target(READS)])
    note_made("mailing_links", [link.pk])
    clicks = [
        NewSign(pk, Kind.CLICK, min(at + timedelta(hours=2 + place), now), link_id=link.pk, touch_id=touch, source=f"mailing:{mailing.ref}")
        for place, (pk, touch, at) in enumerate(rows)
        if place % READ == 1
    ]
    record_signs(clicks, now=now)
    mark_heeded(list(Sign.objects.filter(source=f"mailing:{mailing.ref}", heeded_at__isnull=True).values_list("pk", flat=True)), now=now)
    away = [_no_more(pk, at) for place, (pk, _touch, at) in enumerate(rows) if place % TURNED_AWAY == TURNED_AWAY - 1]
    log_touches(away, by=None, now=now)


def _no_more(prospect_id: int, at: datetime) -> NewTouch:
    wish = NewWish(Wish.Kind.NO_CHANNEL, Channel.MAILING, words="no newsletters, please")
    said = at + timedelta(hours=5)
    return NewTouch(prospect_id, "mailing", "in", Disposition.UNSUBSCRIBED, said, note="by the link in the newsletter", wishes=(wish,))


def remove_mailings(made: dict[str, list[int]]) -> None:
    """Mailings with their checks, their texts, segments and link; who got them went before."""
    Mailing.objects.filter(pk__in=made.get("mailings", [])).delete()
    Template.objects.filter(pk__in=made.get("templates", []), messages__isnull=True).delete()
    Link.objects.filter(pk__in=made.get("mailing_links", []), signs__isnull=True).delete()
    Segment.objects.filter(pk__in=[pk for key in SEGMENTS for pk in made.get(f"segment_{key}", [])], mailings__isnull=True).delete()
