"""Signed addresses for the customer: the page that asks what was promised, and the one that asks for a yes to a change."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from keepwarm.consent.sealing import seal

ASKED: Final = "customers-asked"
CHANGE: Final = "customers-change"


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
