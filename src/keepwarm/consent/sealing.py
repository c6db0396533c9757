"""What a signed link says, sealed for one purpose: nothing sealed for one opens another, and no letter of it can be changed."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from functools import lru_cache

from django.utils.translation import gettext

from keepwarm.consent.link_keys import link_keys, name_of_key
from keepwarm.lib.refusal import Refusal

MAC_BYTES = 20
"""160 bits: nobody guesses one, and a link still fits on a line."""
_LONGEST = 200  # characters of a token
_NAMES_KEY = 2  # bytes
_REF = re.compile(rb"[A-Za-z0-9]{8,16}")


class LinkUnreadable(Refusal):
    """A link that we did not write, or that was cut or changed on its way."""

    def __init__(self) -> None:
        super().__init__(gettext("This link is not complete. Please open it again from the mail, or copy all of it."))


def seal(purpose: str, said: bytes) -> str:
    """A token that says `said` for `purpose`, the same each time while the key is the same."""
    key = link_keys()[0]
    return base64.urlsafe_b64encode(name_of_key(key) + _mac(key, purpose, said) + said).decode().rstrip("=")


def unseal(purpose: str, token: str) -> bytes:
    """What the token says; raises `LinkUnreadable` for one that is not ours, or is for another purpose."""
    raw = _decode(token)
    name, mac, said = raw[:_NAMES_KEY], raw[_NAMES_KEY : _NAMES_KEY + MAC_BYTES], raw[_NAMES_KEY + MAC_BYTES :]
    if not any(name_of_key(key) == name and hmac.compare_digest(_mac(key, purpose, said), mac) for key in link_keys()):
        raise LinkUnreadable
    return said


def read_ref(purpose: str, token: str) -> str:
    """The reference that a token names, where it says nothing else; "" for what is not ours, or was changed on its way."""
    try:
        said = unseal(purpose, token) if token else b""
    except LinkUnreadable:
        return ""
    return said.decode() if _REF.fullmatch(said) else ""


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


def _mac(key: bytes, purpose: str, said: bytes) -> bytes:
    return hmac.digest(_key_for(key, purpose), said, "sha256")[:MAC_BYTES]


@lru_cache(maxsize=64)
def _key_for(key: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose, so that nothing signed for one opens another."""
    return hmac.new(key, b"keepwarm.consent.links:" + purpose.encode(), hashlib.sha256).digest()
