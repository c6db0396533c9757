"""Seminars, and the guests of one, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from keepwarm.prospects.exports import PERSON, of_visible
from keepwarm.seminars.models import Guest, Seminar
from keepwarm.seminars.queries.lists import counted, find_seminar
from keepwarm.staff.exporting import Asked, Column, Export, by_key, money
from keepwarm.staff.models import SEES_ALL


def _guests(asked: Asked) -> Iterable[Guest]:
    rows = of_visible(Guest.objects.filter(seminar=find_seminar(asked.get("of"))), asked.for_)
    return by_key(rows.select_related("prospect__organization"))


EXPORTS = (
    Export[Guest](
        "seminar-guests",
        _("Guests of a seminar"),
        (
            *PERSON,
            Column(_("Name they gave"), "name"),
            Column(_("Email they gave"), "email"),
            Column(_("Standing"), "get_standing_display"),
            Column(_("Signed up"), "joined_at"),
            Column(_("Seat since"), "seated_at"),
            Column(_("Gave it back"), "gave_back_at"),
            Column(_("Was there"), "attended_at"),
            Column(_("Written to afterwards"), "followed_at"),
        ),
        _guests,
        of="of",
    ),
    Export[Seminar](
        "seminars",
        _("Seminars"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Title"), "title"),
            Column(_("Begins"), "starts_at"),
            Column(_("Ends"), "ends_at"),
            Column(_("Place"), "place"),
            Column(_("Address"), "link"),
            Column(_("State"), "get_state_display"),
            Column(_("Seats"), "seats"),
            Column(_("Seated"), "seated"),
            Column(_("Waiting"), "waiting"),
            Column(_("Were there"), "attended"),
            Column(_("Cost of a seat"), lambda row: money(row.seat_minor, settings.CURRENCY), SEES_ALL),
        ),
        lambda asked: by_key(counted()),
    ),
)
