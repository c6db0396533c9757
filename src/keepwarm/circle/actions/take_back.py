"""The steps of undoing an import, each set-based; the caller holds the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from django.db import connection, models
from django.db.models import F, ForeignObjectRel, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext

from keepwarm.answers.actions import void_answer, void_answers_of
from keepwarm.answers.models import Answer
from keepwarm.circle.models import Merge
from keepwarm.consent.actions import lift_wishes_of
from keepwarm.consent.models import Permission, Wish
from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.settling import lock
from keepwarm.intake.actions.keeping import answers_from, wishes_from
from keepwarm.intake.models import Import
from keepwarm.prospects.models import Address, Prospect
from keepwarm.prospects.search import index_prospects, unindex_for_good
from keepwarm.staff.models import User
from keepwarm.touches.actions import void_inquiries, void_touch
from keepwarm.touches.models import Inquiry, Signal, Touch


def remove_people(ids: Sequence[int]) -> None:
    """These prospects and every row about them are gone: nobody ever touched them. Past the ORM: it is done within the write lock.

    Foreign keys are checked at the end of the transaction, so the order of deleting does not matter. What was found of them is left to
    a purge of the index.
    """
    if not ids:
        return
    listed = ", ".join(str(int(pk)) for pk in ids)
    with connection.cursor() as cursor:
        for table, column, which in _hanging():
            cursor.execute(f'DELETE FROM "{table}" WHERE "{column}" IN ({listed}){which}')  # noqa: S608 - our own names and integers
    unindex_for_good(ids)


LEFT_ALONE = frozenset({Prospect, Touch, Merge})
"""Of merges, merged ones and touches there are none."""


@cache
def _hanging() -> tuple[tuple[str, str, str], ...]:
    """Table and column of all that hangs on a prospect, and the prospect last. Signals go by the index of those that wait."""
    told = [
        (str(field.related_model._meta.db_table), str(field.remote_field.attname), _WAITING if field.related_model is Signal else "")
        for field in Prospect._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel) and field.related_model not in LEFT_ALONE
    ]
    return (*told, (Prospect._meta.db_table, "id", ""))


_WAITING = " AND settled_at IS NULL AND voided_at IS NULL"


def void_rows(inquiry_ids: Sequence[int], *, now: datetime) -> None:
    """Void inquiries and free their fingerprints, so that the list, mended, may come in again."""
    void_inquiries(inquiry_ids, now=now)
    freed = Concat(Value("undone-"), Cast(F("pk"), models.CharField()))
    Inquiry.objects.filter(pk__in=inquiry_ids).update(fingerprint=freed)


def take_back_said(ids: Sequence[int], imported: Import, *, now: datetime) -> None:
    """Answers of the import are void, what they superseded holds again; its wishes are lifted, its permissions withdrawn."""
    mine = Answer.objects.filter(prospect_id__in=ids, source=answers_from(imported), voided_at__isnull=True)
    while answers := list(mine.filter(superseded_by__isnull=True)):
        for answer in answers:
            void_answer(answer, now=now)
    for answer in mine.filter(superseded_by__isnull=False).order_by("-pk"):
        void_answer(answer, now=now)
    source = wishes_from(imported)
    Wish.objects.filter(prospect_id__in=ids, source=source, lifted_at__isnull=True).update(
        lifted_at=now, lifted_because=gettext("the import was undone")
    )
    Permission.objects.filter(prospect_id__in=ids, source=source, withdrawn_at__isnull=True).update(withdrawn_at=now)


def drop_addresses(ids: Sequence[int]) -> None:
    """Addresses that the import added to people who were known, as long as nothing came of them."""
    Address.objects.filter(pk__in=ids, state=Address.State.OK).delete()


def void_past_touches(ids: Sequence[int], *, by: User | None, now: datetime) -> None:
    """Touches of a history, with what they taught and wished."""
    for touch in Touch.objects.filter(pk__in=ids, voided_at__isnull=True).order_by("-happened_at"):
        void_touch(touch, by=by, now=now)
        void_answers_of(touch, now=now)
        lift_wishes_of(touch.ref, now=now)


def stand_anew(ids: Sequence[int], *, by: User | None, now: datetime) -> None:
    """Standing and next touch as if the import had not been."""
    wanted = sorted(set(ids))
    lock(wanted)
    prospects = list(Prospect.objects.filter(pk__in=wanted).order_by("pk"))
    for prospect in prospects:
        prospect.warm = False  # told anew from the inquiries that are left
    retell(prospects, now=now)
    settle([one.pk for one in prospects if one.ended_at is None], by=None, now=now, because="")
    index_prospects(wanted)
