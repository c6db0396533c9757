"""Way 4: somebody who had all of a stream sits in it without a word. Here: the newsletter, then a plain question, then a date."""

from datetime import timedelta

from keepwarm.programs.models import Enrollment, Turn
from keepwarm.programs.queries.pages import list_programs
from tests.abandonment.nobody import abandoned
from tests.cast import NOW, House
from tests.keeping import DAY, a_day, fresh, item, warm


def test_after_the_last_item_the_conversation_goes_on(house: House) -> None:
    item("News of May", worth=10, kind="letter")
    anna = warm(house, interests=["pumps"])
    longest = timedelta()
    last = fresh(anna).last_touch_at
    for day in range(0, 300, 3):
        now = NOW + day * DAY
        a_day(now)
        assert abandoned(now) == []
        last = fresh(anna).last_touch_at or last
        longest = max(longest, now - (last or now))
    kinds = list(Turn.objects.filter(prospect=anna, state="sent").order_by("ended_at").values_list("kind", flat=True))
    assert kinds[:4] == ["item", "item", "newsletter", "ask"]
    assert set(kinds[4:]) == {"ask"}
    assert longest <= timedelta(days=60)


def test_its_owner_hears_of_it_before_it_happens(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    a_day(NOW)
    assert Enrollment.objects.get(prospect=anna).left_items == 1
    assert [line.run_out for line in list_programs()] == [0]
    a_day(NOW + 22 * DAY)
    (line,) = list_programs()
    assert (line.run_out, line.warning) == (1, True)
