"""From the keep-warm date to the mail, its result, and the next date: in one transaction each, and never twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from keepwarm.content.models import Received
from keepwarm.engine.words import Disposition
from keepwarm.outbox.models import Message
from keepwarm.outbox.models import State as Mailed
from keepwarm.programs.actions import carry_out, carrying, choose_turns, settle_results
from keepwarm.programs.models import Enrollment, Turn
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, open_house
from tests.keeping import DAY, PACE, a_day, deliver, fresh, item, next_turn, run_program, says, warm
from tests.writing import open_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = open_house()
    open_mail()
    run_program(house, "Pumps", "pumps")
    run_program(house, "Valves", "valves")
    return house


def test_the_best_of_their_stream_goes_by_mail_and_the_next_date_follows(house: House) -> None:
    item("Series", "pumps", worth=60)
    guide = item("Guide", "pumps", worth=90)
    anna = warm(house, interests=["pumps"])
    choose_turns(now=NOW)
    turn = next_turn(anna)
    assert (turn.item, turn.kind, turn.channel, turn.because) == (guide, Turn.Kind.ITEM, "mailing", "stream")
    assert turn.args == {"topic": "Pumps"}
    carry_out(now=NOW)
    turn.refresh_from_db()
    assert (turn.state, turn.message.to_email, turn.touch.disposition) == (Turn.State.SENT, "anna@anna.example", Disposition.QUEUED)  # type: ignore[union-attr]
    assert Received.objects.get().item == guide
    assert fresh(anna).because_rule == "letter_on_its_way"
    deliver(now=NOW + timedelta(minutes=2))
    after = fresh(anna)
    assert (after.because_rule, after.next_touch_at) == ("recycled", NOW + timedelta(minutes=2) + PACE)


def test_the_text_is_filled_for_each_and_leads_through_our_links(house: House) -> None:
    item("Guide", "pumps", body="Hello {first_name|there},\n\n[the guide](https://house.example/guide)")
    warm(house, interests=["pumps"])
    a_day(NOW)
    message = Message.objects.get()
    assert message.kind == "mailing"
    assert message.template is not None
    assert "{first_name" in message.template.text
    assert message.values["fill"]["first_name_2"] == "Anna"
    assert "/go/" in message.values["fill"]["link_1"]
    assert message.values["headers"]["one_click_url"]
    assert message.values["headers"]["list_id"] == "Keep warm <keep-warm.house.example>"


def test_choosing_and_sending_again_does_nothing(house: House) -> None:
    item("Guide", "pumps")
    warm(house, interests=["pumps"])
    a_day(NOW)
    a_day(NOW + timedelta(minutes=5))
    assert Touch.objects.filter(channel="mailing").count() == Message.objects.count() == Turn.objects.count() == 1


def test_a_crash_in_the_middle_leaves_the_turn_planned_and_nothing_of_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    item("Guide", "pumps")
    anna = warm(house, interests=["pumps"])
    choose_turns(now=NOW)

    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(carrying, "record_received", crash)
        with pytest.raises(RuntimeError):
            carry_out(now=NOW)
    assert (Touch.objects.count(), Message.objects.count(), next_turn(anna).state) == (0, 0, Turn.State.PLANNED)
    carry_out(now=NOW)
    assert (Touch.objects.count(), Message.objects.count()) == (1, 1)


def test_they_move_to_another_stream_by_what_they_answer(house: House) -> None:
    item("Pumps guide", "pumps")
    item("Valves guide", "valves")
    anna = warm(house, interests=["pumps"])
    a_day(NOW)
    assert Enrollment.objects.get(prospect=anna, left_at=None).program.name == "Pumps"
    says(anna, "pumps", "no", at=NOW + DAY)
    says(anna, "valves", at=NOW + DAY)
    choose_turns(now=NOW + PACE)
    assert Enrollment.objects.get(prospect=anna, left_at=None).program.name == "Valves"
    assert Enrollment.objects.filter(prospect=anna, left_at__isnull=False).count() == 1
    turn = next_turn(anna)
    assert (turn.item.title if turn.item else "", turn.because) == ("Valves guide", "stream")


def test_paper_waits_for_its_print_when_only_post_is_allowed(house: House) -> None:
    item("Guide", "pumps")
    anna = warm(house, interests=["pumps"], by_mail=False, by_post=True)
    choose_turns(now=NOW)
    assert next_turn(anna).channel == "post"
    carry_out(now=NOW)
    touch = Touch.objects.get(prospect=anna)
    assert (touch.channel, touch.disposition) == ("post", Disposition.QUEUED)
    assert Message.objects.count() == 0
    assert fresh(anna).because_rule == "letter_on_its_way"


def test_without_a_mail_account_mails_wait_and_paper_goes(house: House) -> None:
    Message.objects.all().delete()
    from keepwarm.outbox.models import Account

    Account.objects.all().delete()
    item("Guide", "pumps")
    anna, ben = warm(house, interests=["pumps"]), warm(house, "Ben Bauer", interests=["pumps"], by_mail=False, by_post=True)
    choose_turns(now=NOW)
    assert carry_out(now=NOW).no_account
    assert next_turn(anna).state == Turn.State.PLANNED
    assert Touch.objects.get().prospect == ben


def test_a_field_without_a_value_holds_that_item_back_and_another_comes(house: House) -> None:
    item("Named", "pumps", worth=90, body="Dear {firm}, read on.")
    other = item("Other", "pumps", worth=10)
    anna = warm(house, interests=["pumps"])
    a_day(NOW)
    assert Message.objects.count() == 0
    assert Turn.objects.get(prospect=anna).ended_because == "missing_field"
    for days in range(1, 8):
        a_day(NOW + days * DAY)
    assert Turn.objects.get(prospect=anna, state="sent").item == other


def test_somebody_who_is_to_be_called_now_is_not_mailed(house: House) -> None:
    from keepwarm.decisions.actions import log_touch
    from keepwarm.decisions.batch import NewTouch

    item("Guide", "pumps")
    anna = warm(house, interests=["pumps"], phone="+441134960042")
    choose_turns(now=NOW - DAY)
    call = NewTouch(anna.pk, "phone", "in", "reached", NOW - DAY, house.ines.pk, call_back_at=NOW + DAY)
    log_touch(call, by=house.ines.user, now=NOW - DAY)
    carry_out(now=NOW)
    assert (fresh(anna).next_step, Turn.objects.get().state, Message.objects.count()) == ("call", Turn.State.OVERTAKEN, 0)


def test_what_came_back_is_settled_by_us_and_the_address_is_left(house: House) -> None:
    item("Guide", "pumps")
    anna = warm(house, interests=["pumps"])
    choose_turns(now=NOW)
    carry_out(now=NOW)
    deliver(now=NOW + timedelta(minutes=1), state=Mailed.FAILED, reply="550 5.1.1 unknown")
    assert anna.addresses.get(kind="email").state == "bounced"
    assert fresh(anna).because_rule in {"nothing_allowed", "person_reviews"}
    assert settle_results(now=NOW + DAY) == 0


def test_a_mail_that_perhaps_arrived_is_no_reason_to_call(house: House) -> None:
    item("Guide", "pumps")
    anna = warm(house, interests=["pumps"], phone="")
    choose_turns(now=NOW)
    carry_out(now=NOW)
    deliver(now=NOW + timedelta(minutes=1), state=Mailed.UNCERTAIN)
    assert fresh(anna).because_rule == "recycled"
    choose_turns(now=NOW + timedelta(minutes=2))
    assert next_turn(anna).due_at >= NOW + 3 * DAY if Turn.objects.planned().exists() else True
