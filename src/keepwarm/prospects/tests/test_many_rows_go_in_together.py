"""Rows inserted several a statement are the rows that were given, however many; one that is refused takes all along."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from keepwarm.prospects.actions.inserting import at, insert_rows
from keepwarm.prospects.models import Organization

pytestmark = pytest.mark.django_db
NAMES = ("ref", "name", "name_folded", "created_at")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ODD = ("", 'O\'Brien "& Sons"', "größer\nals", "100 % ?", "\U0001f600", "a;b,c\t-- d")


def firms(count: int) -> list[tuple[str | None, ...]]:
    return [(f"A{place}", f"{ODD[place % len(ODD)]} {place}", f"{place}", at(NOW)) for place in range(count)]


@pytest.mark.parametrize("count", [1, 15, 16, 17, 100])
def test_all_are_there_in_their_order(count: int) -> None:
    insert_rows(Organization, NAMES, firms(count))
    written = list(Organization.objects.order_by("pk").values_list("ref", "name", "name_folded", "created_at"))
    assert written == [(*row[:3], NOW) for row in firms(count)]
    assert set(Organization.objects.values_list("domain", flat=True)) == {""}, "what was not given has its default"


def test_one_that_is_refused_takes_all_along() -> None:
    rows = firms(40)
    rows[37] = rows[3]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Organization, NAMES, rows)
    assert not Organization.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,), "the caller's transaction goes on"
