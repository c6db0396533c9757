"""What tests of letters share: a mail account of the house, calls that earn a letter, and a letter that was checked and sent."""

from datetime import datetime, timedelta
from typing import Any

from keepwarm.decisions.actions import log_touches
from keepwarm.decisions.batch import NewTouch
from keepwarm.letters.actions import send_letter
from keepwarm.letters.models import Letter
from keepwarm.letters.queries.checking import NewLetter, check_letter
from keepwarm.outbox.models import Account
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat
from tests.cast import NOW, House, meet

JUST_NOW = NOW - timedelta(minutes=15)
"""Within the calling hours of everybody in the tests."""
A_TIME = "Hello Anna,\n\nmay I call you on Thursday at 10:00?\n\nInes\n"


def open_mail(seat: Seat | None = None) -> Account:
    """An account through which mail leaves: the house's, or a rep's."""
    return Account.objects.create(
        name="House", host="mail.house.example", from_name="House & Co", from_email="us@house.example", seat=seat, made_at=NOW
    )


def call_others(house: House, count: int, *, seat: Seat | None = None, at: datetime = JUST_NOW, named: str = "Other") -> None:
    """Honest attempts with other people, each of whom is new."""
    seat = seat or house.ines
    others = [meet(house, f"{named} {number}", owner=seat, email="") for number in range(count)]
    log_touches([NewTouch(other.pk, "phone", "out", "no_answer", at, seat.pk) for other in others], by=seat.user, now=at)


def greet(prospect: Prospect) -> str:
    """A short proposal of a time, with the right name."""
    return A_TIME.replace("Anna", prospect.given_name)


def write_to(prospect: Prospect, *, now: datetime = NOW, seat: Seat | None = None, **more: Any) -> Letter:
    """A letter that proposes a time, or as `more` says; whatever is advised is overruled."""
    said: dict[str, Any] = {"purpose": "schedule", "subject": "Thursday?", "body": greet(prospect), "overrule": "a test"}
    new = NewLetter(prospect, seat or prospect.owner, **{**said, **more})
    return send_letter(check_letter(new, now=now), by=new.seat.user, now=now)
