"""Addresses of surveys: the page for everyone, and the sheet that a stranger began, which only they know."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings

from keepwarm.consent.sealing import read_ref, seal

SHEET, FROM = "sheet", "from"
"""Names in the address: of the sheet that was begun, and of the way somebody came."""
_PURPOSE = "survey-sheet"


def page_url(survey_ref: str) -> str:
    """The whole address of the page."""
    return f"{settings.PUBLIC_URL}{page_path(survey_ref)}"


def page_path(survey_ref: str, **kept: str) -> str:
    """The same below the root of the house, with what of the address is kept from page to page."""
    left = {name: value for name, value in kept.items() if value}
    return f"/surveys/p/{survey_ref}/" + (f"?{urlencode(left)}" if left else "")


def seal_sheet(ref: str) -> str:
    """By which a stranger goes on with what they began."""
    return seal(_PURPOSE, ref.encode())


def read_sheet(token: str) -> str:
    """The reference of the sheet, "" for what is none."""
    return read_ref(_PURPOSE, token)
