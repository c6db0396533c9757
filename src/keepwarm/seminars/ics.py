"""The seminar as a calendar file for one guest (RFC 5545, sent as RFC 6047 says)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from keepwarm.seminars.models import Guest, Seminar

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


@dataclass(frozen=True, slots=True)
class From:
    """Who invites: the name and address that the mail comes from."""

    name: str
    email: str


def calendar_of(guest: Guest, inviter: From | None, *, method: str, url: str, now: datetime) -> bytes:
    """The file. Its UID never changes, its sequence rises with each change for this guest, so that a calendar moves what it has.

    Times stand in UTC: a calendar shows them in its owner's zone.
    """
    seminar = guest.seminar
    event = Event()
    event.add("uid", uid_of(seminar))
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", seminar.starts_at.astimezone(UTC))
    event.add("dtend", seminar.ends_at.astimezone(UTC))
    event.add("summary", seminar.title)
    event.add("location", seminar.place or seminar.link)
    event.add("url", url)
    event.add("sequence", guest.turn)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    if inviter is not None:
        event["organizer"] = _person(inviter.name, inviter.email)
    event.add("attendee", _person(guest.name, guest.email, RSVP="FALSE", PARTSTAT="ACCEPTED", ROLE="REQ-PARTICIPANT"), encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Keepwarm//Seminars//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def uid_of(seminar: Seminar) -> str:
    """The same for ever, so that a second copy is known again."""
    return f"{seminar.ref}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}"


def _person(name: str, email: str, **more: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{email}")
    found.params["CN"] = vText(name or email)
    for key, value in more.items():
        found.params[key] = vText(value)
    return found
