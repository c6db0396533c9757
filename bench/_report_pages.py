"""Which pages the bench of reports opens: all without a key, and the rows behind figures as the pages link to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

YEARS = ("", "?since=2020-01-01")
ROWS = (
    "rows/overdue/",
    "rows/silence/",
    "rows/letters/?key={seat}",
    "lists/people/?list={source}",
    "lists/leads/?list={source}",
    "lists/wrong/?list={source}",
    "lists/touches/?list={source}",
    "leads/returned/",
    "leads/accepted/?source={source}",
    "leads/late/",
    "leads/took/?rep={seat}",
    "leads/came_back/",
    "leads/back_kept_warm/",
    "leads/sales/",
    "leads/given_up/",
    "weekly/conversations/?weeks_back=13",
    "weekly/tried/?week={last_week}",
    "weekly/tried/?week={last_week}&rep={seat}",
    "weekly/answered_no/?weeks_back=13&key=3",
    "weekly/letters/?weeks_back=13",
    "weekly/leads_met/?weeks_back=13",
    "weekly/sold/?weeks_back=13",
    "weekly/gave_up/?week={last_week}",
    "quotas/?on={last_month}",
    "quotas/?period=quarter&on={last_month}",
    "quotas/sold/?rep={seat}",
    "quotas/dropped/?rep={seat}&on={last_month}",
    "money/touches/",
    "money/touches/?channel=phone",
    "money/touches/?channel=email",
    "money/touches/?phase=winning&channel=email",
    "money/touches/?phase=nurturing",
    "money/touches/?phase=nurturing&source={source}",
    "money/touches/?phase=keeping",
    "money/touches/?phase=keeping&source={source}",
    "money/sales/",
    "money/sales/?source={source}",
    "money/late/",
    "money/nurtured/",
    "money/owed/?kind=article",
    "money/owed/?kind=letter",
    "money/owed/?seat={seat_key}",
    "money/kept/?kind=article",
    "money/came/",
    "money/came/?source={source}",
    "money/came/?since={long_ago}&until={long_ago}",
    "money/compared/?kind=call&got=1",
    "money/compared/?kind=call&got=0",
    "money/compared/?kind=meeting&got=1",
    "money/compared/?kind=letter&got=1",
    "flow/there/?stage=2",
    "flow/there/?stage=2&step=write",
    "flow/there/?stage=6",
    "flow/stuck/?stage=1",
    "flow/stuck/?stage=4",
    "flow/moved/?from=1&to=2",
    "flow/moved/?from=2&to=5",
    "flow/came_back/",
    "flow/put_back/",
)
"""Also those that few rows belong to, or none: they are read furthest for."""


def report_pages() -> Iterator[str]:
    """The addresses, without what stands before them all; those of money also over all years."""
    yield from _whole_pages()
    keys = _keys()
    yield from (address.format(**keys) for address in ROWS)


def _whole_pages() -> Iterator[str]:
    from keepwarm.reports.urls import urlpatterns

    for one in urlpatterns:
        address = str(one.pattern)
        if "<" in address or address in {"mail/", "money/outlay/"}:
            continue
        yield from (f"{address}{years}" for years in (YEARS if address in {"money/", "late/", "flow/", "leads/"} else ("",)))


def _keys() -> dict[str, str]:
    from keepwarm.staff.models import Role, RoleGrant, Seat
    from keepwarm.touches.models import Source

    sells = RoleGrant.objects.filter(role=Role.CLOSING_REP).values("user")
    seat = Seat.objects.filter(user__in=sells).order_by("pk")[0]
    today = datetime.now(UTC).date()
    return {
        "seat": seat.ref,
        "seat_key": str(seat.pk),
        "source": Source.objects.order_by("pk")[0].ref,
        "last_week": str(today - timedelta(days=7)),
        "last_month": str(today.replace(day=1) - timedelta(days=1)),
        "long_ago": str(today - timedelta(days=330)),
    }
