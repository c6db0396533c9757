"""Letters, drafts and points to say: when two become one, when the owner changes, and when somebody is forgotten."""

from datetime import timedelta

import pytest

from keepwarm.circle.actions.forget import forget
from keepwarm.circle.actions.merge import merge
from keepwarm.circle.actions.moving import hand_over
from keepwarm.circle.actions.unmerge import unmerge
from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.engine.letter.finding import Finding
from keepwarm.engine.letter.words import Kind
from keepwarm.letters.actions import Text, enclose, move_to_call_sheet, save_draft, settle_results
from keepwarm.letters.models import Draft, Letter, PointToSay
from keepwarm.letters.queries.about import read_about
from keepwarm.letters.queries.known import read_known
from keepwarm.letters.queries.points import points_for
from keepwarm.letters.refusals import StaleDraft
from keepwarm.outbox.models import Message
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, meet
from tests.writing import write_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(house: House) -> Prospect:
    return meet(house)


def test_of_two_who_are_one_everything_moves_and_goes_back(house: House, anna: Prospect) -> None:
    twin = meet(house, "A. Arnold", email="a@arnold.example")
    letter = write_to(twin)
    save_draft(anna, house.ines, Text("schedule", "", "to Anna"), version=0, now=NOW)
    save_draft(twin, house.ines, Text("schedule", "", "to her twin"), version=None, now=NOW)
    save_draft(twin, house.ivo, Text("schedule", "", "Ivo's"), version=0, now=NOW)
    done = merge(anna.pk, twin.pk, because="the same", by=house.mona, now=NOW)
    letter.refresh_from_db()
    assert letter.prospect_id == anna.pk
    assert set(Draft.objects.filter(prospect=anna).values_list("body", flat=True)) == {"to Anna", "Ivo's"}
    unmerge(done.ref, by=house.mona, now=NOW)
    letter.refresh_from_db()
    assert letter.prospect_id == twin.pk
    assert set(Draft.objects.filter(prospect=twin).values_list("body", flat=True)) == {"to her twin", "Ivo's"}


def test_a_draft_goes_with_the_person_to_the_new_owner(house: House, anna: Prospect) -> None:
    save_draft(anna, house.ines, Text("schedule", "", "begun"), version=0, now=NOW)
    hand_over(anna.pk, house.ivo, because="Ines is full", by=house.mona, now=NOW)
    assert Draft.objects.get().seat == house.ivo


def test_who_is_forgotten_leaves_no_words_and_gets_no_mail(house: House, anna: Prospect) -> None:
    letter = write_to(anna)
    save_draft(anna, house.ivo, Text("schedule", "", "begun"), version=0, now=NOW)
    PointToSay.objects.create(prospect=anna, seat=house.ines, text="Anna likes tea", at=NOW)
    forget(anna.pk, by=house.adam, now=NOW)
    assert (Draft.objects.count(), PointToSay.objects.count()) == (0, 0)
    letter.refresh_from_db()
    assert (letter.text, letter.subject, Message.objects.get().state) == ("", "", "cancelled")
    settle_results(now=NOW + timedelta(minutes=1))
    assert audit_house(now=NOW + timedelta(minutes=3)).is_clean


def test_points_to_say_wait_for_the_next_talk(house: House, anna: Prospect) -> None:
    body = "Hello.\n\nWe are the fastest.\n\nMay I call you?\n"
    draft = save_draft(anna, house.ines, Text("schedule", "", body), version=0, now=NOW)
    start = body.index("We are")
    found = Finding(Kind.FOR_A_CALL, "why", "fix", start=start, end=start + 19, say_by_phone="We are the fastest.")
    moved = move_to_call_sheet(draft, [found], now=NOW)
    with pytest.raises(StaleDraft):
        move_to_call_sheet(draft, [found], now=NOW)
    draft = move_to_call_sheet(moved, [Finding(Kind.FOR_A_CALL, "why", "fix", say_by_phone="We are the fastest.")], now=NOW)
    assert draft.body.startswith("Hello.\n\n")
    assert "fastest" not in draft.body
    assert [point.text for point in points_for(anna)] == ["We are the fastest."]
    log_touch(NewTouch(anna.pk, "phone", "out", "reached", NOW, house.ines.pk), by=None, now=NOW)
    assert points_for(Prospect.objects.get(pk=anna.pk)) == ()


def test_a_file_is_kept_once_and_known_as_sent_before(house: House, anna: Prospect) -> None:
    draft = save_draft(anna, house.ines, Text("schedule", "", "x"), version=0, now=NOW)
    kept = enclose(draft, name="Prices.pdf", media_type="application/pdf", raw=b"%PDF", now=NOW)
    assert enclose(draft, name="Other name.pdf", media_type="application/pdf", raw=b"%PDF", now=NOW) == kept
    write_to(anna, enclosures=(kept,))
    (sent,) = read_about(read_known(anna, now=NOW), house.ivo, now=NOW).sent
    assert (sent.ref, sent.by) == (kept.hashed, "Ines")
    assert Letter.objects.get().message.size > 0  # type: ignore[union-attr]
