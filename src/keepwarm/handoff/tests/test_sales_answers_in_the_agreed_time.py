"""A lead is offered, and sales accepts or returns it; the prospect has an owner, a stage and a next touch at each step."""

from datetime import timedelta

import pytest
from django.test import Client

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import keep_warm, log_touch, undo_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.refusals import NotOpenToUndo
from keepwarm.engine.words import Stage
from keepwarm.handoff.actions import accept, give_back, offer, tick, withdraw
from keepwarm.handoff.models import Asking, HandOff, Notice, ReturnReason, Thread
from keepwarm.handoff.refusals import AnsweredAlready, NobodySells, NoLead, NothingAgreed, OfferedAlready, UnknownReason, WordsNeeded
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import RoleGrant
from keepwarm.staff.queries import NotYours
from keepwarm.touches.models import Signal
from tests.cast import NOW, House, meet, open_house, user_of
from tests.leads import a_lead, agree

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def is_clean() -> None:
    found = audit_house(now=LATER)
    assert found.is_clean, found.found


def test_the_owner_stays_until_sales_accepts(house: House) -> None:
    anna = a_lead(house)
    handoff = offer(anna.pk, why="They move in May", by=house.max, now=NOW)
    anna.refresh_from_db()
    assert (anna.owner, anna.stage, anna.because_rule) == (house.ines, Stage.LEAD, "handoff_waits")
    assert (handoff.definition, handoff.from_seat, handoff.source) == (1, house.ines, house.web)
    asking = handoff.askings.get()
    assert NOW < asking.half_at < asking.due_at < asking.pass_on_at
    assert anna.next_touch_at == asking.due_at
    assert Notice.objects.get(user=asking.seat.user).kind == Notice.Kind.OFFERED
    is_clean()


def test_whoever_accepts_owns_and_calls_first(house: House) -> None:
    anna = a_lead(house)
    handoff = offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara)
    accept(handoff.ref, by=user_of(house.cara), now=LATER)
    anna.refresh_from_db()
    handoff.refresh_from_db()
    assert (anna.owner, anna.stage, anna.because_rule) == (house.cara, Stage.IN_SALES, "first_call_of_sales")
    assert handoff.first_call_due_at == LATER + timedelta(days=1)
    assert Notice.objects.filter(kind=Notice.Kind.ACCEPTED, user__in=[house.max, house.ines.user]).count() == 2
    is_clean()


def test_of_two_who_accept_one_wins_and_the_other_is_told_who(house: House) -> None:
    handoff = offer(a_lead(house).pk, by=house.max, now=NOW, to_seat=house.cara)
    accept(handoff.ref, by=user_of(house.cara), now=LATER)
    with pytest.raises(AnsweredAlready, match="Cara accepted Anna Arnold before"):
        accept(handoff.ref, by=house.mona, now=LATER)


def test_only_the_one_who_is_asked_answers_or_a_manager_for_them(house: House) -> None:
    handoff = offer(a_lead(house).pk, by=house.max, now=NOW, to_seat=house.cara)
    for stranger in (user_of(house.carl), house.max, house.dora):
        with pytest.raises(NotYours):
            accept(handoff.ref, by=stranger, now=LATER)
    accept(handoff.ref, by=house.mona, now=LATER)
    assert Prospect.objects.get().owner == house.cara


def test_a_lead_that_comes_back_is_kept_warm_and_the_rep_keeps_a_thread(house: House) -> None:
    anna = a_lead(house)
    handoff = offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara)
    wake = NOW + timedelta(days=60)
    give_back(handoff.ref, reason="no_budget", words="next year", wake_at=wake, by=user_of(house.cara), now=LATER)
    anna.refresh_from_db()
    assert (anna.owner, anna.stage, anna.because_rule, anna.wake_at) == (house.ines, Stage.CONVERSING, "recycled", wake)
    assert anna.changes.get(what="recycle").reason == "returned"
    assert Thread.objects.get().seat == house.cara
    handoff.refresh_from_db()
    assert (handoff.state, handoff.closed_as, handoff.return_reason.key) == ("returned", "returned", "no_budget")  # type: ignore[union-attr]
    is_clean()
    with pytest.raises(AnsweredAlready, match="Cara gave Anna Arnold back"):
        accept(handoff.ref, by=user_of(house.cara), now=LATER)


def test_a_reason_that_sends_it_on_asks_another_rep_and_then_goes_back(house: House) -> None:
    handoff = offer(a_lead(house).pk, by=house.max, now=NOW, to_seat=house.cara)
    give_back(handoff.ref, reason="no_room", by=user_of(house.cara), now=LATER)
    assert handoff.askings.get(outcome="").seat == house.carl
    is_clean()
    give_back(handoff.ref, reason="no_room", by=user_of(house.carl), now=LATER)
    handoff.refresh_from_db()
    assert handoff.state == HandOff.State.RETURNED
    assert list(handoff.askings.order_by("pk").values_list("outcome", "reason__key")) == [("returned", "no_room")] * 2
    is_clean()


def test_a_return_needs_a_reason_of_the_list(house: House) -> None:
    handoff = offer(a_lead(house).pk, by=house.max, now=NOW)
    ReturnReason.objects.filter(key="other").update(retired_at=NOW)
    for reason in ("whatever", "other"):
        with pytest.raises(UnknownReason, match="no_budget"):
            give_back(handoff.ref, reason=reason, by=house.mona, now=LATER)


def test_the_page_says_by_which_version_they_are_a_lead_whatever_came_since(house: House, client: Client) -> None:
    handoff = offer(a_lead(house).pk, by=house.max, now=NOW, to_seat=house.cara)
    client.force_login(user_of(house.cara))

    def page() -> str:
        return client.get(f"/hand-offs/{handoff.ref}/").content.decode()

    assert "A lead by version 1 of what marketing and sales agreed." in page()
    assert "came into force since" not in page()
    agree(2, at=LATER, needed=3)  # which nobody meets
    assert "Version 2 came into force since; it changes nothing here." in page()
    accept(handoff.ref, by=user_of(house.cara), now=LATER)
    assert HandOff.objects.get().definition == 1
    HandOff.objects.update(signed_by_one=True)
    assert "A lead by version 1, which one person signed for both sides." in page()
    assert client.get(f"/hand-offs/{handoff.ref}/brief.pdf").status_code == 200


def test_something_else_is_said_in_words(house: House) -> None:
    handoff = offer(a_lead(house).pk, by=house.max, now=NOW, to_seat=house.cara)
    with pytest.raises(UnknownReason, match="Say in words what it is"):
        give_back(handoff.ref, reason="other", words="  ", by=user_of(house.cara), now=LATER)
    assert HandOff.objects.get().state == HandOff.State.OFFERED
    give_back(handoff.ref, reason="other", words="their firm is sold", by=user_of(house.cara), now=LATER)
    assert HandOff.objects.get().return_words == "their firm is sold"


def test_it_can_be_withdrawn_until_it_is_answered(house: House) -> None:
    anna = a_lead(house)
    handoff = offer(anna.pk, by=house.max, now=NOW)
    withdraw(handoff.ref, because="a slip", by=house.max, now=LATER)
    anna.refresh_from_db()
    assert (anna.stage, anna.owner) == (Stage.LEAD, house.ines)
    assert anna.because_rule != "handoff_waits"
    is_clean()
    offer(anna.pk, by=house.max, now=LATER)


def test_what_is_no_lead_or_not_agreed_is_not_offered(house: House) -> None:
    ben = meet(house, "Ben Bauer", phone="+441134960043", email="ben@bauer.example")
    with pytest.raises(NoLead, match="Need"):
        offer(ben.pk, by=house.max, now=NOW)
    anna = a_lead(house)
    with pytest.raises(WordsNeeded):
        offer(anna.pk, introduce="letter", by=house.max, now=NOW)
    with pytest.raises(NotYours):
        offer(anna.pk, by=user_of(house.ivo), now=NOW)
    Prospect.objects.filter(pk=anna.pk).update(stage=Stage.CUSTOMER)
    with pytest.raises(OfferedAlready, match="is a customer"):
        offer(anna.pk, by=house.max, now=NOW)
    Prospect.objects.filter(pk=anna.pk).update(stage=anna.stage)
    offer(anna.pk, by=user_of(house.ines), now=NOW)
    with pytest.raises(OfferedAlready):
        offer(anna.pk, by=house.max, now=NOW)


def test_without_a_signed_definition_nobody_is_handed_over() -> None:
    house = open_house()
    with pytest.raises(NothingAgreed, match="Agree on what a lead is first"):
        offer(a_lead(house).pk, by=house.max, now=NOW)


def test_a_house_in_which_nobody_sells_is_told_so(house: House) -> None:
    RoleGrant.objects.filter(role="closing_rep").delete()
    with pytest.raises(NobodySells):
        offer(a_lead(house).pk, by=house.max, now=NOW)


def call(prospect: Prospect, house: House, disposition: str, **more: object) -> str:
    seat = prospect.owner
    new = NewTouch(prospect.pk, "phone", "out", disposition, LATER + timedelta(hours=1), seat.pk, **more)  # type: ignore[arg-type]
    return log_touch(new, by=seat.user, now=LATER + timedelta(hours=1)).touch.ref


def accepted(house: House) -> tuple[HandOff, Prospect]:
    anna = a_lead(house)
    handoff = offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara)
    accept(handoff.ref, by=user_of(house.cara), now=LATER)
    return handoff, Prospect.objects.get(pk=anna.pk)


def test_who_is_put_back_out_of_sales_goes_home_and_an_undo_brings_them_back(house: House) -> None:
    handoff, anna = accepted(house)
    ref = call(anna, house, "reached", recycle_until=NOW + timedelta(days=90), because="no budget", recycle_reason="no_budget")
    is_clean()
    tick(now=LATER + timedelta(hours=1))
    handoff.refresh_from_db()
    anna.refresh_from_db()
    assert (handoff.closed_as, anna.owner, anna.stage) == ("recycled", house.ines, Stage.CONVERSING)
    assert handoff.first_called_at == LATER + timedelta(hours=1)
    assert Thread.objects.get(cut_at=None).seat == house.cara
    is_clean()
    undo_touch(ref, by=user_of(house.cara), now=LATER + timedelta(hours=2))
    tick(now=LATER + timedelta(hours=2))
    handoff.refresh_from_db()
    anna.refresh_from_db()
    assert HandOff.objects.filter(closed_as="", first_called_at=None, prospect__owner=house.cara, prospect__stage=Stage.IN_SALES).exists()
    assert anna.because_rule == "first_call_of_sales"
    is_clean()


def test_an_end_closes_it_and_a_recycling_by_hand_too(house: House) -> None:
    handoff, anna = accepted(house)
    call(anna, house, "says_no")
    is_clean()
    tick(now=LATER + timedelta(hours=1))
    handoff.refresh_from_db()
    assert handoff.closed_as == "ended"
    is_clean()
    ben = a_lead(house, "Ben Bauer", phone="+441134960043", email="ben@bauer.example")
    offered = offer(ben.pk, by=house.max, now=NOW)
    keep_warm(ben.pk, NOW + timedelta(days=30), "not now", by=user_of(house.ines), now=LATER)
    tick(now=LATER)
    offered.refresh_from_db()
    assert (offered.closed_as, Asking.objects.filter(outcome="").count()) == ("recycled", 0)
    assert not Signal.objects.open().filter(kind="handoff").exists()
    is_clean()


def test_what_was_logged_before_they_went_to_sales_is_not_undone(house: House) -> None:
    anna = a_lead(house)
    touch = log_touch(NewTouch(anna.pk, "phone", "out", "no_answer", NOW, house.ines.pk), by=user_of(house.ines), now=NOW).touch
    handoff = offer(anna.pk, by=house.max, now=LATER)
    with pytest.raises(NotOpenToUndo):
        undo_touch(touch.ref, by=user_of(house.ines), now=LATER)
    accept(handoff.ref, by=None, now=LATER)
    with pytest.raises(NotOpenToUndo):
        undo_touch(touch.ref, by=user_of(house.ines), now=LATER)
