"""Secrets of accounts, sealed with AES-GCM under the key file of the house: a copy of the database alone opens nothing."""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal

_NONCE = 12  # bytes: what AES-GCM is made for


class SecretLost(Refusal):
    """The key file is not the one the secret was sealed with."""


def seal(text: str, *, about: str) -> str:
    """`text` sealed for one use: `about` names it ("smtp", "imap", "dkim"), and another use cannot open it. "" stays ""."""
    if not text:
        return ""
    nonce = secrets.token_bytes(_NONCE)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), about.encode())).decode("ascii")


def unseal(sealed: str, *, about: str) -> str:
    """What was sealed; raises `SecretLost`."""
    if not sealed:
        return ""
    raw = base64.b64decode(sealed)
    try:
        return _cipher().decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
    except InvalidTag:
        raise SecretLost(
            gettext("The password of this account can no longer be read: the key file of the house is another. Enter it anew.")
        ) from None


def _cipher() -> AESGCM:
    return AESGCM(hashlib.sha256(b"accounts:" + settings.MAIL_KEY.encode()).digest())
