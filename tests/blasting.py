"""What tests of mailings share: people who may be written to, a segment, a mailing that was checked, and a postman.

house = open_house(); open_mail(); crowd(house, 20, "pumps"); ref = checked(house, "Pumps news", "interest.pumps = yes")
send(house, ref)
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from keepwarm.mailings.actions.approving import approve_mailing
from keepwarm.mailings.actions.checking import ask_for_check, run_check
from keepwarm.mailings.actions.editing import NewMailing, make_mailing
from keepwarm.mailings.actions.listing import write_down
from keepwarm.mailings.actions.sending import send_what_is_due, settle_results
from keepwarm.mailings.models import Mailing
from keepwarm.outbox.models import Message
from keepwarm.outbox.models import State as Mailed
from keepwarm.policy.actions import change_policy
from keepwarm.prospects.models import Prospect
from keepwarm.segments.actions import save_segment
from tests.cast import NOW, House
from tests.keeping import interest, warm

BODY = """Hello {first_name|there},

here is our guide to drying herbs: twelve pages, with the mistakes most people make.

[Read the guide](https://house.example/guide)"""
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def few_are_many(first: int = 5, **more: Any) -> None:
    """The policy of a tiny house: twelve are many, and at least `first` go ahead."""
    change_policy({"mailing_big": 12, "mailing_first_least": first, **more}, because="we are few", by=None, now=NOW)


def crowd(house: House, number: int, *topics: str, named: str = "Person") -> list[Prospect]:
    """People who keep warm, said yes to these topics, and may get mailings; nothing holds them back at NOW."""
    for topic in topics:
        interest(topic)
    return [warm(house, f"{named} {n}", interests=topics, email=f"{named.lower()}{n}@firm{n}.example") for n in range(number)]


def drafted(house: House, name: str, condition: str, **more: Any) -> str:
    """The reference of a draft to a segment of that condition."""
    segment = save_segment(f"Segment of {name}", condition, by=house.max, now=NOW)
    said = {"subject": "A guide to drying herbs", "body": BODY, **more}
    return make_mailing(NewMailing(name=name, segment=segment.ref, **said), by=house.max, now=NOW).ref


def checked(house: House, name: str, condition: str, *, now: datetime = NOW, **more: Any) -> Mailing:
    """The same, and checked."""
    return check(house, drafted(house, name, condition, **more), now=now)


def check(house: House, ref: str, *, now: datetime = NOW) -> Mailing:
    """The mailing, checked from the asking to the end as the background does it."""
    return run_check(ask_for_check(ref, by=house.max, now=now).ref, clock=lambda: now).mailing


def send(house: House, mailing: Mailing, *, now: datetime = NOW, because: str = "", by: Any = None) -> Mailing:
    """Approved, written down, and sent as far as it may go now."""
    approve_mailing(mailing.ref, version=mailing.version, because=because, by=by or house.max, now=now)
    return go_on(mailing, now=now)


def go_on(mailing: Mailing, *, now: datetime) -> Mailing:
    """What the background does in a minute."""
    write_down(now=now)
    send_what_is_due(now=now)
    return Mailing.objects.get(pk=mailing.pk)


def postman(*, now: datetime, state: str = Mailed.ACCEPTED, of: Any = None) -> int:
    """Everything that waits is handed over, or becomes `state`; mailings read the results."""
    waiting = (Message.objects.all() if of is None else of).filter(state=Mailed.QUEUED)
    because = {Mailed.BOUNCED: "bounced", Mailed.FAILED: "refused"}.get(Mailed(state), "")
    Message.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(
        state=state, settled_at=now, handed_at=now, because=because
    )
    return settle_results(now=now)
