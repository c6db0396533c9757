"""Half time, the manager, the next rep; absent, gone, nobody there: somebody always hears of a lead that waits."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from keepwarm.circle.actions import forget, leave, mark_away, merge, unmerge
from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import keep_warm, log_touch
from keepwarm.decisions.batch import NewAnswer, NewTouch
from keepwarm.engine.words import Evidence, Stage
from keepwarm.handoff.actions import accept, give_back, offer, pass_on, tick
from keepwarm.handoff.models import Asking, HandOff, Notice, Thread
from keepwarm.policy.actions import change_policy
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import RoleGrant
from tests.cast import NOW, House, user_of
from tests.leads import a_lead, agree

pytestmark = pytest.mark.django_db


def is_clean() -> None:
    found = audit_house(now=NOW + timedelta(days=9))
    assert found.is_clean, found.found


def asked(handoff: HandOff) -> Asking:
    return Asking.objects.select_related("seat").get(handoff=handoff, outcome="")


def kinds(handoff: HandOff) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(handoff=handoff).order_by("at", "pk")
    return [(row.kind, row.user.name) for row in rows.select_related("user")]


def test_reminder_manager_and_then_another_rep(house: House) -> None:
    handoff = offer(a_lead(house).pk, by=house.max, now=NOW, to_seat=house.cara)
    first = asked(handoff)
    assert tick(now=first.half_at - timedelta(minutes=1)).reminded == 0
    assert tick(now=first.half_at).reminded == 1
    assert tick(now=first.half_at).reminded == 0
    assert tick(now=first.due_at).unanswered == 1
    assert tick(now=first.pass_on_at).passed_on == 1
    second = asked(handoff)
    assert (second.seat, second.asked_at) == (house.carl, first.pass_on_at)
    said = [("offered", "Cara"), ("half_time", "Cara"), ("unanswered", "Mona"), ("passed_on", "Cara"), ("offered", "Carl")]
    assert kinds(handoff) == said
    assert Prospect.objects.get().next_touch_at == second.due_at
    is_clean()


def test_the_reminder_stands_on_the_desk_and_in_the_list_until_the_time_is_over(house: House, client: Client) -> None:
    handoff = offer(a_lead(house).pk, by=house.max, now=NOW, to_seat=house.cara)
    first, said = asked(handoff), "half the time has passed"
    client.force_login(user_of(house.cara))

    def pages(now: datetime) -> list[bool]:
        with time_machine.travel(now, tick=False):
            tick(now=now)
            return [said in client.get(path).content.decode() for path in ("/desk/", "/hand-offs/")]

    assert pages(first.half_at - timedelta(minutes=1)) == [False, False]
    assert pages(first.half_at) == [True, True]
    assert pages(first.due_at) == [False, False]


def test_when_nobody_else_is_there_the_same_rep_is_asked_again_and_the_manager_knows(house: House) -> None:
    RoleGrant.objects.filter(user=house.carl.user).delete()
    handoff = offer(a_lead(house).pk, by=house.max, now=NOW)
    tick(now=asked(handoff).pass_on_at)
    assert asked(handoff).seat == house.cara
    assert kinds(handoff)[-1] == ("no_rep", "Mona")
    is_clean()


def test_whoever_is_ill_is_asked_nothing_while_others_are_here(house: House) -> None:
    handoff = offer(a_lead(house).pk, by=house.max, now=NOW, to_seat=house.cara)
    mark_away(house.cara, by=house.mona, now=NOW, ends_at=NOW + timedelta(days=2))
    assert asked(handoff).seat == house.carl
    assert handoff.askings.get(seat=house.cara).outcome == Asking.Outcome.LEFT
    is_clean()


def test_a_rep_who_leaves_leaves_no_lead_behind(house: House) -> None:
    handoff = offer(a_lead(house).pk, by=house.max, now=NOW, to_seat=house.cara)
    leave(house.cara, by=house.adam, now=NOW, because="moved")
    assert asked(handoff).seat == house.carl
    leave(house.carl, by=house.adam, now=NOW, because="moved")
    handoff.refresh_from_db()
    assert handoff.closed_as == HandOff.Closed.NO_REP
    assert ("no_rep", "Mona") in kinds(handoff)
    is_clean()


def test_the_home_of_whoever_comes_back_is_the_pool_when_the_owner_before_left(house: House) -> None:
    anna = a_lead(house)
    handoff = offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara)
    accept(handoff.ref, by=None, now=NOW)
    leave(house.ines, by=house.adam, now=NOW, because="moved")
    keep_warm(anna.pk, NOW + timedelta(days=30), "not now", by=user_of(house.cara), now=NOW + timedelta(hours=1))
    tick(now=NOW + timedelta(hours=1))
    anna.refresh_from_db()
    assert anna.owner == house.pool
    is_clean()


def test_a_manager_passes_it_on_by_hand(house: House) -> None:
    handoff = offer(a_lead(house).pk, by=house.max, now=NOW, to_seat=house.cara)
    pass_on(handoff.ref, by=house.mona, now=NOW, to_seat=house.carl)
    assert (asked(handoff).seat, asked(handoff).because[0][0]) == (house.carl, "named")


def test_an_open_handoff_keeps_the_version_it_was_offered_under(house: House) -> None:
    anna = a_lead(house)
    handoff = offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara)
    agree(2, at=NOW, needed=3, signed_by_one=True)
    accept(handoff.ref, by=None, now=NOW)
    handoff.refresh_from_db()
    assert (handoff.definition, handoff.signed_by_one) == (1, False)
    assert Prospect.objects.get(pk=anna.pk).stage == Stage.IN_SALES
    is_clean()


def test_the_system_offers_by_itself_and_never_the_same_again_before_something_new_is_known(house: House) -> None:
    anna = a_lead(house)
    assert tick(now=NOW).offered == 0
    change_policy({"offer_by_itself": True}, because="agreed", by=house.mona, now=NOW)
    assert tick(now=NOW).offered == 1
    handoff = HandOff.objects.get()
    assert handoff.offered_by is None
    give_back(handoff.ref, reason="not_ready", wake_at=NOW + timedelta(days=2), by=None, now=NOW + timedelta(minutes=5))
    for later in (timedelta(hours=1), timedelta(days=3)):
        assert tick(now=NOW + later).offered == 0
    at = NOW + timedelta(days=4)
    news = (NewAnswer("budget", "40,000", int(Evidence.CONVERSATION)), NewAnswer("timing", "next month", int(Evidence.CONVERSATION)))
    log_touch(NewTouch(anna.pk, "phone", "out", "reached", at, house.ines.pk, answers=news), by=user_of(house.ines), now=at)
    Prospect.objects.filter(pk=anna.pk).update(stage=Stage.LEAD)
    assert tick(now=at + timedelta(minutes=1)).offered == 1
    assert asked(HandOff.objects.latest("pk")).because[0][0] == "former_rep"


def test_the_rep_hears_when_somebody_they_gave_back_writes(house: House) -> None:
    anna = a_lead(house)
    handoff = offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara)
    give_back(handoff.ref, reason="no_budget", by=user_of(house.cara), now=NOW)
    assert tick(now=NOW + timedelta(days=1)).warm_again == 0
    at = NOW + timedelta(days=2)
    log_touch(NewTouch(anna.pk, "email", "in", "received", at), by=None, now=at)
    assert tick(now=at).warm_again == 1
    assert tick(now=at).warm_again == 0
    assert Notice.objects.get(kind="warm_again").user == house.cara.user


def test_two_open_handoffs_become_one_in_a_merge_and_two_again(house: House) -> None:
    anna, ben = a_lead(house), a_lead(house, "Ben Bauer", phone="+441134960043", email="b@bauer.example")
    one = offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara)
    two = offer(ben.pk, by=house.max, now=NOW, to_seat=house.carl)
    accept(two.ref, by=None, now=NOW)
    merged = merge(anna.pk, ben.pk, because="same", by=house.mona, now=NOW + timedelta(hours=1))
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.closed_as, two.prospect_id, two.closed_at) == ("merged", anna.pk, None)
    assert Prospect.objects.get(pk=anna.pk).owner == house.carl
    is_clean()
    unmerge(merged.ref, by=house.mona, now=NOW + timedelta(hours=2))
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.closed_as, two.prospect_id) == ("", ben.pk)
    assert Prospect.objects.get(pk=anna.pk).owner == house.ines
    is_clean()


def test_a_forgotten_person_waits_for_nobody(house: House) -> None:
    anna = a_lead(house)
    handoff = offer(anna.pk, why="their words", by=house.max, now=NOW)
    forget(anna.pk, by=house.mona, now=NOW)
    handoff.refresh_from_db()
    assert (handoff.why, handoff.brief, handoff.closed_as) == ("", {}, "forgotten")
    assert not Asking.objects.filter(outcome="").exists()
    assert not Notice.objects.exists()
    assert not Thread.objects.filter(cut_at=None).exists()
    is_clean()
