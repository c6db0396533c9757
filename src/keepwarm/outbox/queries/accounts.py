"""Which account a message leaves through, and who may see and change which."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.models import Account
from keepwarm.outbox.new import NewMessage
from keepwarm.staff.models import User
from keepwarm.staff.queries import RUNS_THE_TEAM


class NoAccount(Refusal):
    """There is no server through which this could leave."""


def accounts_for(news: Sequence[NewMessage]) -> dict[tuple[int | None, int | None], Account]:
    """For each (account, seat) that messages name: that account, else the seat's own, else the house's. Raises `NoAccount`."""
    wanted = {(new.account_id, new.seat_id) for new in news}
    named, seats = {account for account, _ in wanted}, {seat for _, seat in wanted}
    in_use = Account.objects.filter(retired_at__isnull=True).order_by("pk")
    rows = list(in_use.filter(Q(pk__in=named) | Q(seat_id__in=seats) | Q(seat__isnull=True)))
    return {(account, seat): _pick(rows, account, seat) for account, seat in wanted}


def _pick(rows: Sequence[Account], account_id: int | None, seat_id: int | None) -> Account:
    if account_id is not None:
        found = [row for row in rows if row.pk == account_id]
    else:
        found = [row for row in rows if seat_id is not None and row.seat_id == seat_id] or [row for row in rows if row.seat_id is None]
    if not found:
        raise NoAccount(gettext("No mail account is set up for this yet. Whoever runs the house adds one under Mail."))
    return found[0]


def account_of_seat(seat_id: int | None) -> Account | None:
    """Through which account letters in the name of this seat leave: its own, else the house's; None when there is none."""
    in_use = Account.objects.filter(retired_at__isnull=True).order_by("pk")
    own = in_use.filter(seat_id=seat_id).first() if seat_id is not None else None
    return own or in_use.filter(seat__isnull=True).first()


def accounts_in_use() -> QuerySet[Account]:
    """Every account that is not retired, the house's first."""
    return Account.objects.filter(retired_at__isnull=True).select_related("seat").order_by("seat__name", "name", "pk")


def may_change_account(user: User, account: Account) -> bool:
    """Whoever runs the team all of them, a rep their own."""
    return user.has_role(*RUNS_THE_TEAM) or (account.seat is not None and account.seat.user_id == user.pk)
