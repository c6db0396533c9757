"""Undo of an import: whoever nobody touched is gone, whoever was touched stays as if the list had not come."""

from pathlib import Path

import pytest

from keepwarm.answers.models import Answer
from keepwarm.circle.actions.undo_import import Undone, undo_import
from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.consent.models import Wish
from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.batch import NewTouch
from keepwarm.intake.actions.starting import NotThatWay
from keepwarm.intake.models import Import, ImportedRow
from keepwarm.intake.tests.lists import MAP, bring_in, row
from keepwarm.prospects.actions import correct_prospect
from keepwarm.prospects.models import Address, Organization, Prospect
from keepwarm.prospects.search import find
from keepwarm.touches.models import Inquiry, Signal
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
ANN = row("Ann Lee", "Acme Ltd", "ann@acme.example", "0113 496 0001", "01.03.2026", "10")
BOB = row("Bob Ray", "Bolt", "bob@ray.example", "0113 496 0002", "02.03.2026", "20")


@pytest.fixture
def house() -> House:
    return open_house()


def undo(imported: Import) -> Undone:
    return undo_import(imported.ref, by=None, clock=lambda: NOW)


def test_who_was_not_touched_is_gone_with_everything(house: House, tmp_path: Path) -> None:
    imported = bring_in(tmp_path, [ANN, BOB])
    undone = undo(imported)
    assert (undone.removed, undone.kept) == (2, [])
    for model in (Prospect, Inquiry, Answer, Address, Organization, ImportedRow):
        assert not model._default_manager.exists(), model
    assert not find("ann", for_=house.mona).rows
    assert Import.objects.get().state == "undone"


def test_who_was_touched_since_stays_without_what_the_list_said(house: House, tmp_path: Path) -> None:
    imported = bring_in(tmp_path, [ANN, BOB])
    ann = Prospect.objects.get(name="Ann Lee")
    log_touch(NewTouch(ann.pk, "phone", "out", "reached", NOW, seat_id=ann.owner_id), by=house.ines.user, now=NOW)
    undone = undo(imported)
    assert (undone.removed, undone.voided, undone.kept) == (1, 1, ["Ann Lee"])
    ann.refresh_from_db()
    assert Inquiry.objects.get().voided_at == NOW
    assert not Answer.objects.filter(voided_at=None).exists()
    assert ann.inquired_at is None
    assert ann.reached == 1
    assert not audit_house(now=NOW).differences


def test_what_was_known_before_holds_again(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, [ANN])
    ann = Prospect.objects.get()
    before = (ann.inquired_at, ann.next_step, ann.next_touch_at, ann.because_rule)
    newer = row("Ann Lee", "Acme Ltd", "ann@acme.example", "0113 496 0099", "01.10.2026", "99")
    map_ = {**MAP, "wish": [{"column": "Call me", "yes": ["never"], "kind": "no_channel", "channel": "phone"}]}
    imported = bring_in(tmp_path, [(*newer[:7], "never")], map_, source="Second")
    assert (Answer.objects.get(superseded_by=None, voided_at=None).value, Address.objects.count()) == ("99", 3)
    assert Wish.objects.filter(lifted_at=None).count() == 1
    undo(imported)
    ann.refresh_from_db()
    assert (ann.inquired_at, ann.next_step, ann.next_touch_at, ann.because_rule) == before
    assert (Answer.objects.get(superseded_by=None, voided_at=None).value, Address.objects.count()) == ("10", 2)
    assert not Wish.objects.filter(lifted_at=None).exists()
    assert not audit_house(now=NOW).differences


def test_what_it_filled_in_is_empty_again_unless_it_was_changed_since(house: House, tmp_path: Path) -> None:
    anywhere = {name: what for name, what in MAP.items() if name != "country"}
    bring_in(tmp_path, [row("Ann Lee", "", "ann@acme.example"), row("Bob Ray", "", "bob@ray.example")], anywhere)
    imported = bring_in(tmp_path, [ANN, BOB], {**MAP, "person": {**MAP["person"], "title": "Size"}}, source="Second")
    ann, bob = Prospect.objects.order_by("name")
    assert ann.organization is not None
    assert (ann.organization.name, ann.title, ann.zone) == ("Acme Ltd", "10", "Europe/London")
    correct_prospect(bob.ref, {"title": "Head of Sales"}, by=None, now=NOW)
    undo(imported)
    ann, bob = Prospect.objects.order_by("name")
    assert (ann.organization, ann.title, ann.place, ann.zone, ann.hours_key) == (None, "", "", "", "")
    assert (bob.organization, bob.title, bob.zone) == (None, "Head of Sales", "")
    assert not Organization.objects.exists()
    assert not audit_house(now=NOW).differences


def test_the_mended_list_comes_in_again_afterwards(house: House, tmp_path: Path) -> None:
    imported = bring_in(tmp_path, [ANN])
    ann = Prospect.objects.get()
    log_touch(NewTouch(ann.pk, "phone", "out", "no_answer", NOW, seat_id=ann.owner_id), by=None, now=NOW)
    undo(imported)
    again = bring_in(tmp_path, [ANN])
    assert (again.matched, again.already) == (1, 0)


def test_colleagues_who_were_told_of_its_inquirers_are_told_no_longer(house: House, tmp_path: Path) -> None:
    anna = meet(house, "Anna Arnold", firm="Acme Ltd")
    settle([anna.pk], by=None, now=NOW)
    imported = bring_in(tmp_path, [row("Bea Berg", "Acme Ltd", "bea@acme.example", "", "18.11.2026")])
    assert Signal.objects.open().count() == 1
    undo(imported)
    assert not Signal.objects.open().exists()
    assert Prospect.objects.get() == anna


def test_it_is_undone_once(house: House, tmp_path: Path) -> None:
    imported = bring_in(tmp_path, [ANN])
    undo(imported)
    with pytest.raises(NotThatWay, match="nothing to undo"):
        undo(imported)
