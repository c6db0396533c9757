"""The team around a customer: who sold and stays, who had a part, and who of service is beside."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from keepwarm.customers.models import Companion
from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Sale, SalePart
from keepwarm.staff.models import Role, Seat, User


@dataclass(frozen=True, slots=True)
class Member:
    """One of us around a customer, and what they are to them, in words. `beside`: the ref of who may step aside again, or ""."""

    name: str
    part: str
    is_here: bool
    beside: str = ""


def seller_of(prospect: Prospect, sale: Sale | None = None) -> Seat | None:
    """Who sold the newest sale (or this one) and still works here; None when nobody does."""
    sold = sale or Sale.objects.select_related("seat").filter(prospect=prospect, undone_at__isnull=True).order_by("-sold_at", "-pk").first()
    if sold is None or sold.seat.left_at is not None or sold.seat.kind != Seat.Kind.PERSON:
        return None
    return sold.seat


def service_of(prospect: Prospect) -> User | None:
    """Whoever of service stands beside the customer: chosen by hand, else the one with the longest time here."""
    beside = User.objects.filter(pk__in=Companion.objects.filter(prospect=prospect).values("user"), is_active=True)
    chosen = beside.filter(grants__role=Role.SERVICE).order_by("pk").first()
    return chosen or User.objects.filter(grants__role=Role.SERVICE, is_active=True).order_by("joined_at", "pk").first()


def team_of(prospect: Prospect) -> list[Member]:
    """Who sold first, then those who had a part, then who is beside; each once."""
    parts = SalePart.objects.filter(sale__prospect=prospect, sale__undone_at__isnull=True).select_related("seat", "seat__user")
    order = [part.value for part in SalePart.Part]
    found: dict[str, Member] = {}
    sellers = Sale.objects.filter(prospect=prospect, undone_at__isnull=True).select_related("seat").order_by("-sold_at")
    for sale in sellers:
        found.setdefault(sale.seat.name, Member(sale.seat.name, _("sold, and stays"), sale.seat.left_at is None))
    for row in sorted(parts, key=lambda one: order.index(one.part)):
        found.setdefault(row.seat.name, Member(row.seat.name, row.get_part_display(), row.seat.left_at is None))
    owner = Seat.objects.get(pk=prospect.owner_id)
    found.setdefault(owner.name, Member(owner.name, _("has them now"), owner.left_at is None))
    for one in Companion.objects.filter(prospect=prospect).select_related("user").order_by("since_at"):
        found.setdefault(one.user.name, Member(one.user.name, _("beside"), one.user.is_active, one.user.ref))
    return list(found.values())
