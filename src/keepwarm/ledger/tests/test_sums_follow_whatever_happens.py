"""The kept sums are those of the rows, whatever was logged, voided, merged or undone, and however often they are counted."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Sum

from keepwarm.circle.actions.forget import forget
from keepwarm.circle.actions.merge import merge
from keepwarm.circle.actions.unmerge import unmerge
from keepwarm.ledger.actions import count_up
from keepwarm.ledger.models import Credit, CreditSum, Day, SeatSum, SourceSum, Story
from keepwarm.ledger.queries.auditing import find_wrong_sums
from keepwarm.staff.models import Seat
from tests.cast import NOW, House, meet, user_of
from tests.ledgers import pass_between, sell

DAY = timedelta(days=1)
LATER = NOW + timedelta(minutes=5)


def test_a_touch_costs_the_minutes_of_its_seat_and_its_postage(house: House) -> None:
    anna = meet(house)
    pass_between(anna, "phone", "reached", at=NOW - DAY, seat=house.ines, seconds=600)
    pass_between(anna, "phone", "no_answer", at=NOW - DAY, seat=house.ines)
    pass_between(anna, "post", "delivered", at=NOW, cost_minor=95)
    pass_between(anna, "note", "done", at=NOW, seat=house.ines, seconds=60)
    count_up(now=NOW)
    talk = SeatSum.objects.get(disposition="reached")
    assert (talk.on, talk.seat, talk.touches) == ((NOW - DAY).date(), house.ines.pk, 1)
    assert (talk.seconds, talk.theirs, talk.minor) == (600, 600, 1_000)
    attempt = SeatSum.objects.get(disposition="no_answer")
    assert (attempt.seconds, attempt.theirs, attempt.minor) == (60, 0, 100)
    assert SeatSum.objects.get(channel="post").minor == 95
    assert not SeatSum.objects.filter(channel="note").exists()
    assert SourceSum.objects.aggregate(all=Sum("minor"))["all"] == 1_195
    assert set(SourceSum.objects.values_list("source", "phase")) == {(house.web.pk, "winning")}


def test_what_is_done_later_and_after_the_sale_stands_apart(house: House) -> None:
    anna = meet(house, inquired_at=NOW - 200 * DAY)
    for days in (150, 60, 1):
        pass_between(anna, "mailing", "delivered", at=NOW - days * DAY)
    sell(house, anna, at=NOW - 10 * DAY)
    count_up(now=NOW)
    assert list(SourceSum.objects.order_by("on").values_list("phase", flat=True)) == ["winning", "nurturing", "keeping"]


def test_counting_twice_changes_nothing(house: House) -> None:
    anna = meet(house, inquired_at=NOW - 200 * DAY)
    pass_between(anna, "phone", "reached", at=NOW - DAY, seat=house.ines)
    sell(house, anna)
    assert count_up(now=NOW).changed
    kept = list(SeatSum.objects.values_list("pk")), list(Story.objects.values_list("pk"))
    Day.objects.update(stale=True)
    again = count_up(now=LATER)
    assert again.days
    assert not again.changed
    assert kept == (list(SeatSum.objects.values_list("pk")), list(Story.objects.values_list("pk")))
    assert not list(find_wrong_sums())


def test_a_voided_touch_is_counted_out_and_so_is_its_credit(house: House) -> None:
    anna = meet(house, inquired_at=NOW - 30 * DAY)
    touch = pass_between(anna, "phone", "reached", at=NOW - 5 * DAY, seat=house.ines)
    sell(house, anna)
    count_up(now=NOW)
    assert Credit.objects.filter(key="call").exists()
    touch.voided_at = LATER
    touch.save()
    count_up(now=LATER)
    assert not SeatSum.objects.exists()
    assert not Credit.objects.filter(key="call").exists()
    assert CreditSum.objects.get(what="kind", key="inquiry").equal == 100_000
    assert not list(find_wrong_sums())


def test_an_undone_sale_is_counted_out(house: House) -> None:
    anna = meet(house, inquired_at=NOW - 30 * DAY)
    sale = sell(house, anna)
    count_up(now=NOW)
    sale.undone_at = LATER
    sale.save()
    count_up(now=LATER)
    assert not Story.objects.exists()
    assert not CreditSum.objects.exists()


def test_a_history_that_is_told_later_is_credited(house: House) -> None:
    anna = meet(house, inquired_at=NOW - 200 * DAY)
    sell(house, anna)
    count_up(now=NOW)
    pass_between(anna, "meeting", "held", at=NOW - 100 * DAY, seat=house.ines)
    count_up(now=LATER)
    assert Credit.objects.get(what="kind", key="meeting").equal == 50_000


def test_the_story_goes_through_a_merge_and_back(house: House) -> None:
    early, buyer = (
        meet(house, "Anna Arnold", inquired_at=NOW - 250 * DAY, source=house.bought),
        meet(house, "A. Arnold", email="a@a.example"),
    )
    pass_between(early, "mailing", "delivered", at=NOW - 150 * DAY)
    sale = sell(house, buyer)
    count_up(now=NOW)
    assert Story.objects.get(sale=sale.pk).months == 0
    done = merge(buyer.pk, early.pk, because="one person", by=user_of(house.ines), now=LATER)
    count_up(now=LATER)
    story = Story.objects.get(sale=sale.pk)
    assert (story.months, story.source, story.contacts) == (8, house.bought.pk, 3)
    assert SourceSum.objects.get().source == house.bought.pk
    assert not list(find_wrong_sums())
    unmerge(done.ref, by=user_of(house.ines), now=LATER + DAY)
    count_up(now=LATER + DAY)
    assert Story.objects.get(sale=sale.pk).months == 0
    assert not list(find_wrong_sums())


def test_whoever_is_forgotten_owes_nothing_to_what_nobody_knows_any_more(house: House) -> None:
    anna = meet(house, inquired_at=NOW - 200 * DAY)
    pass_between(anna, "mailing", "delivered", at=NOW - 150 * DAY, args={"item": 7})
    sell(house, anna, at=NOW - 9 * DAY)
    count_up(now=NOW)
    assert Credit.objects.filter(what="item").exists()
    forget(anna.pk, by=house.adam, now=LATER)
    count_up(now=LATER)
    assert not Credit.objects.filter(what="item").exists()
    assert not list(find_wrong_sums())


def test_another_rate_is_counted_for_all_days(house: House) -> None:
    pass_between(meet(house), "phone", "reached", at=NOW - 9 * DAY, seat=house.ines, seconds=3_600)
    count_up(now=NOW)
    Seat.objects.filter(pk=house.ines.pk).update(hour_minor=9_000)
    count_up(now=LATER)
    assert SeatSum.objects.get().minor == 9_000


def test_a_letter_on_its_way_is_counted_where_it_arrives(house: House) -> None:
    letter = pass_between(meet(house), "mailing", "queued", at=NOW)
    count_up(now=NOW)
    assert Day.objects.get(unsettled=1).on == NOW.date()
    letter.disposition, letter.happened_at = "delivered", NOW + DAY
    letter.save()
    count_up(now=NOW + DAY)
    found = SeatSum.objects.get()
    assert (found.on, found.disposition) == ((NOW + DAY).date(), "delivered")


def test_what_nobody_told_of_is_found_in_turn(house: House) -> None:
    touch = pass_between(meet(house), "phone", "reached", at=NOW, seat=house.ines)
    count_up(now=NOW)
    touch.delete()
    for minute in range(8):
        count_up(now=NOW + timedelta(hours=1, minutes=minute))
    assert not SeatSum.objects.exists()


def test_the_audit_finds_a_sum_that_is_wrong(house: House) -> None:
    pass_between(meet(house), "phone", "reached", at=NOW - DAY, seat=house.ines)
    count_up(now=NOW)
    count_up(now=NOW + timedelta(minutes=5))
    count_up(now=NOW + timedelta(minutes=10))
    assert not list(find_wrong_sums())
    SeatSum.objects.update(touches=7)
    assert [one.what for one in find_wrong_sums()] == ["sums of touches by seat"]


def test_an_empty_house_counts_nothing(house: House) -> None:
    assert count_up(now=NOW).left == 0
    assert not SeatSum.objects.exists()
