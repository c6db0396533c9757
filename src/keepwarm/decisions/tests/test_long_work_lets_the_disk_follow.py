"""Long work: within it a commit does not wait for the disk; after it everything is as before, whatever happened."""

import gc

import pytest
from django.db import connection, transaction

from keepwarm.decisions.long_work import long_work


def synchronous() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return int(cursor.fetchone()[0])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL commits as it always does")
@pytest.mark.django_db(transaction=True)
def test_commits_wait_for_the_disk_again_after_it_even_when_it_fails() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = FULL")
    try:
        with pytest.raises(ZeroDivisionError), long_work():
            _ = 1 // (synchronous() - 1)
        assert synchronous() == 2
    finally:
        connection.close()


@pytest.mark.django_db
def test_within_a_transaction_of_the_callers_nothing_is_changed() -> None:
    with transaction.atomic(), long_work():
        assert connection.in_atomic_block


@pytest.mark.django_db
def test_garbage_is_looked_for_as_often_as_before_when_it_is_done() -> None:
    of_tests = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    try:
        with long_work():
            assert gc.get_threshold() == (20_000, 50, 100)
        assert gc.get_threshold() == (700, 10, 10)
    finally:
        gc.set_threshold(*of_tests)
