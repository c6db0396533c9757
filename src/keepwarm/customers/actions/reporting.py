"""What other systems tell about a customer: use and payments; and who of us stands beside them."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.customers.actions.finding import require_keeper
from keepwarm.customers.models import Companion, CustomerFact
from keepwarm.customers.refusals import FactUnusable, NoSuchPerson
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import SEES_ALL, Role, User

LARGEST: Final = 1e9
"""A figure above it is a slip. Our choice."""
AHEAD: Final = timedelta(days=1)


def report_fact(prospect_id: int, kind: str, value: float, *, at: datetime, by: User | None, now: datetime) -> CustomerFact:
    """Keep a figure: `use` a count, `payment` days late. The same moment told again is corrected. Raises FactUnusable, NotYours."""
    if kind not in CustomerFact.Kind.values:
        raise FactUnusable(gettext("Tell “use” or “payment”."))
    least = 0 if kind == CustomerFact.Kind.USE else -LARGEST
    if not math.isfinite(value) or not least <= value <= LARGEST:
        raise FactUnusable(gettext("%(value)s is no figure that can be kept.") % {"value": value})
    if at > now + AHEAD:
        raise FactUnusable(gettext("That moment lies ahead: tell what has been."))
    with transaction.atomic():
        prospect = Prospect.objects.select_related("owner").get(pk=prospect_id)
        require_keeper(prospect, by)
        told = {"value": value, "told_at": now, "by": by, "organization_id": prospect.organization_id}
        return CustomerFact.objects.update_or_create(prospect=prospect, kind=kind, at=at, defaults=told)[0]


def stand_beside(prospect_id: int, user: User, *, by: User | None, now: datetime) -> Companion:
    """Somebody of service, or who sees every prospect, stands beside a customer. Who sold stays all the same. Raises NoSuchPerson."""
    if not user.is_active or not user.has_role(Role.SERVICE, *SEES_ALL):
        raise NoSuchPerson(gettext("%(name)s cannot read every customer: choose somebody of service.") % {"name": user.name})
    prospect = Prospect.objects.select_related("owner").get(pk=prospect_id)
    require_keeper(prospect, by)
    return Companion.objects.get_or_create(prospect=prospect, user=user, defaults={"since_at": now, "by": by})[0]


def step_aside(prospect_id: int, user: User, *, by: User | None, now: datetime) -> bool:
    """No longer beside them; who sold cannot step aside so."""
    prospect = Prospect.objects.select_related("owner").get(pk=prospect_id)
    require_keeper(prospect, by)
    return bool(Companion.objects.filter(prospect=prospect, user=user).delete()[0])
