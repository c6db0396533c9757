"""Two sends at the same moment: one letter was left, and one goes."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from keepwarm.letters.actions import send_letter
from keepwarm.letters.models import Letter
from keepwarm.letters.queries.budget import read_budget
from keepwarm.letters.queries.checking import NewLetter, check_letter
from keepwarm.letters.refusals import EmailBudgetSpent
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.models import Message
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, meet, open_house
from tests.writing import call_others, greet, open_mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
AT_ONCE = 4


def send_at_the_same_time(prospects: list[Prospect]) -> list[str]:
    """Each in a thread with a connection of its own; what became of each: "" when it went."""
    together, became = Barrier(len(prospects)), list[str]()

    def run(prospect: Prospect) -> None:
        try:
            new = NewLetter(prospect, prospect.owner, "schedule", "Thursday?", greet(prospect), overrule="a test")
            checked = check_letter(new, now=NOW)
            together.wait(timeout=60)
            send_letter(checked, by=None, now=NOW)
            became.append("")
        except Refusal as refusal:
            became.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(prospect,)) for prospect in prospects]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return sorted(became)


@pytest.fixture
def make() -> Callable[[int], tuple[House, list[Prospect]]]:
    """A house with one letter left, and people with an email address."""

    def build(people: int) -> tuple[House, list[Prospect]]:
        house = open_house()
        open_mail()
        call_others(house, 4)
        return house, [meet(house, f"Reader {n}", phone="", email=f"r{n}@x.example") for n in range(people)]

    return build


def test_of_several_at_once_one_goes_and_the_others_are_told(make: Callable[[int], tuple[House, list[Prospect]]]) -> None:
    house, people = make(AT_ONCE)
    assert send_at_the_same_time(people) == ["", *[EmailBudgetSpent.__name__] * (AT_ONCE - 1)]
    assert Letter.objects.count() == Message.objects.count() == 1
    assert read_budget(house.ines, now=NOW).share.letters_left == 0
