"""The signature of a parcel, and of what the other side tells us: HMAC-SHA256 over the moment and the bytes."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime
from typing import Final

HEADER: Final = "Keepwarm-Signature"
KEY: Final = "Idempotency-Key"
TOLERANCE: Final = 300
"""Seconds that a signature may be old, or its clock be ahead: what is kept and played again later is refused. Usual for webhooks."""
_SHAPE: Final = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


def new_secret() -> str:
    """A new secret: 256 bits."""
    return "whsec_" + secrets.token_urlsafe(32)


def sign(raw: bytes, secret: str, *, at: datetime) -> str:
    """`t=1763458200,v1=…`: seconds since 1970, and the HMAC of `t`, a dot and the bytes, in hexadecimal."""
    moment = int(at.timestamp())
    return f"t={moment},v1={_mac(raw, secret, moment)}"


def is_signed(raw: bytes, header: str, secret: str, *, now: datetime) -> bool:
    """Whether the header signs these bytes with the secret, lately."""
    found = _SHAPE.fullmatch(header.strip())
    if found is None or not secret:
        return False
    moment = int(found[1])
    is_fresh = abs(int(now.timestamp()) - moment) <= TOLERANCE
    return is_fresh and hmac.compare_digest(found[2], _mac(raw, secret, moment))


def _mac(raw: bytes, secret: str, moment: int) -> str:
    return hmac.new(secret.encode(), f"{moment}.".encode() + raw, hashlib.sha256).hexdigest()
