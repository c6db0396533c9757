"""A touch writes of a standing only what is another now, and what stands is the same as if all of it had been written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keepwarm.decisions.actions import log_touches
from keepwarm.decisions.actions.retelling import TOLD, TURNED, retell
from keepwarm.decisions.batch import Choice, NewSignal, NewTouch
from keepwarm.engine.words import Disposition, NextStep
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Signal
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def house() -> House:
    return open_house()


def touches(house: House, anna: Prospect) -> list[NewTouch]:
    """A mailing on its way, a call to nobody, a talk with a choice for later, and a no."""
    seat = house.ines.pk
    chosen = Choice(NextStep.CALL, NOW + timedelta(days=3), "they asked for it")
    mailing = NewTouch(anna.pk, "mailing", "out", Disposition.QUEUED, NOW, raises=(NewSignal(Signal.Kind.LETTER),))
    return [
        mailing,
        NewTouch(anna.pk, "phone", "out", Disposition.NO_ANSWER, NOW + MINUTE, seat),
        NewTouch(anna.pk, "phone", "out", Disposition.REACHED, NOW + 2 * MINUTE, seat, choice=chosen),
        NewTouch(anna.pk, "phone", "out", Disposition.SAYS_NO, NOW + 3 * MINUTE, seat),
    ]


def test_after_each_touch_it_stands_as_if_all_had_been_written(house: House) -> None:
    anna = meet(house)
    for touch in touches(house, anna):
        log_touches([touch], by=house.ines.user, now=touch.happened_at)
        stands = row_of(anna)
        retell([Prospect.objects.get(pk=anna.pk)], now=touch.happened_at)
        assert row_of(anna) == stands, touch.disposition


def row_of(anna: Prospect) -> dict[str, object]:
    return dict(Prospect.objects.filter(pk=anna.pk).values(*TOLD, *TURNED)[0])


def test_a_mailing_writes_next_to_nothing_of_it_and_raises_the_version(house: House) -> None:
    anna, bert = meet(house), meet(house, "Bert Best", email="b@x.example")
    versions = dict(Prospect.objects.values_list("pk", "version"))
    batch = [NewTouch(one.pk, "mailing", "out", Disposition.QUEUED, NOW, raises=(NewSignal(Signal.Kind.LETTER),)) for one in (anna, bert)]
    with CaptureQueriesContext(connection) as asked:
        log_touches(batch, by=None, now=NOW)
    written = [query["sql"] for query in asked if "UPDATE prospects_prospect" in query["sql"]]
    assert written
    assert not any("chosen_because" in sql for sql in written), "all of it was written"
    assert all(Prospect.objects.get(pk=pk).version > version for pk, version in versions.items())
