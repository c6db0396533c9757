"""Someone else answered: the direct line becomes a number to dial, and the best time a wish and the day of the next call."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from keepwarm.consent.models import Wish
from keepwarm.phone.queries.numbers import numbers_to_dial
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Touch
from tests.cast import NOW, House

SignIn = Callable[[Seat | User], Client]
LINE = "0113 496 0077"


def end(client: Client, anna: Prospect, disposition: str, **more: str) -> int:
    anna.refresh_from_db()
    sent = {"version": str(anna.version), "disposition": disposition, **more}
    return client.post(f"/desk/{anna.ref}/ending/", sent).status_code


def test_the_direct_line_is_dialled_first_from_now_on(house: House, anna: Prospect, sign_in: SignIn) -> None:
    assert end(sign_in(house.ines), anna, "someone_else", who="Mr Hill", direct_line=LINE) == 302

    first = numbers_to_dial(anna)[0]
    assert (first.dial, first.label, first.is_firms) == ("+441134960077", "direct line", False)
    assert Touch.objects.get().args["who"] == "Mr Hill"


def test_the_best_time_is_a_wish_and_the_day_that_was_named_the_next_call(house: House, anna: Prospect, sign_in: SignIn) -> None:
    day = (NOW + timedelta(days=2)).date()
    sent = {"who": "Mr Hill", "best_time": "after the shift meeting", "best_on": day.isoformat(), "best_at": "10:15"}
    assert end(sign_in(house.ines), anna, "someone_else", **sent) == 302

    anna.refresh_from_db()
    wish = Wish.objects.get()
    assert (wish.kind, wish.channel, wish.words) == ("best_time", "phone", "after the shift meeting")
    assert (anna.next_step, anna.next_touch_at) == ("call", at(day, 10, 15))
    assert "Mr Hill" in anna.chosen_because


def at(day: date, hour: int, minute: int) -> datetime:
    """London, in winter."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def test_an_hour_without_a_day_and_a_number_that_is_none_are_asked_again(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    assert end(client, anna, "someone_else", best_at="10:15") == 422
    assert end(client, anna, "someone_else", direct_line="0000000000000000000") == 422
    assert not Touch.objects.exists()


@pytest.mark.parametrize("line", ["ext. 214", "0113 496 0042"])
def test_an_extension_and_a_number_known_before_add_nothing(house: House, anna: Prospect, sign_in: SignIn, line: str) -> None:
    before = Address.objects.count()
    assert end(sign_in(house.ines), anna, "someone_else", direct_line=line) == 302
    assert Address.objects.count() == before
    assert Touch.objects.get().args["direct_line"] == line


def test_what_was_typed_for_another_ending_is_not_kept(house: House, anna: Prospect, sign_in: SignIn) -> None:
    assert end(sign_in(house.ines), anna, "no_answer", who="Mr Hill", direct_line=LINE, best_time="mornings") == 302
    assert not Wish.objects.exists()
    assert numbers_to_dial(anna)[0].dial == "+441134960042"
    assert not {"who", "direct_line", "best_time"} & set(Touch.objects.get().args)
