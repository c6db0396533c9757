"""Those of us who are named by their email address: by the API and by the command line."""

from __future__ import annotations

from django.utils.translation import gettext

from keepwarm.customers.refusals import NoSuchPerson
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import persons_seats


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
