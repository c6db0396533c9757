"""Way 10: what is throttled waits in a pool, and stays there. Here the oldest goes first, and each is in line by its date."""

from datetime import timedelta

from keepwarm.programs.actions import carry_out, choose_turns
from keepwarm.programs.models import Turn
from tests.abandonment.nobody import abandoned
from tests.cast import NOW, House
from tests.keeping import deliver, warm


def test_more_than_can_go_at_once_goes_in_the_order_of_its_dates(house: House) -> None:
    people = [warm(house, f"P{number} Person", interests=["pumps"]) for number in range(100)]
    choose_turns(now=NOW)
    sent = []
    for minute in range(10):
        now = NOW + timedelta(minutes=minute)
        sent.append(carry_out(now=now, most=1).sent)
        deliver(now=now)
    assert sum(sent) == len(people)
    assert max(sent) <= 40
    assert not Turn.objects.planned().exists()
    assert abandoned(NOW + timedelta(minutes=10)) == []
