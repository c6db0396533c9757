"""The list of prospects, and whom a search found, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from keepwarm.prospects.forms import ListForm
from keepwarm.prospects.models import Address, Prospect, StandingChange
from keepwarm.prospects.queries.lists import rows_of
from keepwarm.prospects.queries.visibility import visible_to
from keepwarm.prospects.search import Found, find
from keepwarm.prospects.words import say_end
from keepwarm.staff.exporting import Asked, Column, Columns, Export, M, by_key
from keepwarm.staff.models import SEES_ALL, User
from keepwarm.staff.queries import may_see_everyone

PERSON: Columns = (
    Column(_("Reference"), "prospect.ref"),
    Column(_("Name"), "prospect.name"),
    Column(_("Firm"), "prospect.organization.name"),
)
"""Who a row is about, for the rooms above: read with `select_related("prospect__organization")`."""
MOST_FOUND = 500
"""People of one search that leave as a file."""
IN_USE = Prefetch("addresses", Address.objects.filter(state=Address.State.OK).order_by("rank", "pk"), to_attr="in_use")


def address(kind: str) -> Column[Prospect]:
    """The first address of a kind that is in use."""
    titles = {"phone": _("Phone"), "email": _("Email"), "post": _("Postal address")}
    return Column(titles[kind], lambda row: next((one.value for one in getattr(row, "in_use", ()) if one.kind == kind), ""))


PROSPECT: Columns = (
    Column(_("Reference"), "ref"),
    Column(_("Name"), "name"),
    Column(_("Given name"), "given_name"),
    Column(_("Family name"), "family_name"),
    Column(_("Title"), "title"),
    Column(_("Firm"), "organization.name"),
    address("phone"),
    address("email"),
    address("post"),
    Column(_("Language"), "language"),
    Column(_("Place"), "place"),
    Column(_("Zone"), "zone"),
    Column(_("Owner"), "owner.name"),
    Column(_("Stage"), "get_stage_display"),
    Column(_("Meets the definition of a lead"), "is_lead"),
    Column(_("Next step"), "next_step"),
    Column(_("Next touch"), "next_touch_at"),
    Column(_("First due"), "first_due_at"),
    Column(_("Last touch"), "last_touch_at"),
    Column(_("Last reached"), "last_reached_at"),
    Column(_("Attempts"), "attempts"),
    Column(_("Last inquiry"), "inquired_at"),
    Column(_("Here since"), "created_at"),
    Column(_("Ended"), "ended_at"),
    Column(_("Why it ended"), lambda row: say_end(row.end_reason)),
)
"""Everything of a prospect, for lists of people: read with `people`."""


def people(rows: QuerySet[Prospect]) -> Iterable[Prospect]:
    """Prospects with what `PROSPECT` needs, in short reads."""
    return by_key(whole(rows))


def whole(rows: QuerySet[Prospect]) -> QuerySet[Prospect]:
    """With what `PROSPECT` needs."""
    return rows.select_related("organization", "owner").prefetch_related(IN_USE)


def of_visible(rows: QuerySet[M], for_: User, *, path: str = "prospect") -> QuerySet[M]:
    """Of rows about prospects those about whom the reader may see; whoever sees everyone is asked nothing more."""
    return rows if may_see_everyone(for_) else rows.filter(**{f"{path}__in": visible_to(for_).values("pk")})


def _listed(asked: Asked) -> Iterable[Prospect]:
    form = ListForm(dict(asked.filters), for_=asked.for_)
    return people(rows_of(asked.for_, form.filters(), now=asked.now))


def _changes(asked: Asked) -> Iterable[StandingChange]:
    return by_key(of_visible(StandingChange.objects.select_related("prospect__organization", "by"), asked.for_))


def _found(asked: Asked) -> Iterable[Found]:
    """The best of those whom the reader may see. That somebody else is known is told on the page, one at a time, and never as a list."""
    return [one for one in find(asked.get("of"), for_=asked.for_, limit=MOST_FOUND).rows if one.may_open]


EXPORTS = (
    Export[Prospect]("prospects", _("Prospects"), PROSPECT, _listed, filters=("step", "owner", "stage", "overdue")),
    Export[StandingChange](
        "standing-changes",
        _("Changes of owner, stage and end"),
        (
            *PERSON,
            Column(_("When"), "at", moment=True),
            Column(_("What"), "get_what_display"),
            Column(_("Before"), "old"),
            Column(_("After"), "new"),
            Column(_("Why"), "because"),
            Column(_("By"), "by.name"),
        ),
        _changes,
        roles=SEES_ALL,
    ),
    Export[Found](
        "found",
        _("Whom a search found"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Name"), "name"),
            Column(_("Title"), "title"),
            Column(_("Firm"), "firm"),
            Column(_("Phones and emails"), "shown"),
            Column(_("Owner"), "owner"),
            Column(_("Stage"), "stage"),
            Column(_("Last touch"), "last_touch_at"),
            Column(_("Ended"), "has_ended"),
        ),
        _found,
        of="of",
    ),
)
