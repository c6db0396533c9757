"""How somebody hears from us now: which ways are open, at what pace, from when, and about what. For the public pages and the API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from keepwarm.answers.models import Answer, Question
from keepwarm.consent.models import Channel, Permission, Wish
from keepwarm.courier.queries import has_gateway
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Signal

TOPIC = "topic"
"""The group of the questions that are topics: a prospect says of each whether they want to hear of it."""
MOST_TOPICS = 12
ALL, LETTERS, NONE = "all", "letters", "none"
"""By email: letters and the newsletter, letters from a person alone, nothing."""
PACES = ("week", "month", "quarter")
"""Not more often than once in a …; "" for as it comes."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A question that is a topic, and what they said of it: "yes", "no", or "" for nothing yet."""

    key: str
    label: str
    said: str


@dataclass(frozen=True, slots=True)
class Hearing:
    """How they hear from us. `phone` and `post`: not closed by a wish. `stopped`: they want nothing at all any more.

    `message`: they permitted short messages; None where the house sends none and none were permitted.
    """

    phone: bool
    email: str
    post: bool
    stopped: bool
    pace: str
    not_before_at: datetime | None
    topics: tuple[Topic, ...]
    waits_for_call: bool
    message: bool | None = None

    def is_open(self, channel: str) -> bool:
        """Whether that way is open now."""
        by_email = {Channel.EMAIL.value: self.email != NONE, Channel.MAILING.value: self.email == ALL}
        return {Channel.PHONE.value: self.phone, Channel.POST.value: self.post, Channel.MESSAGE.value: bool(self.message), **by_email}[
            channel
        ]


def read_hearing(prospect: Prospect, address: Address | None, *, now: datetime) -> Hearing:
    """What holds now; four short queries."""
    wishes = list(Wish.objects.filter(prospect=prospect, lifted_at__isnull=True).order_by("said_at", "pk"))
    pace = next((wish.words for wish in reversed(wishes) if wish.kind == Wish.Kind.PACE and wish.words in PACES), "")
    until = [wish.until_at for wish in wishes if wish.kind == Wish.Kind.NOT_BEFORE and wish.until_at and wish.until_at > now]
    return Hearing(
        phone=not closes(wishes, Channel.PHONE),
        email=_email(prospect, address, wishes, now),
        post=not closes(wishes, Channel.POST),
        stopped=any(wish.kind == Wish.Kind.STOP for wish in wishes),
        pace=pace,
        not_before_at=max(until, default=None),
        topics=_topics(prospect),
        waits_for_call=Signal.objects.open().filter(prospect=prospect, kind=Signal.Kind.CONTACT_ASKED).exists(),
        message=_message(prospect, wishes, now),
    )


def closes(wishes: Sequence[Wish], channel: str) -> bool:
    """Whether one of these wishes closes the channel for good; who wants no email wants no mailing either."""
    meant = {"", channel, *([Channel.EMAIL.value] if channel == Channel.MAILING else [])}
    return any(wish.kind == Wish.Kind.STOP or (wish.kind == Wish.Kind.NO_CHANNEL and wish.channel in meant) for wish in wishes)


def may_be_mailed(prospect: Prospect, *, now: datetime) -> bool:
    """Whether a permission for mailings holds."""
    return _is_permitted(prospect, Channel.MAILING, now)


def _is_permitted(prospect: Prospect, channel: str, now: datetime) -> bool:
    rows = Permission.objects.filter(prospect=prospect, channel=channel, withdrawn_at__isnull=True)
    return rows.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now)).exists()


def _message(prospect: Prospect, wishes: Sequence[Wish], now: datetime) -> bool | None:
    is_permitted = _is_permitted(prospect, Channel.MESSAGE, now)
    return is_permitted and not closes(wishes, Channel.MESSAGE) if is_permitted or has_gateway() else None


def _email(prospect: Prospect, address: Address | None, wishes: Sequence[Wish], now: datetime) -> str:
    is_blocked = address is not None and address.state == Address.State.BLOCKED
    if is_blocked or closes(wishes, Channel.EMAIL):
        return NONE
    return LETTERS if closes(wishes, Channel.MAILING) or not may_be_mailed(prospect, now=now) else ALL


def _topics(prospect: Prospect) -> tuple[Topic, ...]:
    questions = list(Question.objects.filter(group=TOPIC, kind=Question.Kind.YES_NO)[:MOST_TOPICS])
    rows = Answer.objects.filter(prospect=prospect, question__in=questions, superseded_by__isnull=True, voided_at__isnull=True)
    said = dict(rows.values_list("question_id", "value_folded"))
    return tuple(Topic(one.key, one.label, said.get(one.pk, "")) for one in questions)
