"""The prospect's page: what it tells, and how facts are mended on it, with the next step decided anew."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from keepwarm.answers.models import Answer
from keepwarm.consent.models import Wish
from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.batch import NewAnswer, NewTouch
from keepwarm.prospects.models import Address, Doubt, Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet, user_of

SignIn = Callable[[Seat | User], Client]


@pytest.fixture
def anna(house: House) -> Prospect:
    """Reached once; a colleague at the firm belongs to somebody else."""
    prospect = meet(house, firm="Arnold Ltd", inquired_at=NOW - timedelta(days=40))
    at = NOW - timedelta(days=30)
    answers = (NewAnswer("need", "fewer stops", 5),)
    new = NewTouch(prospect.pk, "phone", "out", "reached", at, house.ines.pk, learned="Three stops since May", answers=answers)
    log_touch(new, by=user_of(house.ines), now=at)
    colleague = meet(house, "Olga Other", firm="Arnold Ltd", owner=house.cara, phone="+441134960055", email="")
    met = NewTouch(colleague.pk, "phone", "out", "reached", NOW - timedelta(days=5), house.cara.pk, learned="x")
    log_touch(met, by=user_of(house.cara), now=NOW - timedelta(days=5))
    settle([prospect.pk], by=None, now=NOW)
    prospect.refresh_from_db()
    return prospect


def send(client: Client, anna: Prospect, what: str, /, prefix: str = "", **data: object) -> int:
    anna.refresh_from_db()
    named = {f"{prefix or what}-{name}": value for name, value in {"version": anna.version, **data}.items()}
    status = client.post(f"/prospects/{anna.ref}/{what}/", named).status_code
    anna.refresh_from_db()
    return status


def test_it_tells_the_story_what_we_know_and_who_spoke_with_whom(house: House, anna: Prospect, sign_in: SignIn) -> None:
    page = sign_in(house.ines).get(f"/prospects/{anna.ref}/").content.decode()
    for words in ("Three stops since May", "fewer stops", "Olga Other", "Cara", "first conversation"):
        assert words in page


def test_a_corrected_answer_supersedes_and_the_old_one_stays_in_sight(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    send(client, anna, "answers", prefix="answer", question="need", value="no stops at all", evidence="5")
    assert Answer.objects.get(superseded_by=None, voided_at=None).value == "no stops at all"
    page = client.get(f"/prospects/{anna.ref}/").content.decode()
    assert "What was said before" in page
    assert "Need: fewer stops" in page


def test_a_wish_is_kept_at_once_and_lifted_by_their_word(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    send(client, anna, "wishes", prefix="wish", kind="no_channel", channel="phone", words="please write")
    assert anna.next_step != "call"
    wish = Wish.objects.get()
    send(client, anna, f"wishes/{wish.ref}/lift", prefix="lift", because="call me again")
    wish.refresh_from_db()
    assert wish.lifted_because == "call me again"
    assert anna.next_step in {"call", "keep_warm"}


def test_a_number_is_added_and_a_wrong_one_taken_out(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    old = anna.addresses.get(kind="phone")
    assert send(client, anna, "addresses", prefix="address", kind="phone", value="0113 496 0066", first="on") == 302
    client.post(f"/prospects/{anna.ref}/addresses/{old.ref}/", {"state": "wrong"})
    assert list(anna.addresses.filter(kind="phone", state=Address.State.OK).values_list("normalized", flat=True)) == ["+441134960066"]


def test_a_number_that_is_none_is_refused_and_what_was_typed_stays(house: House, anna: Prospect, sign_in: SignIn) -> None:
    data = {"address-version": anna.version, "address-kind": "phone", "address-value": "call reception"}
    answer = sign_in(house.ines).post(f"/prospects/{anna.ref}/addresses/", data)
    assert answer.status_code == 422
    assert "is not a phone number" in answer.content.decode()
    assert 'value="call reception"' in answer.content.decode()


def test_the_same_person_twice_becomes_one_and_two_again(house: House, anna: Prospect, sign_in: SignIn) -> None:
    twin = meet(house, "Ann Arnold", phone="+441134960077", email="ann@x.example")
    doubt = Doubt.objects.create(a=anna, b=twin, reasons=[["organization_same", "arnold mills", "arnold mills"]], raised_at=NOW)
    client = sign_in(house.ines)
    page = client.get(f"/prospects/{anna.ref}/").content.decode()
    assert "Ann Arnold" in page
    assert "same organization: arnold mills" in page

    client.post(f"/prospects/{anna.ref}/doubts/{doubt.pk}/", {"verdict": "same"})
    twin.refresh_from_db()
    assert twin.merged_into == anna
    assert client.get(f"/prospects/{twin.ref}/").context["whole"].row == anna

    merged = client.get(f"/prospects/{anna.ref}/").context["whole"].merges[0]
    client.post(f"/prospects/{anna.ref}/merges/{merged.ref}/undo/")
    twin.refresh_from_db()
    assert twin.merged_into is None


def test_ones_own_choice_later_the_end_and_a_new_beginning(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    send(client, anna, "choose", step="call", day="2026-11-25", clock="11:00", because="back from a trip")
    assert (anna.next_step, anna.because_rule) == ("call", "own_choice_call")
    send(client, anna, "later", day="2026-11-27")
    assert anna.postponed == 1
    assert send(client, anna, "later", day="2026-11-28") == 422
    send(client, anna, "end", reason="no_fit", because="makes no textiles")
    assert anna.end_reason == "no_fit"
    send(client, anna, "reopen", because="they rang")
    assert anna.ended_at is None


def test_a_note_is_nobodys_touch(house: House, anna: Prospect, sign_in: SignIn) -> None:
    before = anna.last_touch_at
    send(sign_in(house.ines), anna, "note", note="Sister of the director")
    assert Touch.objects.get(channel="note").note == "Sister of the director"
    assert anna.last_touch_at == before


def test_a_colleague_reads_and_changes_nothing(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.cara)
    page = client.get(f"/prospects/{anna.ref}/").content.decode()
    assert "Write a note" not in page
    assert send(client, anna, "note", note="x") == 403
    assert client.post(f"/desk/{anna.ref}/call/").status_code == 403


def test_a_stranger_to_the_firm_does_not_see_them(house: House, anna: Prospect, sign_in: SignIn) -> None:
    assert sign_in(house.carl).get(f"/prospects/{anna.ref}/").status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_year_that_is_a_slip_of_the_pen_is_asked_for_once_more(house: House, sign_in: SignIn, day: str) -> None:
    anna = meet(house, inquired_at=NOW - timedelta(days=4))
    settle([anna.pk], by=None, now=NOW)
    Prospect.objects.filter(pk=anna.pk).update(zone="Asia/Tokyo")
    anna.refresh_from_db()
    client, words = sign_in(house.ines), {"because": "x", "step": "call"}
    for form in ("later", "choose"):
        sent = {f"{form}-{name}": value for name, value in {**words, "day": day, "version": str(anna.version)}.items()}
        page = client.post(f"/prospects/{anna.ref}/{form}/", sent)
        assert (page.status_code, "Look at the year once more." in page.content.decode()) == (422, True)
