"""Letters on paper for tests: a house with an address, people who wish post, and a batch of theirs.

house = paper_house(); anna = by_post(house, "Anna Arnold"); batch = posted(house)
"""

from __future__ import annotations

from datetime import datetime, timedelta

from keepwarm.consent.models import Wish
from keepwarm.content.models import HouseLook
from keepwarm.decisions.actions import settle
from keepwarm.lib.text import fold
from keepwarm.post.actions import mark_posted, print_batch, write_letters
from keepwarm.post.models import Batch, Letter
from keepwarm.prospects.models import Address, Prospect
from tests.cast import NOW, House, open_house
from tests.keeping import warm

LATER = NOW + timedelta(hours=3)


def paper_house() -> House:
    """The house of all tests, with a name and a postal address."""
    house = open_house()
    HouseLook.objects.create(name="House of Pumps", postal_address="3 Mill Road\nLeeds LS1 1AA", accent="#1d5b79", changed_at=NOW)
    return house


def by_post(house: House, name: str = "Anna Arnold", *, lines: str = "1 Mill Lane, Leeds LS1 2AB", phone: str = "") -> Prospect:
    """Somebody to whom post may go now; "" for no address."""
    person = warm(house, name, by_mail=False, phone=phone)
    if lines:
        Address.objects.create(prospect=person, kind="post", value=lines, normalized=fold(lines)[:320])
    settle([person.pk], by=None, now=NOW)
    return Prospect.objects.get(pk=person.pk)


def refuse_post(person: Prospect, *, until: datetime | None = None) -> None:
    """They want no post, or nothing before a day."""
    kind = Wish.Kind.NOT_BEFORE if until else Wish.Kind.NO_CHANNEL
    Wish.objects.create(prospect=person, kind=kind, channel="" if until else "post", until_at=until, said_at=NOW, source="test")


def write(house: House, *people: Prospect, now: datetime = NOW, text: str = "Hello {first_name|there},\n\nread *this*.") -> list[Letter]:
    """A letter to each, in the order of writing."""
    done = write_letters([one.pk for one in people], subject="A word", text=text, by=house.max, now=now)
    return list(Letter.objects.filter(ref__in=done.refs).order_by("pk"))


def printed(house: House, *people: Prospect, now: datetime = NOW) -> Batch:
    """Written and printed."""
    write(house, *people, now=now)
    return print_batch(by=house.max, now=now)


def posted(house: House, *people: Prospect, now: datetime = NOW) -> Batch:
    """Written, printed, and brought to the post three hours later."""
    batch = printed(house, *people, now=now)
    return mark_posted(batch.ref, by=house.max, now=now + timedelta(hours=3))
