"""What tests of the conversation share: interests, items of content, programs, people who may be written to, and a postman.

house = open_house(); pumps = interest("pumps"); guide = item("Guide", "pumps"); run_program(house, "Pumps", "pumps")
anna = warm(house, "Anna Arnold", interests=["pumps"])     # her keep-warm date is NOW
a_day(NOW)                                                  # chosen, sent, delivered
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from keepwarm.answers.models import Answer, Question
from keepwarm.consent.models import Permission
from keepwarm.content.actions import NewItem, make_item
from keepwarm.content.models import Item, State
from keepwarm.decisions.actions import settle
from keepwarm.outbox.models import Message
from keepwarm.outbox.models import State as Mailed
from keepwarm.programs.actions import carry_out, choose_turns, settle_results
from keepwarm.programs.models import Program, Turn
from keepwarm.prospects.models import Address, Prospect
from tests.cast import LONG_AGO, NOW, House, meet

DAY = timedelta(days=1)
PACE = timedelta(days=21)


def interest(key: str) -> Question:
    """A topic of the house."""
    return Question.objects.get_or_create(key=key, defaults={"label": key.capitalize(), "kind": "yes_no", "group": "topic"})[0]


def item(
    title: str, *topics: str, kind: str = "article", worth: int = 50, body: str = "Hello {first_name|there},\n\nread on.", **more: object
) -> Item:
    """An item in use; without topics for everyone."""
    for topic in topics:
        interest(topic)
    new = NewItem(kind, title, body=body, interests=topics, worth=worth, state=State.IN_USE, **more)  # type: ignore[arg-type]
    return make_item(new, by=None, now=LONG_AGO)


def run_program(house: House, name: str, topic: str = "", **more: object) -> Program:
    """A running program."""
    if topic:
        interest(topic)
    return Program.objects.create(name=name, topic=topic, owner=house.ines, made_at=LONG_AGO, **more)


def warm(
    house: House,
    name: str = "Anna Arnold",
    *,
    interests: Iterable[str] = (),
    email: str = "",
    by_mail: bool = True,
    by_post: bool = False,
    last: datetime | None = None,
    phone: str = "",
) -> Prospect:
    """Somebody who was put back to keep warm for a year, and whose turn comes at NOW unless `last` says otherwise."""
    first = name.split(maxsplit=1)[0].lower()
    last = last or NOW - PACE
    prospect = meet(house, name, phone=phone, email=email or f"{first}@{first}.example", inquired_at=last)
    was = {"recycled_at": last, "wake_at": NOW + 400 * DAY, "created_at": min(last, prospect.created_at), "hours_key": "GB|Europe/London"}
    Prospect.objects.filter(pk=prospect.pk).update(**was)
    if by_mail:
        Permission.objects.create(prospect=prospect, channel="mailing", kind="express", given_at=LONG_AGO)
    if by_post:
        Address.objects.create(prospect=prospect, kind="post", value="1 Mill Lane, Leeds", normalized="1 mill lane leeds")
    for key in interests:
        says(prospect, key, at=last)
    settle([prospect.pk], by=None, now=last)
    return Prospect.objects.get(pk=prospect.pk)


def says(prospect: Prospect, key: str, value: str = "yes", *, at: datetime = NOW) -> Answer:
    """Their answer to a topic."""
    old = Answer.objects.filter(prospect=prospect, question=interest(key), superseded_by=None, voided_at=None)
    taken = list(old.values_list("pk", flat=True))
    Answer.objects.filter(pk__in=taken).update(voided_at=at)
    return Answer.objects.create(
        prospect=prospect, question=interest(key), value=value, value_folded=value, evidence=3, source="web form", learned_at=at
    )


def deliver(*, now: datetime, state: str = Mailed.ACCEPTED, reply: str = "") -> int:
    """The postman: everything that waits is handed over, or becomes `state`; programs read the results."""
    waiting = Message.objects.filter(state=Mailed.QUEUED)
    because = {Mailed.BOUNCED: "bounced", Mailed.FAILED: "refused"}.get(Mailed(state), "")
    waiting.update(state=state, settled_at=now, handed_at=now, because=because, last_reply=reply)
    return settle_results(now=now)


def a_day(now: datetime) -> None:
    """Chosen, sent as far as it is due, and delivered."""
    choose_turns(now=now)
    carry_out(now=now)
    deliver(now=now)


def next_turn(prospect: Prospect) -> Turn:
    """What comes for them."""
    return Turn.objects.planned().get(prospect=prospect)


def fresh(prospect: Prospect) -> Prospect:
    """As they stand now."""
    return Prospect.objects.get(pk=prospect.pk)
