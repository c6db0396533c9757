"""Signed links by which a prospect decides how to hear from us, without signing in. They work for as long as the mail is kept.

A token names a prospect by reference, the channel the mail came by, and the address it went to; no name, no address and no date.
It is bound to one purpose: what unsubscribes cannot open the preferences. Who it leads to after a merge or a forgetting is asked
when it is opened (`consent.queries.who_is_behind`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from keepwarm.consent.models import Channel
from keepwarm.consent.sealing import MAC_BYTES, LinkUnreadable, seal, unseal

__all__ = ["MAC_BYTES", "LinkUnreadable"]

PLACE = "hear"
"""Where the public pages stand below the root of the house."""
_SAID = re.compile(rb"([pem])([A-Za-z0-9]{8,16})(?:\.([A-Za-z0-9]{8,16}))?")
_LETTERS = {b"e": Channel.EMAIL, b"m": Channel.MAILING, b"p": Channel.POST, b"s": Channel.MESSAGE}


class Purpose(StrEnum):
    """What a link is for. Its name is part of what is signed."""

    PREFERENCES = "preferences"
    UNSUBSCRIBE = "unsubscribe"
    ONE_CLICK = "one-click"


@dataclass(frozen=True, slots=True)
class Named:
    """What a token says. `channel`: the mail it stood in was a mailing, a personal email, or a letter by post."""

    purpose: Purpose
    prospect_ref: str
    address_ref: str = ""
    channel: str = Channel.MAILING


def make_token(purpose: Purpose, prospect_ref: str, *, address_ref: str = "", channel: str = Channel.MAILING) -> str:
    """A token for `purpose`, the same each time while the key is the same. Raises ValueError for what is no reference."""
    letter = next((one for one, meant in _LETTERS.items() if meant == channel), b"")
    said = letter + ".".join(part for part in (prospect_ref, address_ref) if part).encode()
    if _SAID.fullmatch(said) is None:
        raise ValueError("a link names a prospect and an address by reference, and the channel email, mailing or post")
    return seal(purpose, said)


def read_token(purpose: Purpose, token: str) -> Named:
    """What `token` says; raises `LinkUnreadable` for one that is not ours, or is for another purpose."""
    found = _SAID.fullmatch(unseal(purpose, token))
    if found is None:
        raise LinkUnreadable
    letter, prospect_ref, address_ref = found.groups()
    return Named(purpose, prospect_ref.decode(), (address_ref or b"").decode(), _LETTERS[letter])


def preferences_path(prospect_ref: str, *, address_ref: str = "", channel: str = Channel.MAILING) -> str:
    """The path of "how would you like to hear from us?" for a mail to this prospect at this address."""
    return f"/{PLACE}/{make_token(Purpose.PREFERENCES, prospect_ref, address_ref=address_ref, channel=channel)}/"


def unsubscribe_path(prospect_ref: str, *, address_ref: str = "", channel: str = Channel.MAILING) -> str:
    """The path of the page that unsubscribes, for a link in the text. GET shows it, POST does it.

    `channel` says what the mail was: of a mailing it ends the mailings, of a personal email all email.
    """
    return f"/{PLACE}/stop/{make_token(Purpose.UNSUBSCRIBE, prospect_ref, address_ref=address_ref, channel=channel)}/"


def one_click_path(prospect_ref: str, *, address_ref: str = "", channel: str = Channel.MAILING) -> str:
    """The path for the header `List-Unsubscribe` (RFC 8058): a POST ends it with no further question, a GET shows the page."""
    return f"/{PLACE}/one-click/{make_token(Purpose.ONE_CLICK, prospect_ref, address_ref=address_ref, channel=channel)}/"
