"""The demo's inbox: what people wrote back on the last afternoon, read as any mail is. Some of it waits for a choice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from keepwarm.demo.actions.staffing import NO_MAIL
from keepwarm.demo.story.replies import REPLIES, STRANGER, UNKNOWN, Reply
from keepwarm.engine.words import Stage
from keepwarm.inbox import files
from keepwarm.inbox.actions import take_mail
from keepwarm.inbox.models import Received
from keepwarm.prospects.models import Address, Prospect

SINCE = timedelta(days=14)
"""Within it a rep wrote to whoever answers now."""
BETWEEN = timedelta(minutes=17)
BACK = timedelta(days=9)
TO = str(NO_MAIL["from_email"])


def write_back(on: date, *, now: datetime) -> None:
    """The afternoon's mails, one after the other until `now`. Those who answer had a letter, and no talk on that day."""
    first = now - BETWEEN * len(REPLIES)
    for place, (person, reply) in enumerate(_pairs(on, now)):
        at = first + BETWEEN * place
        take_mail(_mail(person, reply, at).as_bytes(), now=at)
    take_mail(_letter(*STRANGER, UNKNOWN.subject, UNKNOWN.text, now).as_bytes(), now=now)


def _pairs(on: date, now: datetime) -> list[tuple[Prospect, Reply]]:
    able = Prospect.objects.filter(ended_at__isnull=True, addresses__kind="email", addresses__state="ok", stage__lt=Stage.IN_SALES)
    wrote = able.filter(touches__channel="email", touches__direction="out", touches__happened_at__gt=now - SINCE)
    today = Prospect.objects.filter(touches__happened_at__date=on)
    people = wrote.exclude(pk__in=today).exclude(wishes__lifted_at__isnull=True, wishes__isnull=False)
    return list(zip(people.select_related("owner", "organization").order_by("pk").distinct(), REPLIES, strict=False))


def _mail(person: Prospect, reply: Reply, at: datetime) -> EmailMessage:
    address = (
        person.addresses.filter(kind=Address.Kind.EMAIL, state=Address.State.OK).order_by("rank", "pk").values_list("value", flat=True)[0]
    )
    words = {
        "first": person.name.split()[0],
        "rep": person.owner.name.split()[0],
        "firm": person.organization.name if person.organization else "our plant",
        "domain": address.rpartition("@")[2],
        "back": f"{at + BACK:%-d %B}",
    }
    mail = _letter(person.name, address, reply.subject, reply.text.format(**words), at)
    if reply.is_automatic:
        mail["Auto-Submitted"] = "auto-replied"
    return mail


def _letter(name: str, address: str, subject: str, text: str, at: datetime) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = f"{name} <{address}>", TO, subject, format_datetime(at)
    mail["Message-ID"] = f"<{at:%Y%m%d%H%M%S}.{address}>"
    mail.set_content(text)
    return mail


def remove_received() -> None:
    """What came to the demo's address, its bytes first: broken off between the two, it is gone the next time."""
    rows = Received.objects.filter(to_emails=TO)
    for hashed in set(rows.values_list("hashed", flat=True)):
        files.drop(hashed)
    rows.delete()
