"""Addresses of the pages that guests open: the page of a seminar for everyone, and the ticket, which only its guest knows."""

from __future__ import annotations

from django.conf import settings

from keepwarm.consent.sealing import LinkUnreadable, read_ref, seal

_PURPOSE = "seminar-ticket"


def page_url(seminar_ref: str) -> str:
    """The whole address of the page where one signs up."""
    return f"{settings.PUBLIC_URL}/seminars/p/{seminar_ref}/"


def ticket_path(guest_ref: str) -> str:
    """Where a guest finds their seat, the calendar file and the way to give it back."""
    return f"/seminars/p/ticket/{seal(_PURPOSE, guest_ref.encode())}/"


def ticket_url(guest_ref: str) -> str:
    """The same as a whole address."""
    return f"{settings.PUBLIC_URL}{ticket_path(guest_ref)}"


def door_url(guest_ref: str) -> str:
    """What the code on a ticket says: the page at the door, for whoever of us scans it."""
    return f"{settings.PUBLIC_URL}/seminars/door/guest/{guest_ref}/"


def read_ticket(token: str) -> str:
    """The reference of the guest. Raises LinkUnreadable."""
    if not (said := read_ref(_PURPOSE, token)):
        raise LinkUnreadable
    return said
