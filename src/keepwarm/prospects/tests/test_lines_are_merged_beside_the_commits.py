"""The index of search lines: a commit that writes lines merges nothing; that is done beside, and whoever was found is found still."""

import pytest
from django.db import connection, transaction

from keepwarm.prospects.actions import new_prospects
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.search import Merger, find, index_prospects, unindex_for_good, unindex_prospects
from keepwarm.prospects.search.merging import newest_purge
from keepwarm.prospects.tasks import merge_lines
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
MANY = 40


@pytest.fixture
def house() -> House:
    """Forty people, each line written by a transaction of its own."""
    house = open_house()
    pattern = meet(house, "Li An")
    for number in range(MANY):
        one = Prospect(name=f"Sam Twin {number}", owner=house.ines, created_at=NOW, next_touch_at=NOW)
        one.next_step, one.because_rule = pattern.next_step, pattern.because_rule
        with transaction.atomic():
            index_prospects([made.pk for made in new_prospects([one])])
    return house


def parts() -> int:
    """Parts of the index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT segid) FROM prospects_search_idx")
        return int(cursor.fetchone()[0])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's index has no parts")
def test_writing_adds_parts_and_merging_leaves_few(house: House) -> None:
    before = parts()
    assert before >= MANY
    merge_lines(now=NOW)
    assert parts() < before / 4
    assert not Merger().step()


def test_everybody_is_found_after_merging_and_who_was_taken_out_is_not(house: House) -> None:
    gone = Prospect.objects.get(name="Sam Twin 7")
    unindex_prospects([gone.pk])
    Merger().go_on()
    assert not find("sam twin 7", for_=None).rows
    assert [row.name for row in find("sam twin 8", for_=None).rows] == ["Sam Twin 8"]
    assert find("sam twin", for_=None).more


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes rows out for good by itself")
def test_of_many_taken_out_at_once_nothing_stays_after_a_purge(house: House) -> None:
    before = size()
    with transaction.atomic():
        unindex_for_good([one.pk for one in Prospect.objects.filter(name__startswith="Sam")])
    assert not find("sam", for_=None).rows
    assert newest_purge()
    assert size() > before
    merge_lines(now=NOW)
    assert not newest_purge()
    assert size() < before / 4


def size() -> int:
    """Bytes of the index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(length(block)) FROM prospects_search_data")
        return int(cursor.fetchone()[0])
