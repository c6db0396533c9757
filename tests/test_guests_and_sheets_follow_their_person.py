"""Seats and filled-in surveys go with a person who turns out to be another, come back, and lose their words when forgotten."""

import pytest

from keepwarm.circle.actions import forget, merge, unmerge
from keepwarm.decisions.actions import settle
from keepwarm.seminars.actions import SignUp, sign_up
from keepwarm.seminars.models import Guest
from keepwarm.surveys.actions import Filled, keep_filled
from keepwarm.surveys.models import Sheet, SheetAnswer
from keepwarm.surveys.queries.results import results_of
from tests.cast import NOW, meet, open_house
from tests.gatherings import ask_all, open_for

pytestmark = pytest.mark.django_db


def test_merged_unmerged_and_forgotten() -> None:
    house = open_house()
    anna, double = meet(house), meet(house, "Anna Arnhold", phone="", email="anna@arnhold.example")
    settle([anna.pk, double.pk], by=None, now=NOW)
    both, only, survey = open_for(house, seats=9), open_for(house, title="Another", seats=9), ask_all(house)
    for prospect in (anna, double):
        sign_up(both.ref, SignUp(prospect=prospect), now=NOW)
        keep_filled(survey.ref, Filled({"tool": "paper"}, prospect=prospect), now=NOW)
    sign_up(only.ref, SignUp(prospect=double), now=NOW)
    done = merge(anna.pk, double.pk, because="the same desk", by=house.mona, now=NOW)
    assert set(Guest.objects.filter(prospect=anna).values_list("seminar__title", flat=True)) == {"Fewer stops", "Another"}
    assert (Sheet.objects.count(), results_of(survey).begun) == (2, 1)
    unmerge(done.ref, by=house.mona, now=NOW)
    assert (Guest.objects.filter(prospect=double).count(), results_of(survey).begun) == (2, 2)
    forget(double.pk, by=house.adam, now=NOW)
    assert not Guest.objects.filter(prospect=double).exclude(name="", email="").exists()
    assert list(SheetAnswer.objects.values_list("sheet__prospect_id", flat=True)) == [anna.pk]
