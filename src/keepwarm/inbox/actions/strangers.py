"""A stranger who writes to us is an inquiry: a person takes them in, and their mail waits there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.inbox.actions.choosing import NothingToChoose, give_to
from keepwarm.inbox.models import Received
from keepwarm.intake.actions.new_person import NewPerson, take_in
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User


def take_in_sender(row: Received, *, name: str, by: User, now: datetime) -> Received:
    """Whoever wrote is new here, or the one whom the address belongs to; no permission comes with it. Raises NothingToChoose, NotTaken."""
    if row.prospect_id is not None or not row.from_email:
        raise NothingToChoose(gettext("There is no sender who could be taken in."))
    person = NewPerson(
        name=name.strip() or row.from_name, emails=(row.from_email,), source=gettext("Email"), source_kind="email", text=row.text[:2000],
        key=f"mail:{row.ref}",
    )  # fmt: skip
    with transaction.atomic():
        arrived = take_in(person, by=by, now=now)
        return give_to(row, Prospect.objects.get(pk=arrived.prospect_id), by=by, now=now)
