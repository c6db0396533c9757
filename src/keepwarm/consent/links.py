"""Signed links by which a prospect decides how to hear from us, without signing in. They work for as long as the mail is kept.

A token names a prospect by reference, the channel the mail came by, and the address it went to; no name, no address and no date.
It is bound to one purpose: what unsubscribes cannot open the preferences. Who it leads to after a merge or a forgetting is asked
when it is opened (`consent.queries.who_is_behind`).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.utils.translation import gettext

from keepwarm.consent.link_keys import link_keys, name_of_key
from keepwarm.consent.models import Channel
from keepwarm.lib.refusal import Refusal

PLACE = "hear"
"""Where the public pages stand below the root of the house."""
MAC_BYTES = 20
"""160 bits: nobody guesses one, and a link still fits on a line."""
_LONGEST = 200  # characters of a token
_NAMES_KEY = 2  # bytes
_SAID = re.compile(rb"([pem])([A-Za-z0-9]{8,16})(?:\.([A-Za-z0-9]{8,16}))?")
_LETTERS = {b"e": Channel.EMAIL, b"m": Channel.MAILING, b"p": Channel.POST}


class Purpose(StrEnum):
    """What a link is for. Its name is part of what is signed."""

    PREFERENCES = "preferences"
    UNSUBSCRIBE = "unsubscribe"
    ONE_CLICK = "one-click"


class LinkUnreadable(Refusal):
    """A link that we did not write, or that was cut or changed on its way."""

    def __init__(self) -> None:
        super().__init__(gettext("This link is not complete. Please open it again from the mail, or copy all of it."))


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
    key = link_keys()[0]
    return base64.urlsafe_b64encode(name_of_key(key) + _mac(key, purpose, said) + said).decode().rstrip("=")


def read_token(purpose: Purpose, token: str) -> Named:
    """What `token` says; raises `LinkUnreadable` for one that is not ours, or is for another purpose."""
    raw = _decode(token)
    name, mac, said = raw[:_NAMES_KEY], raw[_NAMES_KEY : _NAMES_KEY + MAC_BYTES], raw[_NAMES_KEY + MAC_BYTES :]
    signed = [key for key in link_keys() if name_of_key(key) == name and hmac.compare_digest(_mac(key, purpose, said), mac)]
    found = _SAID.fullmatch(said)
    if not signed or found is None:
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


def _decode(token: str) -> bytes:
    """The bytes of a token in its one spelling: base64 would let the last letter vary."""
    if len(token) > _LONGEST:
        raise LinkUnreadable
    try:
        text = token.encode("ascii")
        raw = base64.b64decode(text + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise LinkUnreadable from None
    if base64.urlsafe_b64encode(raw).rstrip(b"=") != text:
        raise LinkUnreadable
    return raw


def _mac(key: bytes, purpose: Purpose, said: bytes) -> bytes:
    return hmac.new(_key_for(key, purpose), said, hashlib.sha256).digest()[:MAC_BYTES]


@lru_cache(maxsize=64)
def _key_for(key: bytes, purpose: Purpose) -> bytes:
    """A key of its own for each purpose, so that nothing signed for one opens another."""
    return hmac.new(key, b"keepwarm.consent.links:" + purpose.encode(), hashlib.sha256).digest()
