"""Way 6: stages only rise, and whoever comes back from sales fits no stream any more. Here they come back to their conversation."""

from keepwarm.decisions.actions import keep_warm
from keepwarm.programs.models import Turn
from keepwarm.prospects.models import Prospect, Stage
from tests.abandonment.nobody import abandoned
from tests.cast import NOW, House
from tests.keeping import DAY, a_day, fresh, warm


def test_whoever_sales_gives_back_goes_on_where_they_were(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    a_day(NOW)
    Prospect.objects.filter(pk=anna.pk).update(stage=Stage.IN_SALES)
    keep_warm(anna.pk, NOW + 200 * DAY, "no budget this year", by=None, now=NOW + 5 * DAY)
    assert fresh(anna).stage == Stage.CONVERSING
    for day in range(6, 40, 3):
        a_day(NOW + day * DAY)
        assert abandoned(NOW + day * DAY) == []
    titles = [turn.item.title for turn in Turn.objects.filter(prospect=anna, state="sent").order_by("pk") if turn.item]
    assert titles == ["Guide", "Series"]
