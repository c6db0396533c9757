"""Each minute takes a number of hand-offs at once: whoever cannot move keeps nobody behind them from moving."""

from datetime import timedelta

import pytest

from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.handoff.actions import accept, following, offer, tick, ticking
from keepwarm.handoff.models import HandOff
from keepwarm.policy.actions import change_policy
from keepwarm.policy.models import DefinitionVersion
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, user_of
from tests.leads import a_lead

pytestmark = pytest.mark.django_db
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


def named(house: House, count: int) -> list[Prospect]:
    return [a_lead(house, f"Anna {number}", email=f"a{number}@arnold.example", phone=f"+44113496{number:04}") for number in range(count)]


def test_calls_of_whoever_had_them_before_hide_no_first_call_of_sales(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following.note_first_calls, "__kwdefaults__", {"at_most": 1})
    *before, last = named(house, 3)
    for one in (*before, last):
        accept(offer(one.pk, by=house.max, now=NOW, to_seat=house.cara).ref, by=user_of(house.cara), now=NOW)
    for one in before:
        log_touch(NewTouch(one.pk, "phone", "out", "reached", SOON, house.ines.pk), by=house.ines.user, now=SOON)
    log_touch(NewTouch(last.pk, "phone", "out", "no_answer", SOON, house.cara.pk), by=house.cara.user, now=SOON)
    tick(now=LATER)
    assert list(HandOff.objects.exclude(first_called_at=None).values_list("prospect", "first_called_at")) == [(last.pk, SOON)]


def test_one_whom_the_offer_refuses_keeps_no_lead_from_being_offered(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "AT_ONCE", 1)
    refused, lead = named(house, 2)
    refused.answers.all().delete()  # judged a lead before, and none by what is known now
    change_policy({"offer_by_itself": True}, because="agreed", by=house.mona, now=NOW)
    assert tick(now=NOW).offered == 1
    assert HandOff.objects.get().prospect == lead


def test_nothing_is_looked_for_while_nothing_is_agreed(house: House) -> None:
    named(house, 1)
    DefinitionVersion.objects.all().delete()
    change_policy({"offer_by_itself": True}, because="agreed", by=house.mona, now=NOW)
    assert tick(now=NOW).offered == 0
