"""Owner and stage are what the newest change of them says; whoever was never changed is as they came in."""

from datetime import timedelta

import pytest

from keepwarm.circle.actions import hand_over, merge, unmerge
from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import end, log_touch, reopen, settle, undo_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.prospects.models import Prospect, Stage
from tests.cast import NOW, House, meet
from tests.leads import a_lead, agree

pytestmark = pytest.mark.django_db


def found(what: str) -> list[tuple[str, str]]:
    return [(one.stands, one.should_be) for one in audit_house(now=NOW + timedelta(minutes=5)).found if one.what == what]


def test_an_owner_that_no_change_tells_of_is_found(house: House, anna: Prospect) -> None:
    assert found("owner") == []
    hand_over(anna.pk, house.ivo, because="knows them", by=house.mona, now=NOW)
    assert found("owner") == []
    Prospect.objects.filter(pk=anna.pk).update(owner=house.cara)
    assert found("owner") == [(str(house.cara.pk), str(house.ivo.pk))]


def test_a_stage_that_no_change_tells_of_is_found(house: House, anna: Prospect) -> None:
    log_touch(NewTouch(anna.pk, "phone", "out", "reached", NOW, house.ines.pk), by=house.ines.user, now=NOW)
    assert found("stage") == []
    Prospect.objects.filter(pk=anna.pk).update(stage=Stage.CUSTOMER)
    assert found("stage") == [(str(int(Stage.CUSTOMER)), str(int(Stage.CONVERSING)))]


def test_ends_merges_and_what_was_undone_are_no_damage(house: House, anna: Prospect) -> None:
    talk = log_touch(NewTouch(anna.pk, "phone", "out", "says_no", NOW, house.ines.pk), by=house.ines.user, now=NOW).touch
    undo_touch(talk.ref, by=house.ines.user, now=NOW)
    end(anna.pk, "no_need", because="said so", by=None, now=NOW)
    reopen(anna.pk, because="came back", by=None, now=NOW)
    other = meet(house, "Anna A.", owner=house.pool, phone="", email="a@arnold.example")
    settle([other.pk], by=None, now=NOW)
    done = merge(other.pk, anna.pk, because="one person", by=house.mona, now=NOW)
    assert audit_house(now=NOW).is_clean
    unmerge(done.ref, by=house.mona, now=NOW)
    assert audit_house(now=NOW).is_clean, audit_house(now=NOW).found


def test_a_stage_that_undoing_a_merge_turns_once_more_is_told(house: House) -> None:
    agree()
    lead, other = a_lead(house), meet(house, "Anna A.", phone="", email="a@arnold.example")
    settle([other.pk], by=None, now=NOW)
    done = merge(lead.pk, other.pk, because="one person", by=house.mona, now=NOW)
    log_touch(NewTouch(lead.pk, "phone", "out", "reached", NOW, house.ines.pk), by=house.ines.user, now=NOW)
    agree(2, at=NOW, needed=2)
    unmerge(done.ref, by=house.mona, now=NOW)
    assert Prospect.objects.get(pk=lead.pk).stage == Stage.CONVERSING
    assert audit_house(now=NOW).is_clean, audit_house(now=NOW).found
