"""Take the demo away: its people, its prospects, and everything about them. What is not the demo's stays."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext

from keepwarm.answers.models import Answer, Question
from keepwarm.content.models import HouseLook, Item, State
from keepwarm.customers.models import Watch as SalesWatch
from keepwarm.demo.actions.aiming import remove_aims
from keepwarm.demo.actions.counting import remove_counts
from keepwarm.demo.actions.gathering import remove_gatherings
from keepwarm.demo.actions.interest import remove_interest
from keepwarm.demo.actions.mailing import remove_mailings
from keepwarm.demo.actions.messaging import remove_messages
from keepwarm.demo.actions.trading import remove_offerings
from keepwarm.demo.actions.writing import remove_received
from keepwarm.demo.models import DemoHouse
from keepwarm.handoff.models import HandOff, ReturnReason, Watch
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.models import Account, Message
from keepwarm.phone.models import TalkingPoints
from keepwarm.policy.models import DefinitionDraft, DefinitionVersion
from keepwarm.programs.models import Program
from keepwarm.prospects.models import Organization, Prospect
from keepwarm.prospects.search import unindex_prospects
from keepwarm.qualification.models import Rejudging
from keepwarm.segments.models import Segment
from keepwarm.selling.models import Sale
from keepwarm.staff.models import AuditRow, RoleGrant, Seat, Team, User
from keepwarm.touches.models import Inquiry, Source

AT_ONCE = 200
LAST: tuple[tuple[str, Any], ...] = (
    ("return_reasons", ReturnReason),
    ("items", Item),
    ("looks", HouseLook),
    ("sources", Source),
    ("accounts", Account),
    ("seats", Seat),
    ("teams", Team),
    ("users", User),
)
"""What goes last, in this order, and stays where something of the house's own names it."""


class NothingToRemove(Refusal):
    """There is no demo here."""


class StillOwned(Refusal):
    """People of the house's own belong to demo seats."""


def remove_demo() -> int:
    """Remove the demo house whole. Returns how many prospects went. Raises NothingToRemove, StillOwned."""
    house = DemoHouse.objects.first()
    if house is None:
        raise NothingToRemove(gettext("There is no demo house here."))
    made: dict[str, list[int]] = house.made
    ids = _demo_people(made)
    _check_owned(made, ids)
    remove_received()
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic():
            _remove_some(ids[start : start + AT_ONCE])
    with transaction.atomic():
        _remove_house(made)
        house.delete()
    return len(ids)


def _demo_people(made: dict[str, list[int]]) -> list[int]:
    """Those who came by the demo's sources and by no other."""
    others = Inquiry.objects.exclude(source_id__in=made.get("sources", [])).values("prospect_id")
    found = Prospect.objects.filter(inquiries__source_id__in=made.get("sources", [])).exclude(pk__in=others)
    return sorted(set(found.values_list("pk", flat=True)))


def _check_owned(made: dict[str, list[int]], ids: list[int]) -> None:
    count = Prospect.objects.filter(owner_id__in=made.get("seats", [])).exclude(pk__in=ids).count()
    if count:
        raise StillOwned(
            gettext("%(count)s people of your own belong to people of the demo. Give them another owner first.") % {"count": count}
        )


def _remove_some(ids: list[int]) -> None:
    """Everything about a person hangs on them and goes with them; the lines of the search hang on nothing."""
    unindex_prospects(ids)
    Message.objects.filter(prospect_id__in=ids).delete()  # a touch is not deleted under the mail that brought it
    Answer.objects.filter(prospect_id__in=ids)._raw_delete("default")  # noqa: SLF001 - their chains would trip over one in force
    Prospect.objects.filter(pk__in=ids).delete()


def _stop_watching() -> None:
    """Where nobody is left of whom the clocks have read, they have read nothing."""
    if not HandOff.objects.exists():
        Watch.objects.all().delete()
    if not Sale.objects.exists():
        SalesWatch.objects.all().delete()


def _remove_house(made: dict[str, list[int]]) -> None:
    """Firms without people go; a demo person whose name stands in rows of the house's own is kept, but may not sign in."""
    for remove in (remove_gatherings, remove_interest, remove_aims, remove_offerings, remove_mailings, remove_messages):
        remove(made)
    remove_counts()
    Organization.objects.filter(prospects__isnull=True).delete()
    TalkingPoints.objects.filter(pk__in=made.get("points", [])).delete()
    Segment.objects.filter(pk__in=made.get("segments", [])).delete()
    Program.objects.filter(pk__in=made.get("programs", [])).delete()
    Question.objects.filter(pk__in=[*made.get("questions", []), *made.get("topics", [])], answers__isnull=True).delete()
    _remove_definition(made.get("definitions", []))
    _stop_watching()
    AuditRow.objects.filter(by_id__in=made.get("users", [])).delete()
    RoleGrant.objects.filter(user_id__in=made.get("users", [])).delete()
    for kind, model in LAST:
        for pk in made.get(kind, []):
            _try_to_delete(model, pk)


def _remove_definition(numbers: list[int]) -> None:
    """What the demo's people signed goes, unless the house agreed on a newer version since."""
    if DefinitionVersion.objects.exclude(number__in=numbers).exists():
        return
    DefinitionDraft.objects.filter(became__number__in=numbers).delete()
    Rejudging.objects.filter(definition__in=numbers).delete()
    DefinitionVersion.objects.filter(number__in=numbers).delete()


def _try_to_delete(model: Any, pk: int) -> None:
    try:
        with transaction.atomic():
            model.objects.filter(pk=pk).delete()
    except ProtectedError:
        if model is Item:
            Item.objects.filter(pk=pk).update(state=State.RETIRED, owner=None)
        if model is User:
            User.objects.filter(pk=pk).update(is_active=False)
        if model is Account:
            Account.objects.filter(pk=pk).update(retired_at=F("made_at"))  # a letter of the house's own names it
