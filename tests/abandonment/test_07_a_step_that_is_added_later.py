"""Way 7: a step that is added later never reaches those already past. Here there are no steps, only what they have not had."""

from keepwarm.programs.models import Turn
from tests.abandonment.nobody import abandoned
from tests.cast import NOW, House
from tests.keeping import DAY, a_day, item, next_turn, warm


def test_an_item_of_today_reaches_whoever_had_everything_yesterday(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    for day in range(0, 70, 3):
        a_day(NOW + day * DAY)
    assert Turn.objects.filter(prospect=anna, kind="ask", state="sent").exists()
    added = item("A better guide", "pumps", worth=20)
    for day in range(70, 130, 3):
        a_day(NOW + day * DAY)
        assert abandoned(NOW + day * DAY) == []
    assert Turn.objects.filter(prospect=anna, item=added, state="sent").exists()


def test_what_is_better_comes_before_what_was_there(house: House) -> None:
    from keepwarm.programs.actions import choose_turns

    anna = warm(house, interests=["pumps"])
    best = item("The best", "pumps", worth=100)
    choose_turns(now=NOW)
    assert next_turn(anna).item == best
