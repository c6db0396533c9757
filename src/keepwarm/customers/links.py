"""Signed addresses for the customer: the page that asks what was promised, and the one that asks for a yes to a change."""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings

from keepwarm.consent.sealing import LinkUnreadable, seal, unseal

ASKED: Final = "customers-asked"
CHANGE: Final = "customers-change"
_SAID: Final = re.compile(rb"[A-Za-z0-9]{8,16}")


def asked_path(ref: str) -> str:
    """The page of an open question, below the root of the house."""
    return f"/customers/p/{seal(ASKED, ref.encode())}/"


def change_path(ref: str) -> str:
    """The page of a change that needs their yes."""
    return f"/customers/change/{seal(CHANGE, ref.encode())}/"


def asked_url(ref: str) -> str:
    """The whole address."""
    return f"{settings.PUBLIC_URL}{asked_path(ref)}"


def change_url(ref: str) -> str:
    """The whole address."""
    return f"{settings.PUBLIC_URL}{change_path(ref)}"


def read_token(purpose: str, token: str) -> str:
    """The reference that it names; "" for what is not ours, or was changed on its way."""
    try:
        said = unseal(purpose, token)
    except LinkUnreadable:
        return ""
    return said.decode() if _SAID.fullmatch(said) else ""
