"""A rep who loses the closing role is asked nothing more, keeps no thread, and their accepted leads go to a closing rep."""

import pytest

from keepwarm.handoff.actions import accept, give_back, offer, tick
from keepwarm.handoff.models import Asking, HandOff, Notice, Thread
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.staff.actions import grant_role, revoke_role
from keepwarm.staff.models import Role, Seat
from tests.cast import NOW, House, user_of
from tests.leads import a_lead

pytestmark = pytest.mark.django_db


def take_role(house: House, seat: Seat) -> None:
    """They call on as an inside rep."""
    grant_role(user_of(seat), Role.INSIDE_REP, by=house.mona, now=NOW)
    revoke_role(user_of(seat), Role.CLOSING_REP, by=house.mona, now=NOW)


def test_another_rep_is_asked(house: House) -> None:
    offer(a_lead(house).pk, by=house.max, now=NOW, to_seat=house.cara)
    take_role(house, house.cara)
    assert tick(now=NOW).passed_on == 1
    assert Asking.objects.get(outcome="").seat == house.carl


def test_the_thread_is_cut(house: House) -> None:
    ref = offer(a_lead(house).pk, by=house.max, now=NOW, to_seat=house.cara).ref
    give_back(ref, reason="no_budget", by=user_of(house.cara), now=NOW)
    take_role(house, house.cara)
    tick(now=NOW)
    assert Thread.objects.get().cut_at == NOW
    assert not Prospect.objects.filter(shown_to__seat=house.cara).exists()


def test_accepted_leads_go_to_a_closing_rep_and_the_page_says_why(house: House) -> None:
    anna = accepted(house)
    take_role(house, house.cara)
    assert tick(now=NOW).passed_on == 1
    assert Prospect.objects.get().owner == house.carl
    assert StandingChange.objects.filter(prospect=anna).latest("pk").because.startswith("Cara does not sell any more; Carl ")
    assert Notice.objects.get(kind="given").user == user_of(house.carl)
    assert tick(now=NOW).passed_on == 0


def test_while_nobody_else_sells_they_stay_and_the_manager_hears_of_it_once(house: House) -> None:
    accepted(house)
    for seat in (house.carl, house.cara):
        take_role(house, seat)
    for _ in range(2):
        tick(now=NOW)
    assert Prospect.objects.get().owner == house.cara
    assert Notice.objects.filter(kind="no_rep", user=house.mona).count() == 1
    grant_role(user_of(house.carl), Role.CLOSING_REP, by=house.mona, now=NOW)
    tick(now=NOW)
    assert Prospect.objects.get().owner == house.carl


def accepted(house: House) -> Prospect:
    anna = a_lead(house)
    accept(offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara).ref, by=user_of(house.cara), now=NOW)
    assert HandOff.objects.get().state == "accepted"
    return anna
