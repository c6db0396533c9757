"""After long work PostgreSQL knows how many rows there are, without waiting for autovacuum; SQLite is asked nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keepwarm.decisions.long_work import MANY, long_work
from keepwarm.touches.models import Source

pytestmark = pytest.mark.django_db(transaction=True)


def write(count: int) -> list[str]:
    """So many rows within long work; which tables were counted after it."""
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        long_work(),
    ):
        Source.objects.bulk_create([Source(name=f"List {number}", kind="list") for number in range(count)])
    return [query["sql"] for query in asked if query["sql"].startswith("ANALYZE")]


def test_of_a_table_that_grew_much() -> None:
    counted = write(MANY + 200)
    if connection.vendor == "sqlite":
        assert counted == []
        return
    assert 'ANALYZE "touches_source"' in counted
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'touches_source'")
        assert cursor.fetchone()[0] >= MANY + 200


def test_not_of_one_that_grew_a_little() -> None:
    assert 'ANALYZE "touches_source"' not in write(5)
