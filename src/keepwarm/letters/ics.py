"""An invitation to a call as a calendar file (RFC 5545, sent as RFC 6047 says)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

METHOD = "REQUEST"


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who calls whom, when. `uid` stays the same for ever, so that a mailbox knows a second copy again."""

    uid: str
    starts_at: datetime
    length: timedelta
    summary: str
    ours: tuple[str, str]  # name, email
    theirs: tuple[str, str]


def write_invitation(invitation: Invitation, *, now: datetime) -> bytes:
    """The file. Times stand in UTC: a calendar shows them in its owner's zone."""
    event = Event()
    event.add("uid", invitation.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", invitation.starts_at.astimezone(UTC))
    event.add("dtend", (invitation.starts_at + invitation.length).astimezone(UTC))
    event.add("summary", invitation.summary)
    event.add("sequence", 0)
    event.add("status", "CONFIRMED")
    event["organizer"] = _person(*invitation.ours)
    event.add("attendee", _person(*invitation.theirs, RSVP="TRUE", PARTSTAT="NEEDS-ACTION", ROLE="REQ-PARTICIPANT"), encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Keepwarm//Letters//EN")
    calendar.add("version", "2.0")
    calendar.add("method", METHOD)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _person(name: str, email: str, **more: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{email}")
    found.params["CN"] = vText(name)
    for key, value in more.items():
        found.params[key] = vText(value)
    return found
