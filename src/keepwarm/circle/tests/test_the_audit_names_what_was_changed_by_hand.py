"""Each row here is changed in the database past every action; the audit names it, and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import defer, end, log_touch, settle
from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.models import Deferral
from keepwarm.post.actions.collecting import collect
from keepwarm.post.models import Letter
from keepwarm.programs.actions import carry_out, choose_turns
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Signal
from tests.cast import NOW, House, meet, open_house
from tests.keeping import item, run_program, warm

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def house() -> House:
    """Anna is to be called, Ben was put off once, Cleo was promised a call, Dan said no."""
    house = open_house()
    people = [meet(house, name, phone=f"+44113496010{n}", inquired_at=NOW - timedelta(days=4)) for n, name in enumerate(("Anna", "Ben"))]
    settle([one.pk for one in people], by=None, now=NOW)
    defer(people[1].pk, NOW + timedelta(days=3), "back on Saturday", by=None, now=NOW)
    promised = meet(house, "Cleo", phone="+441134960105", inquired_at=NOW - timedelta(days=4))
    at = NOW + timedelta(days=2)
    log_touch(NewTouch(promised.pk, "phone", "out", "reached", NOW, house.ines.pk, learned="later", call_back_at=at), by=None, now=NOW)
    end(meet(house, "Dan", inquired_at=NOW - timedelta(days=4)).pk, "said_no", because="too dear", by=None, now=NOW)
    return house


def named(name: str) -> Prospect:
    return Prospect.objects.get(name=name)


def found() -> set[tuple[str, str]]:
    """Whom the audit names, and what of them."""
    names = dict(Prospect.objects.values_list("ref", "name"))
    return {(names[one.ref], one.what) for one in audit_house(now=LATER).found}


def change(name: str, **columns: object) -> None:
    Prospect.objects.filter(name=name).update(**columns)


CHANGES: dict[str, tuple[Callable[[House], object], set[tuple[str, str]]]] = {
    "a date without a deferral": (lambda _: change("Anna", next_touch_at=NOW + timedelta(days=9)), {("Anna", "next_touch_at")}),
    "the first date": (
        lambda _: change("Anna", first_due_at=NOW - timedelta(days=9)),
        {("Anna", "first_due_at"), ("Anna", "next_touch_at")},
    ),
    "a deferral that is gone": (lambda _: Deferral.objects.all().delete(), {("Ben", "next_touch_at"), ("Ben", "postponed")}),
    "a postponement nobody made": (lambda _: change("Anna", postponed=2), {("Anna", "postponed")}),
    "a promise without its call-back": (lambda _: Signal.objects.all().delete(), {("Cleo", "signals")}),
    "an owner who left": (lambda house: leave(house.ines), {(name, "owner") for name in ("Anna", "Ben", "Cleo")}),
    "a reason of the end": (lambda _: change("Dan", end_reason="no_fit"), {("Dan", "end_reason")}),
    "a record that is another": (lambda _: change("Anna", merged_into=named("Ben")), {("Anna", "merged")}),
}


def leave(seat: Seat) -> None:
    Seat.objects.filter(pk=seat.pk).update(left_at=NOW)


def test_a_house_that_nobody_changed_by_hand_is_clean(house: House) -> None:
    assert found() == set()


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_changed_by_hand_is_named(house: House, what: str) -> None:
    by_hand, named = CHANGES[what]
    by_hand(house)
    assert found() == named
    assert not audit_house(now=LATER).is_clean


def test_a_letter_on_paper_that_waits_for_its_print_is_none(house: House) -> None:
    run_program(house, "Pumps", "pumps")
    item("Guide", "pumps")
    warm(house, "Eve", by_mail=False, by_post=True, interests=["pumps"])
    choose_turns(now=NOW)
    carry_out(now=NOW)
    collect(now=NOW)
    assert Letter.objects.get().touch is not None
    assert found() == set()
    Letter.objects.all().delete()
    assert found() == {("Eve", "letter")}
