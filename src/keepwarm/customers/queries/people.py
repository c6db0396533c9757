"""People who are named: those of us by their email address, and those to whom something may have been promised."""

from __future__ import annotations

from django.utils.translation import gettext

from keepwarm.customers.models import Loss
from keepwarm.customers.refusals import NoSuchPerson
from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Opportunity
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import persons_seats

MOST = 100


def has_left(prospect_id: int) -> bool:
    """They left us, and have not bought since."""
    return Loss.objects.filter(prospect_id=prospect_id, back_at__isnull=True).exists()


def find_seat(email: str) -> Seat:
    """The seat of somebody who works here. Raises NoSuchPerson."""
    found = persons_seats().filter(user__email__iexact=email.strip()).first()
    if found is None:
        raise NoSuchPerson(gettext("Nobody with the address %(email)s has a place here.") % {"email": email[:254]})
    return found


def find_user(email: str) -> User:
    """Somebody who signs in here. Raises NoSuchPerson."""
    found = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if found is None:
        raise NoSuchPerson(gettext("Nobody with the address %(email)s signs in here.") % {"email": email[:254]})
    return found


def people_to_promise(buyer: Prospect, opportunity: Opportunity | None) -> list[Prospect]:
    """To whom something may have been promised at a sale: whoever buys, then those around the opportunity, or of the firm without one."""
    others = Prospect.objects.filter(ended_at__isnull=True).exclude(pk=buyer.pk)
    if opportunity is not None:
        around = others.filter(pk__in=opportunity.people.values("prospect"))
    elif buyer.organization_id is not None:
        around = others.filter(organization_id=buyer.organization_id)
    else:
        return [buyer]
    return [buyer, *around.order_by("name_folded", "pk")[:MOST]]


def find_person(ref: str, buyer: Prospect, opportunity: Opportunity | None) -> int | None:
    """The key of whom a promise was made to, by their reference; None: whoever buys. Raises NoSuchPerson."""
    if ref in {"", buyer.ref}:
        return None
    found = {one.ref: one.pk for one in people_to_promise(buyer, opportunity)}
    if ref not in found:
        raise NoSuchPerson(_nobody())
    return found[ref]


def check_people(named: set[int], buyer: Prospect, opportunity: Opportunity | None) -> None:
    """Raises NoSuchPerson for anybody who is not around this sale."""
    if named - {one.pk for one in people_to_promise(buyer, opportunity)}:
        raise NoSuchPerson(_nobody())


def _nobody() -> str:
    return gettext("Somebody to whom it was promised is not among the people around this sale: add them to the opportunity first.")
