"""Putting back to keep warm: what the form says, and the right person beside it, in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from keepwarm.desk.forms.recycling import KeepWarmForm
from keepwarm.desk.queries.page import seat_of
from keepwarm.handoff.actions import recycle
from keepwarm.intake.actions.new_person import NewPerson, take_in
from keepwarm.prospects.models import Prospect
from keepwarm.staff.access import signed_in
from keepwarm.staff.models import User
from keepwarm.staff.submissions import key_of


def put_back(request: HttpRequest, prospect: Prospect, form: KeepWarmForm) -> None:
    """Kept warm until their day; whoever is right comes in at the same firm, with a next touch. Raises the refusals of both."""
    user, now, data = signed_in(request), timezone.now(), form.cleaned_data
    at = form.wake_at(zone=prospect.zone or user.zone)
    with transaction.atomic():
        recycle(prospect.pk, at, form.because(), reason=data["reason"], by=user, now=now, version=data["version"])
        if form.right_one():
            _bring_in(prospect, form, by=user, key=key_of(request), now=now)
            messages.success(request, _("%(name)s is in, with a next touch.") % {"name": form.right_one()})
    messages.success(request, _("%(name)s is kept warm, and comes back by itself.") % {"name": prospect.name})


def _bring_in(prospect: Prospect, form: KeepWarmForm, *, by: User, key: str, now: datetime) -> None:
    """The right person, as somebody new whom the wrong one named."""
    data, seat = form.cleaned_data, seat_of(by)
    person = NewPerson(
        name=data["right_name"],
        organization=prospect.organization.name if prospect.organization else "",
        phones=(data["right_phone"],) if data["right_phone"] else (),
        emails=(data["right_email"],) if data["right_email"] else (),
        text=_("Named by %(name)s as the right person to speak with") % {"name": prospect.name},
        owner=seat if seat is not None and seat.pk == prospect.owner_id else None,
        key=f"right-{key}" if key else "",
    )
    take_in(person, by=by, now=now, region=prospect.place[:2] or (seat.place[:2] if seat else ""))
