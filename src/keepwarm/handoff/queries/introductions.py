"""Whether a prospect was introduced to the rep in the words that were approved: by a touch made for it, or because somebody says so."""

from __future__ import annotations

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from keepwarm.decisions.standing import NOBODY_THERE
from keepwarm.engine.words import LIVE
from keepwarm.handoff.models import HandOff
from keepwarm.touches.models import Channel, Direction, Touch

INTRODUCTION = "introduction"
"""The purpose of a letter or a call that introduces the rep."""
REP = "{rep}"
"""Where the name of the rep goes in an introduction: who it is, is known when somebody has accepted."""


def words_for(handoff: HandOff, rep: str) -> dict[str, str]:
    """What the signal of a hand-off tells the composer: the approved words of a letter. Nothing for a call, or before the yes."""
    is_written = handoff.introduce == HandOff.Introduce.LETTER and handoff.approved_by_id is not None
    return {INTRODUCTION: handoff.introduction.replace(REP, rep)} if is_written else {}


def introduced_otherwise() -> QuerySet[HandOff]:
    """Open hand-offs whose introduction is another than was noted: made, or undone; `by_touch` is the touch that made it, or null."""
    noted = Q(introduced_touch__isnull=False)
    made = Q(introduced_at__isnull=True, by_touch__isnull=False)
    otherwise = Q(by_touch__isnull=True) | ~Q(by_touch=F("introduced_touch"))
    mine = HandOff.objects.filter(closed_at__isnull=True).exclude(introduce=HandOff.Introduce.NOT)
    return mine.annotate(by_touch=_touch()).filter(made | (noted & otherwise))


def _touch() -> Subquery:
    """The first letter that left us, or conversation, for that purpose since the offer."""
    spoken = Q(channel__in=[Channel.PHONE, Channel.MEETING], disposition__in=LIVE)
    written = Q(channel__in=[Channel.EMAIL, Channel.POST]) & ~Q(disposition__in=NOBODY_THERE)
    made = Touch.objects.filter(prospect=OuterRef("prospect"), happened_at__gte=OuterRef("offered_at"), voided_at__isnull=True)
    ours = made.filter(spoken | written, purpose=INTRODUCTION, direction=Direction.OUT)
    return Subquery(ours.order_by("happened_at", "pk").values("pk")[:1])


def to_introduce() -> Q:
    """The condition that sales accepted, and the introduction that was promised has not been made. Once sales called, it is too late."""
    missing = Q(introduced_at__isnull=True, first_called_at__isnull=True, closed_at__isnull=True, state=HandOff.State.ACCEPTED)
    return missing & ~Q(introduce=HandOff.Introduce.NOT)
