"""What became of a mailing so far: how many were tried, and how many turned away. Counted by its own messages."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from keepwarm.consent.models import Channel as Way
from keepwarm.consent.models import Wish
from keepwarm.engine.blast import Arm, Turned
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.outbox.models import State
from keepwarm.signs.models import Kind, Sign

TRIED = (State.ACCEPTED, State.BOUNCED, State.FAILED, State.UNCERTAIN)
ARRIVED = (State.ACCEPTED, State.UNCERTAIN)
CAME_BACK = (State.BOUNCED, State.FAILED)


@dataclass(frozen=True, slots=True)
class Became:
    """Counts of recipients by what became of them."""

    recipients: int
    waiting: int
    moved: int
    skipped: int
    sent: int
    tried: int
    came_back: int
    opted_out: int
    complained: int
    clicked: int

    @property
    def turned(self) -> Turned:
        """As the engine reads it."""
        return Turned(self.tried, self.came_back, self.opted_out, self.complained)


def what_became(mailing: Mailing) -> Became:
    """The counts of one mailing, in two queries."""
    rows = mailing.recipients.all()
    counts = rows.aggregate(
        recipients=Count("pk"),
        waiting=Count("pk", filter=Q(state=Recipient.State.WAITS)),
        moved=Count("pk", filter=Q(moved__gt=0)),
        skipped=Count("pk", filter=Q(state=Recipient.State.SKIPPED)),
        sent=Count("pk", filter=Q(state=Recipient.State.SENT)),
        tried=Count("pk", filter=Q(message__state__in=TRIED)),
        came_back=Count("pk", filter=Q(message__state__in=CAME_BACK)),
    )
    sent = rows.filter(state=Recipient.State.SENT)
    turned = {name: sent.filter(test).count() for name, test in (("opted_out", opted_out()), ("complained", complained()))}
    return Became(**counts, **turned, clicked=sent.filter(clicked()).count())


def turned_since(mailing: Mailing) -> Turned:
    """What became of those who got it since somebody last let it go on."""
    rows = mailing.recipients.filter(state=Recipient.State.SENT)
    if mailing.resumed_at is not None:
        rows = rows.filter(ended_at__gte=mailing.resumed_at)
    tried = rows.filter(message__state__in=TRIED)
    came_back = tried.filter(message__state__in=CAME_BACK).count()
    return Turned(tried.count(), came_back, rows.filter(opted_out()).count(), rows.filter(complained()).count())


def opted_out() -> Q:
    """Since it left for them they asked for no mailings, no email, or nothing at all."""
    ways = ("", Way.EMAIL, Way.MAILING)
    meant = Q(kind=Wish.Kind.STOP) | Q(kind=Wish.Kind.NO_CHANNEL, channel__in=ways)
    wishes = Wish.objects.filter(meant, prospect=OuterRef("prospect"), said_at__gte=OuterRef("ended_at"))
    return Q(Exists(wishes))


def complained() -> Q:
    """Their provider told us that they reported it as unwanted."""
    return Q(message__complained_at__isnull=False)


def clicked() -> Q:
    """A person followed one of its links: robots count for nothing."""
    return Q(Exists(Sign.objects.filter(touch=OuterRef("touch"), kind=Kind.CLICK, is_robot=False)))


def arm(mailing: Mailing, letter: str) -> Arm:
    """To how many this text came while both were tried, and how many of them followed a link. What came back reached nobody."""
    got = mailing.recipients.filter(arm=letter, state=Recipient.State.SENT, message__state__in=ARRIVED)
    if mailing.first:
        got = got.filter(ahead=True)
    return Arm(got.count(), got.filter(clicked()).count())
