"""Wishes that whoever asks for a call overtakes by their own word, and what of them stays."""

from __future__ import annotations

from collections.abc import Sequence

from keepwarm.consent.models import Channel, Wish
from keepwarm.decisions.batch import NewWish


def keeps_from_calling(wish: Wish) -> bool:
    """Whether nobody may call while it holds, or not yet."""
    is_about_phone = wish.channel in {"", Channel.PHONE.value}
    return wish.kind == Wish.Kind.STOP or (wish.kind in {Wish.Kind.NO_CHANNEL, Wish.Kind.NOT_BEFORE} and is_about_phone)


def what_stays(over: Sequence[Wish]) -> tuple[NewWish, ...]:
    """Whoever wanted nothing at all and asks for a call wants the call: all else they wished holds on, way by way."""
    others = (Channel.EMAIL.value, Channel.POST.value)
    all_shut = any(wish.kind != Wish.Kind.NOT_BEFORE and not wish.channel for wish in over)
    stays = [NewWish(Wish.Kind.NO_CHANNEL, way) for way in others if all_shut]
    until = [wish.until_at for wish in over if wish.kind == Wish.Kind.NOT_BEFORE and not wish.channel and wish.until_at]
    return (*stays, *(NewWish(Wish.Kind.NOT_BEFORE, way, max(until)) for way in others if until and not all_shut))
