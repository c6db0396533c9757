"""What the form proposes for each ending is what logging that ending sets: the two are held against each other."""

from datetime import timedelta

import pytest

from keepwarm.decisions.actions import log_touch, settle, undo_touch
from keepwarm.decisions.batch import NewAnswer, NewTouch
from keepwarm.desk.queries.proposals import propose
from keepwarm.engine.words import ON_DESK, Disposition, Evidence
from keepwarm.phone.queries.gate import read_basis
from keepwarm.phone.queries.numbers import numbers_to_dial
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, meet, user_of


def fresh(house: House) -> Prospect:
    """Interested, and never spoken to."""
    return meet(house, firm="Arnold Ltd", inquired_at=NOW - timedelta(days=4))


def tried(house: House) -> Prospect:
    """Two attempts in this round, one of them a voicemail yesterday."""
    prospect = meet(house, firm="Arnold Ltd", inquired_at=NOW - timedelta(days=20))
    for days, ending in ((9, Disposition.NO_ANSWER), (1, Disposition.VOICEMAIL)):
        log(house, prospect, ending, days=days)
    return prospect


def promised(house: House) -> Prospect:
    """Spoken with, and a call promised for now."""
    prospect = meet(house, inquired_at=NOW - timedelta(days=20))
    at = NOW - timedelta(days=2)
    new = NewTouch(prospect.pk, "phone", "out", "reached", at, house.ines.pk, learned="later", call_back_at=NOW)
    log_touch(new, by=user_of(house.ines), now=at)
    return prospect


def lead(house: House) -> Prospect:
    """Need and authority told; put back and woken today."""
    prospect = meet(house, inquired_at=NOW - timedelta(days=60))
    at = NOW - timedelta(days=30)
    answers = tuple(NewAnswer(key, "yes", int(Evidence.CONVERSATION)) for key in ("need", "authority", "timing"))
    new = NewTouch(prospect.pk, "phone", "out", "reached", at, house.ines.pk, answers=answers, recycle_until=NOW - timedelta(hours=1))
    log_touch(new, by=user_of(house.ines), now=at)
    return prospect


def with_letters(house: House) -> Prospect:
    """Never spoken to; the rep has talked with enough others today for letters to be left."""
    return after_calls(house, 9)


def about_to_earn(house: House) -> Prospect:
    """Never spoken to; the rep has no letter left, and the next call earns one."""
    return after_calls(house, 3)


def after_calls(house: House, count: int) -> Prospect:
    for n in range(count):
        log(house, meet(house, f"Other {n}", phone=f"+4411349601{n:02}"), Disposition.NO_ANSWER, days=0.01)
    return fresh(house)


def log(house: House, prospect: Prospect, ending: str, *, days: float = 0.0) -> str:
    at = NOW - timedelta(days=days)
    number = prospect.addresses.filter(kind="phone").first()
    new = NewTouch(prospect.pk, "phone", "out", ending, at, house.ines.pk, address_id=number.pk if number else None, because="no")
    return log_touch(new, by=user_of(house.ines), now=at).touch.ref


@pytest.mark.parametrize("situation", [fresh, tried, promised, lead, with_letters, about_to_earn])
def test_every_ending_leads_where_the_form_said(house: House, situation: object) -> None:
    assert callable(situation)
    prospect: Prospect = situation(house)
    settle([prospect.pk], by=None, now=NOW)
    prospect.refresh_from_db()
    proposals = propose(prospect, read_basis(prospect, now=NOW), numbers=numbers_to_dial(prospect), for_=user_of(house.ines), now=NOW)
    assert [one.disposition for one in proposals] == list(ON_DESK)
    for proposal in proposals:
        ref = log(house, prospect, proposal.disposition)
        after = Prospect.objects.get(pk=prospect.pk)
        assert (proposal.step, proposal.due_at) == (after.next_step, after.next_touch_at), proposal.disposition
        undo_touch(ref, by=user_of(house.ines), now=NOW)
