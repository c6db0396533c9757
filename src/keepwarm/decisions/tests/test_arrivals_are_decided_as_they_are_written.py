"""New people are written complete with their next touch; known ones get the inquiry; nothing comes in twice."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from keepwarm.answers.actions import find_or_create_questions
from keepwarm.answers.models import Answer
from keepwarm.consent.actions import suppress
from keepwarm.decisions.actions import arrive, end, log_touch, settle
from keepwarm.decisions.actions.newcomers import House as Context
from keepwarm.decisions.actions.newcomers import _ready
from keepwarm.decisions.auditing import audit
from keepwarm.decisions.batch import Arrival, NewAddress, NewAnswer, NewTouch, NewWish
from keepwarm.decisions.models import Decision
from keepwarm.engine.rows import COLUMNS
from keepwarm.engine.words import Evidence, Stage
from keepwarm.facts.fresh import fresh_facts
from keepwarm.facts.gather import gather
from keepwarm.facts.scope import Scope
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Inquiry, Signal
from tests.cast import NOW, House, firm_named, meet

pytestmark = pytest.mark.django_db


def phone(number: str = "+441134960100") -> NewAddress:
    return NewAddress("phone", number, number, "GB", "Europe/London")


def email(text: str = "bea@berg.example") -> NewAddress:
    return NewAddress("email", text, text)


def arrival(house: House, name: str = "Bea Berg", **more: object) -> Arrival:
    fields: dict[str, object] = {
        "name": name,
        "owner_id": house.ines.pk,
        "source_id": house.web.pk,
        "fingerprint": name,
        "given_name": name.split(" ", maxsplit=1)[0],
        "family_name": name.rsplit(" ", maxsplit=1)[-1],
        "addresses": (phone(), email()),
        "inquired_at": NOW - timedelta(hours=2),
    }
    return Arrival(**{**fields, **more})  # type: ignore[arg-type]  # the fields of the dataclass


def all_kinds(house: House) -> list[Arrival]:
    """One of each kind that a list may bring."""
    questions = ("need", "authority", "fit", "size")
    find_or_create_questions({key: key for key in questions})
    firm = firm_named("Fjord Ltd")
    talked = meet(house, "Known Colleague", firm="Fjord Ltd", phone="+441134960111", email="", inquired_at=None)
    log_touch(NewTouch(talked.pk, "phone", "out", "reached", NOW - timedelta(days=1), seat_id=house.ivo.pk), by=None, now=NOW)
    soon, old = NOW + timedelta(days=40), NOW - timedelta(days=400)
    told = tuple(NewAnswer(key, "yes", Evidence.FORM) for key in questions)
    base = [
        arrival(house, "Plain Person"),
        arrival(house, "Asks Contact", wants_contact=True),
        arrival(house, "Long Ago", inquired_at=old, spread_at=soon),
        arrival(house, "Unknown Date", inquired_at=None, spread_at=soon),
        arrival(house, "Cold One", cold=True, source_id=house.bought.pk, inquired_at=None),
        arrival(house, "Nowhere Atall", addresses=()),
        arrival(house, "Only Mail", addresses=(email("only@mail.example"),), permissions=(("mailing", "express", "form"),)),
        arrival(house, "No Calls", wishes=(NewWish("no_channel", "phone"),)),
        arrival(house, "No Mail", wishes=(NewWish("no_channel", "email"),), permissions=(("mailing", "express", "form"),)),
        arrival(house, "Not Yet", wishes=(NewWish("not_before", "", soon),)),
        arrival(house, "Stop All", wishes=(NewWish("stop"),)),
        arrival(house, "Has Bought", stage=5, inquired_at=None, spread_at=soon),
        arrival(house, "Was Lost", stage=6, inquired_at=old),
        arrival(house, "Lost To Them", stage=2, stage_since=old, inquired_at=old, wake_at=soon, recycle_reason="lost_to"),
        arrival(house, "Tells Much", answers=told),
        arrival(house, "Of Fjord", organization_id=firm.pk, owner_id=house.cara.pk),
        arrival(house, "By Post", addresses=(NewAddress("post", "1 Road, Town", "1 road, town"),)),
        arrival(house, "Is Blocked", addresses=(email("blocked@mail.example"),)),
    ]
    suppress("email", "blocked@mail.example", reason="complaint", by=None, now=NOW)
    return base


def test_their_facts_are_those_that_are_read_after_they_are_written(house: House) -> None:
    batch = all_kinds(house)
    context = Context(now=NOW)
    made = [_ready(one, 0, 0, frozenset({("email", "blocked@mail.example")}), context, now=NOW) for one in batch if one.stage != 6]
    keys = {one.facts.hours_key for one in made}
    _hours, rows = context.hours(keys)
    fresh = fresh_facts([one.facts for one in made], context.policy, place_rows=rows, number_questions=frozenset(), now=NOW)
    # each alone in the batch: colleagues of one batch are told of each other after they are written
    arrived = [arrive([one], by=None, now=NOW)[0] for one in batch if one.stage != 6]
    Signal.objects.filter(kind=Signal.Kind.COLLEAGUE).delete()
    read = gather(Scope(ids=[one.prospect_id for one in arrived]), context.policy, place_rows=rows, now=NOW).facts
    for name in COLUMNS:
        assert np.array_equal(getattr(fresh, name), getattr(read, name), equal_nan=_is_time(getattr(fresh, name))), name
        assert getattr(fresh, name).dtype == getattr(read, name).dtype, name
    for key, answer in fresh.answers.items():
        assert list(answer.known) == list(read.answers[key].known), key
        assert list(answer.values) == list(read.answers[key].values), key


def _is_time(column: np.ndarray) -> bool:  # of any kind
    return column.dtype.kind == "M"


def test_deciding_them_again_changes_nothing_and_the_audit_is_clean(house: House) -> None:
    arrived = arrive(all_kinds(house), by=house.adam, now=NOW)
    ids = [one.prospect_id for one in arrived]
    before = dict(Prospect.objects.values_list("pk", "next_touch_at"))
    settle(ids, by=None, now=NOW)
    assert dict(Prospect.objects.values_list("pk", "next_touch_at")) == before
    assert not audit(now=NOW).differences


def test_each_has_a_decision_with_its_reasons_but_the_ended(house: House) -> None:
    arrived = arrive(all_kinds(house), by=None, now=NOW)
    ids = {one.prospect_id for one in arrived}
    open_ids = set(Prospect.objects.filter(pk__in=ids, ended_at__isnull=True).values_list("pk", flat=True))
    assert set(Decision.objects.filter(prospect_id__in=ids).values_list("prospect_id", flat=True)) == open_ids
    assert ids - open_ids == {Prospect.objects.get(name="Was Lost").pk}


def test_the_same_row_of_the_same_source_comes_in_once(house: House) -> None:
    first = arrive([arrival(house), arrival(house)], by=None, now=NOW)
    again = arrive([arrival(house)], by=None, now=NOW)
    assert [one.already for one in first] == [False, True]
    assert again[0].already
    assert again[0].prospect_id == first[0].prospect_id
    assert (Prospect.objects.count(), Inquiry.objects.count()) == (1, 1)


def test_a_known_person_gets_the_inquiry_the_new_number_and_the_newer_answer(house: House) -> None:
    find_or_create_questions({"size": "Size"})
    old = arrival(house, answers=(NewAnswer("size", "10", Evidence.FORM),), inquired_at=NOW - timedelta(days=50))
    who = arrive([old], by=None, now=NOW - timedelta(days=50))[0].prospect_id
    newer = arrival(
        house,
        prospect_id=who,
        fingerprint="2",
        addresses=(phone("+441134960199"), email()),
        answers=(NewAnswer("size", "20", Evidence.FORM),),
        match_keys=(7,),
    )
    arrived = arrive([newer], by=None, now=NOW)
    assert not arrived[0].created
    assert Inquiry.objects.filter(prospect_id=who).count() == 2
    assert Address.objects.filter(prospect_id=who).count() == 3
    assert Answer.objects.get(prospect_id=who, superseded_by=None).value == "20"
    assert Prospect.objects.get(pk=who).inquired_at == newer.inquired_at
    assert not audit(now=NOW).differences


def test_two_rows_of_one_new_person_are_one_prospect_with_two_inquiries(house: House) -> None:
    second = arrival(house, fingerprint="other", same_as=0, inquired_at=NOW - timedelta(hours=1))
    arrived = arrive([arrival(house), second], by=None, now=NOW)
    assert arrived[0].prospect_id == arrived[1].prospect_id
    assert Inquiry.objects.count() == 2
    assert not audit(now=NOW).differences


def test_asking_for_contact_is_due_within_an_hour_of_the_owners_work(house: House) -> None:
    friday_evening = datetime.fromisoformat("2026-11-20T17:30:00+00:00")
    who = arrive([arrival(house, wants_contact=True, inquired_at=friday_evening)], by=None, now=friday_evening)[0].prospect_id
    signal = Signal.objects.get(prospect_id=who, kind=Signal.Kind.CONTACT_ASKED)
    assert signal.due_at == datetime.fromisoformat("2026-11-23T09:30:00+00:00")
    assert Prospect.objects.get(pk=who).next_step == "call"


def test_a_second_inquirer_of_a_firm_is_a_reason_to_call_the_first(house: House) -> None:
    firm = firm_named("Fjord Ltd")
    first = arrival(house, "First One", organization_id=firm.pk, inquired_at=NOW - timedelta(days=90))
    known = arrive([first], by=None, now=NOW - timedelta(days=90))[0].prospect_id
    arrive([arrival(house, "Second One", organization_id=firm.pk, addresses=(email("2@fjord.example"),))], by=None, now=NOW)
    assert list(Signal.objects.filter(kind=Signal.Kind.COLLEAGUE).values_list("prospect_id", flat=True)) == [known]
    assert Prospect.objects.get(pk=known).because_rule == "second_inquirer"


def test_an_old_inquiry_of_a_list_tells_the_colleagues_nothing(house: House) -> None:
    firm = firm_named("Fjord Ltd")
    old = NOW - timedelta(days=90)
    arrive([arrival(house, "First One", organization_id=firm.pk, inquired_at=old)], by=None, now=NOW)
    arrive([arrival(house, "Second One", organization_id=firm.pk, inquired_at=old)], by=None, now=NOW)
    assert not Signal.objects.filter(kind=Signal.Kind.COLLEAGUE).exists()


def test_who_had_ended_and_inquires_again_is_back(house: House) -> None:
    who = arrive([arrival(house)], by=None, now=NOW - timedelta(days=300))[0].prospect_id
    end(who, "no_need", because="no need", by=None, now=NOW - timedelta(days=200))
    arrive([replace(arrival(house), prospect_id=who, fingerprint="again")], by=None, now=NOW)
    back = Prospect.objects.get(pk=who)
    assert back.ended_at is None
    assert back.stage == Stage.CONVERSING
    assert not audit(now=NOW).differences


def test_a_row_for_someone_merged_goes_to_the_one_who_remains(house: House) -> None:
    winner, loser = meet(house, "Wins Here"), meet(house, "Lost There")
    Prospect.objects.filter(pk=loser.pk).update(
        merged_into=winner, ended_at=NOW, end_reason="merged", next_touch_at=None, next_step="", because_rule=""
    )
    arrived = arrive([arrival(house, prospect_id=loser.pk)], by=None, now=NOW)
    assert arrived[0].prospect_id == winner.pk


def test_when_the_room_above_fails_nobody_arrives(house: House) -> None:
    def fail(arrived: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        arrive([arrival(house)], by=None, now=NOW, alongside=fail)
    assert not Prospect.objects.exists()
