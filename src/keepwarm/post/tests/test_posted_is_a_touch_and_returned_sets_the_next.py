"""From the day of posting silence and pace run; what comes back closes the address and sets the next touch, and can be undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from keepwarm.circle.actions.forget import forget
from keepwarm.circle.actions.merge import merge
from keepwarm.circle.actions.unmerge import unmerge
from keepwarm.facts.pacing import open_from
from keepwarm.post.actions import mark_posted, note_return, posting, settle_posted, take_return_back
from keepwarm.post.links import code_in_groups
from keepwarm.post.models import Batch, Letter, PrintedFile
from keepwarm.post.queries.finding import find_posted
from keepwarm.post.refusals import PostRefused, UnknownPaperLetter
from keepwarm.post.rendering import shape
from keepwarm.prospects.models import Address
from keepwarm.touches.models import Touch
from tests.cast import NOW, House
from tests.keeping import fresh
from tests.papers import LATER, by_post, paper_house, posted, printed

pytestmark = pytest.mark.django_db
NEXT_DAY = NOW + timedelta(days=1)


@pytest.fixture
def house() -> House:
    return paper_house()


def test_posted_letters_are_there_with_their_postage_and_the_next_date_follows(house: House) -> None:
    anna = by_post(house)
    posted(house, anna)
    touch = Touch.objects.get(channel="post")
    assert (touch.disposition, touch.happened_at, touch.cost_minor) == ("delivered", LATER, 95)
    after = fresh(anna)
    assert (after.last_ours_at, after.because_rule != "letter_on_its_way") == (LATER, True)
    pace = open_from([anna.pk], channel="mailing", now=NEXT_DAY)[anna.pk]
    assert pace.at is None or pace.at >= LATER + timedelta(days=3)


def test_a_crash_while_it_is_noted_is_finished_by_the_background(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = printed(house, by_post(house), by_post(house, "Ben Bow"))

    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(posting, "settle_letters", crash)
        with pytest.raises(RuntimeError):
            mark_posted(batch.ref, by=house.max, now=LATER)
    assert Letter.objects.filter(state="printed").count() == 2
    assert (settle_posted(now=NEXT_DAY), settle_posted(now=NEXT_DAY)) == (2, 0)
    assert set(Touch.objects.filter(channel="post").values_list("happened_at", "cost_minor")) == {(LATER, 95)}
    mark_posted(batch.ref, by=house.max, now=NEXT_DAY)
    assert Batch.objects.get().posted_at == LATER


def test_a_day_that_cannot_be_is_refused(house: House) -> None:
    batch = printed(house, by_post(house))
    for at in (NEXT_DAY, NOW - timedelta(days=2)):
        with pytest.raises(PostRefused):
            mark_posted(batch.ref, at=at, by=house.max, now=LATER)
    assert Letter.objects.get().state == "printed"


@pytest.mark.parametrize(("because", "state"), [("moved", "left"), ("unknown", "wrong")])
def test_a_returned_letter_closes_the_address_and_sets_the_next_touch(house: House, because: str, state: str) -> None:
    anna = by_post(house, phone="+441134960042")
    posted(house, anna)
    letter = Letter.objects.get()
    note_return(code_in_groups(letter.code).lower(), because=because, by=house.max, now=NEXT_DAY)
    note_return(letter.ref, because=because, by=house.max, now=NEXT_DAY)
    assert Address.objects.get(prospect=anna, kind="post").state == state
    assert Touch.objects.get(channel="post").disposition == "failed"
    after = fresh(anna)
    assert (after.next_step, after.because_rule) == ("call", "letter_missed")


def test_a_wrong_return_is_undone(house: House) -> None:
    anna = by_post(house, phone="+441134960042")
    posted(house, anna)
    before, letter = fresh(anna), Letter.objects.get()
    note_return(letter.ref, because="moved", by=house.max, now=NEXT_DAY)
    take_return_back(letter.ref, by=house.max, now=NEXT_DAY)
    letter.refresh_from_db()
    touch, after = Touch.objects.get(channel="post"), fresh(anna)
    assert (letter.state, touch.disposition, touch.happened_at) == ("posted", "delivered", LATER)
    assert Address.objects.get(prospect=anna, kind="post").state == "ok"
    assert (after.because_rule, after.next_touch_at) == (before.because_rule, before.next_touch_at)


def test_what_was_not_posted_cannot_come_back(house: House) -> None:
    printed(house, by_post(house))
    with pytest.raises(PostRefused):
        note_return(Letter.objects.get().ref, because="moved", by=house.max, now=LATER)
    with pytest.raises(UnknownPaperLetter):
        note_return("2222-2222-2222", because="moved", by=house.max, now=LATER)


def test_the_letter_is_found_by_code_by_scan_and_by_a_part_of_the_name(house: House) -> None:
    batch = posted(house, by_post(house), by_post(house, "Ben Bow"))
    letter = Letter.objects.get(prospect__name="Ben Bow")
    page = shape(batch)["letters"][letter.place - 1]
    for said in (code_in_groups(letter.code), letter.code.lower(), f"https://{page['short']}", page["link"], "bow", "BEN b"):
        assert [one.pk for one in find_posted(said, for_=house.max, now=NEXT_DAY)] == [letter.pk], said
    assert find_posted("zzz", for_=house.max, now=NEXT_DAY) == []


def test_forgetting_somebody_drops_the_file_and_leaves_the_others(house: House) -> None:
    anna, ben = by_post(house), by_post(house, "Ben Bow")
    batch = printed(house, anna, ben)
    forget(anna.pk, by=house.mona, now=LATER)
    batch.refresh_from_db()
    hers = Letter.objects.get(prospect=anna)
    assert (PrintedFile.objects.exists(), batch.pdf_id, hers.printed, hers.code, hers.state) == (False, None, {}, "", "cancelled")
    assert [page["lines"][0] for page in shape(batch)["letters"]] == ["Ben Bow"]


def test_a_letter_goes_along_when_two_become_one_and_back(house: House) -> None:
    anna, double = by_post(house), by_post(house, "Anna Arnolt")
    posted(house, double)
    done = merge(anna.pk, double.pk, because="the same", by=house.mona, now=NEXT_DAY)
    assert Letter.objects.get().prospect_id == anna.pk
    note_return(Letter.objects.get().ref, because="moved", by=house.max, now=NEXT_DAY)
    unmerge(done.ref, by=house.mona, now=NEXT_DAY + timedelta(hours=1))
    assert Letter.objects.get().prospect_id == double.pk
