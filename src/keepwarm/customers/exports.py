"""Customers with how they are, promises, and cases, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.customers.models import Case, Promise
from keepwarm.customers.papers import overselling_paper
from keepwarm.customers.queries.lists import my_customers, readable
from keepwarm.prospects.exports import PERSON, PROSPECT, people
from keepwarm.prospects.models import Prospect
from keepwarm.staff.exporting import Asked, Column, Columns, Export, Report, by_key
from keepwarm.staff.queries import may_see_everyone

SETTLED: Columns = (Column(_("Settled"), "settled_at"), Column(_("Settled by"), "settled_by.name"))


def _customers(asked: Asked) -> Iterable[Prospect]:
    return people(my_customers(None if may_see_everyone(asked.for_) else asked.for_))


def _theirs(asked: Asked) -> Q:
    """The condition that the reader may read about a promise or a case."""
    if may_see_everyone(asked.for_):
        return Q()
    return Q(prospect__in=Prospect.objects.filter(readable(asked.for_)).values("pk"))


def _promises(asked: Asked) -> Iterable[Promise]:
    rows = Promise.objects.filter(_theirs(asked), sale__undone_at__isnull=True)
    return by_key(rows.select_related("prospect__organization", "sale__offering", "sale__seat", "settled_by"))


def _cases(asked: Asked) -> Iterable[Case]:
    rows = Case.objects.filter(_theirs(asked) | Q(owner__user=asked.for_))
    return by_key(rows.select_related("prospect__organization", "owner", "beside", "settled_by"))


EXPORTS = (
    Export[Prospect]("customers", _("Customers"), PROSPECT, _customers),
    Export[Promise](
        "promises",
        _("Promises"),
        (
            Column(_("Promise"), "ref"),
            *PERSON,
            Column(_("What was promised"), "what"),
            Column(_("By when"), "due_on"),
            Column(_("State"), "get_state_display"),
            Column(_("Written down at the sale"), "recorded"),
            Column(_("From where we know"), "get_source_display"),
            Column(_("Offering"), "sale.offering.name"),
            Column(_("Sold by"), "sale.seat.name"),
            *SETTLED,
            Column(_("Proof"), "proof"),
        ),
        _promises,
    ),
    Export[Case](
        "cases",
        _("Cases"),
        (
            Column(_("Case"), "ref"),
            *PERSON,
            Column(_("What it is about"), "what"),
            Column(_("Channel"), "get_channel_display"),
            Column(_("Owner"), "owner.name"),
            Column(_("Of service"), "beside.name"),
            Column(_("Opened"), "opened_at"),
            Column(_("Due"), "due_at"),
            *SETTLED,
            Column(_("What came of it"), "outcome"),
        ),
        _cases,
    ),
)
REPORTS = (Report("overselling", _("Where more is promised than comes true"), overselling_paper),)
