"""Way 8: a user is deactivated, and their contacts fall out of every sequence. Here the conversation is the house's."""

from keepwarm.circle.actions.leave import leave
from keepwarm.programs.actions import choose_turns
from keepwarm.programs.models import Program, Turn
from tests.abandonment.nobody import abandoned
from tests.cast import NOW, House
from tests.keeping import DAY, a_day, fresh, warm


def test_the_owner_leaves_and_their_people_hear_from_us_as_before(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    choose_turns(now=NOW)
    leave(house.ines, because="she moved on", by=house.adam, now=NOW)
    assert fresh(anna).owner != house.ines
    for day in range(0, 30, 3):
        a_day(NOW + day * DAY)
        assert abandoned(NOW + day * DAY) == []
    sent = Turn.objects.filter(prospect=anna, state="sent")
    program = Program.objects.select_related("owner").get()
    assert (program.state, program.owner.left_at) == (Program.State.RUNNING, None), "the program of somebody who left goes on with another"
    assert [turn.program for turn in sent] == [program, program]
