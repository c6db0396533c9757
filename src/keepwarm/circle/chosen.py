"""What somebody chose of how to hear from us, and what is new in it compared with what held. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from keepwarm.circle.queries.hearing import ALL, NONE, PACES, Hearing
from keepwarm.consent.models import Channel, Wish
from keepwarm.decisions.batch import NewAnswer, NewWish
from keepwarm.engine.words import Evidence

BY_THEMSELVES = "their own choice"
WAYS = (Channel.PHONE, Channel.EMAIL, Channel.MAILING, Channel.POST, Channel.MESSAGE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What they chose. `email`: all, letters or none; `pace`: week, month, quarter or ""; `topics`: key and yes or no.

    `message` None: they were not asked about short messages, and what was stays.
    """

    phone: bool
    email: str
    post: bool
    pace: str = ""
    not_before_at: datetime | None = None
    topics: tuple[tuple[str, str], ...] = ()
    message: bool | None = None

    @property
    def ways(self) -> tuple[Channel, ...]:
        """Those they were asked about."""
        return tuple(way for way in WAYS if way != Channel.MESSAGE or self.message is not None)

    def wants(self, channel: str) -> bool:
        """Whether that way shall be open."""
        by_email = {Channel.EMAIL.value: self.email != NONE, Channel.MAILING.value: self.email == ALL}
        return {Channel.PHONE.value: self.phone, Channel.POST.value: self.post, Channel.MESSAGE.value: bool(self.message), **by_email}[
            channel
        ]


def what_changed(was: Hearing, chosen: Chosen) -> tuple[list[str], list[str]]:
    """Which ways they open, and which they close."""
    opened = [way.value for way in chosen.ways if chosen.wants(way) and not was.is_open(way)]
    return opened, [way.value for way in chosen.ways if was.is_open(way) and not chosen.wants(way)]


def new_wishes(was: Hearing, chosen: Chosen, closed: Sequence[str], opened: Sequence[str]) -> tuple[NewWish, ...]:
    """What is wished from now on. Where a wish for nothing at all is lifted, what stays closed is said way by way."""
    shut = [way.value for way in chosen.ways if not chosen.wants(way)] if was.stopped and opened else list(closed)
    if Channel.EMAIL in shut and Channel.MAILING in shut:
        shut.remove(Channel.MAILING)  # no email means no mailing
    wishes = [NewWish(Wish.Kind.NO_CHANNEL, way) for way in shut]
    if chosen.pace != was.pace and chosen.pace in PACES:
        wishes.append(NewWish(Wish.Kind.PACE, words=chosen.pace))
    if chosen.not_before_at is not None and chosen.not_before_at != was.not_before_at:
        wishes.append(NewWish(Wish.Kind.NOT_BEFORE, until_at=chosen.not_before_at))
    return tuple(wishes)


def new_answers(was: Hearing, chosen: Chosen) -> tuple[NewAnswer, ...]:
    said = {topic.key: topic.said for topic in was.topics}
    changed = [(key, value) for key, value in chosen.topics if key in said and value != (said[key] or "no")]
    return tuple(NewAnswer(key, value, int(Evidence.FORM), source=BY_THEMSELVES) for key, value in changed)


def is_taken_back(was: Hearing, chosen: Chosen) -> bool:
    """A pace or a date that they no longer wish."""
    return (bool(was.pace) and not chosen.pace) or (was.not_before_at is not None and chosen.not_before_at is None)


def stands_against(channel: str, opened: Sequence[str]) -> bool:
    return channel in opened or not channel or (channel == Channel.EMAIL and Channel.MAILING.value in opened)


def say_choice(chosen: Chosen) -> str:
    """The choice in words, as it stands on the timeline."""
    return gettext("Chose how to hear from us: %(phone)s; %(email)s; %(post)s.") % {
        "phone": gettext("calls") if chosen.phone else gettext("no calls"),
        "email": {ALL: gettext("email and newsletter"), NONE: gettext("no email")}.get(chosen.email, gettext("email from a person")),
        "post": gettext("post") if chosen.post else gettext("no post"),
    }
