"""What the circle needs of this room: what was promised and complained of becomes another's and goes back, changes hands, is forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext

from keepwarm.customers.models import Asked, Case, Companion, CustomerFact, Keeping, Loss, Promise, PromiseChange, Telling
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.moving import CHUNK, move_all, move_rows, return_all
from keepwarm.staff.models import Role

MOVES: Final = (Promise, Asked, Case, Keeping, Loss, Telling)
ONCE_EACH: Final = (CustomerFact, Companion)
STAYS: Final = (PromiseChange,)


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """All of it; what both have (the same figure of the same moment, the same companion) stays with the loser."""
    facts = set(CustomerFact.objects.filter(prospect_id=winner).values_list("kind", "at"))
    told = CustomerFact.objects.filter(prospect_id=loser).values_list("pk", "kind", "at")
    double = [pk for pk, kind, at in told if (kind, at) in facts]
    beside = Companion.objects.filter(prospect_id=winner).values_list("user_id", flat=True)
    twice = list(Companion.objects.filter(prospect_id=loser, user__in=beside).values_list("pk", flat=True))
    opened = set(Case.objects.filter(prospect_id=winner).exclude(source="").values_list("source", flat=True))
    same = list(Case.objects.filter(prospect_id=loser, source__in=opened).values_list("pk", flat=True))
    return {
        **move_all([model for model in MOVES if model is not Case], winner=winner, loser=loser),
        Case._meta.db_table: move_rows(Case, winner=winner, loser=loser, leave=same),
        CustomerFact._meta.db_table: move_rows(CustomerFact, winner=winner, loser=loser, leave=double),
        Companion._meta.db_table: move_rows(Companion, winner=winner, loser=loser, leave=twice),
    }


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round; what was written down since the merge stays with the winner."""
    return_all((*MOVES, *ONCE_EACH), moved, winner=winner, loser=loser)


def reassign(to: Mapping[int, int]) -> None:
    """Open cases go with their customer to the new owner; those that somebody of service has stay with them."""
    for seat in sorted(set(to.values())):
        mine = sorted(pk for pk, new in to.items() if new == seat)
        for start in range(0, len(mine), CHUNK):
            cases = Case.objects.filter(prospect_id__in=mine[start : start + CHUNK], settled_at__isnull=True)
            cases.exclude(owner__user__grants__role=Role.SERVICE).update(owner=seat)


def give_on(seat_id: int) -> None:
    """Open cases of a seat that is left are up to whoever has the customer now."""
    owner = Prospect.objects.filter(pk=OuterRef("prospect_id")).values("owner_id")[:1]
    Case.objects.filter(owner=seat_id, settled_at__isnull=True).update(owner=Subquery(owner))


def forget(prospect_ids: Sequence[int], *, now: datetime) -> None:
    """Clears what was said; that something was promised, and how it went, stays for the counts. Nothing waits any more."""
    promises = Promise.objects.filter(prospect_id__in=prospect_ids)
    promises.filter(state=Promise.State.OPEN).update(state=Promise.State.WITHDRAWN, settled_at=now)
    promises.update(what="", proof="", version=F("version") + 1)
    changes = PromiseChange.objects.filter(promise__prospect_id__in=prospect_ids)
    changes.filter(answer=PromiseChange.Answer.WAITS).update(answer=PromiseChange.Answer.OVERTAKEN, answered_at=now)
    changes.update(what="", because="")
    Asked.objects.filter(prospect_id__in=prospect_ids).update(words="")
    cases = Case.objects.filter(prospect_id__in=prospect_ids)
    cases.filter(settled_at__isnull=True).update(settled_at=now, outcome=gettext("the person was forgotten"))
    cases.update(what="")
    Loss.objects.filter(prospect_id__in=prospect_ids).update(because="")
    Keeping.objects.filter(prospect_id__in=prospect_ids, raised_at__isnull=True, dropped_at__isnull=True).update(dropped_at=now)
    Telling.objects.filter(prospect_id__in=prospect_ids, told_at__isnull=True).update(told_at=now, why_not=gettext("forgotten"))
    Companion.objects.filter(prospect_id__in=prospect_ids).delete()
