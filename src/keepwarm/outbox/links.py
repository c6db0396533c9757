"""Whole addresses of the pages where a prospect decides how to hear from us, for a mail to them."""

from __future__ import annotations

from django.conf import settings

from keepwarm.consent.links import one_click_path, preferences_path, unsubscribe_path


def preferences_url(prospect_ref: str, *, address_ref: str = "", channel: str = "email") -> str:
    """ "How would you like to hear from us?", for the foot of a mail."""
    return settings.PUBLIC_URL + preferences_path(prospect_ref, address_ref=address_ref, channel=channel)


def unsubscribe_url(prospect_ref: str, *, address_ref: str = "", channel: str = "email") -> str:
    """The page that unsubscribes, for the text of a mail."""
    return settings.PUBLIC_URL + unsubscribe_path(prospect_ref, address_ref=address_ref, channel=channel)


def one_click_url(prospect_ref: str, *, address_ref: str = "", channel: str = "email") -> str:
    """For the header `List-Unsubscribe` (RFC 8058)."""
    return settings.PUBLIC_URL + one_click_path(prospect_ref, address_ref=address_ref, channel=channel)
