"""Way 11: somebody leaves a group for a moment, and what was planned for them is gone. Here a place in a stream plans nothing away."""

from keepwarm.programs.actions import choose_turns
from keepwarm.programs.actions.programs import start_program, stop_program
from keepwarm.programs.models import Enrollment, Program, Turn
from tests.abandonment.nobody import abandoned
from tests.cast import NOW, House
from tests.keeping import DAY, a_day, item, next_turn, run_program, says, warm


def test_an_interest_that_comes_and_goes_leaves_the_turn_planned(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    choose_turns(now=NOW - DAY)
    turn = next_turn(anna)
    for value in ("no", "yes", "no", "yes"):
        says(anna, "pumps", value, at=NOW - DAY)
        choose_turns(now=NOW - DAY)
        assert next_turn(anna) == turn
    a_day(NOW)
    turn.refresh_from_db()
    assert turn.state == Turn.State.SENT


def test_two_equal_interests_do_not_toss_somebody_to_and_fro(house: House) -> None:
    run_program(house, "Valves", "valves")
    item("Valves", "valves")
    anna = warm(house, interests=["pumps", "valves"])
    for day in range(90):
        a_day(NOW + day * DAY)
    assert Enrollment.objects.filter(prospect=anna).count() == 1


def test_a_program_that_stops_and_starts_again_has_lost_nobody(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    choose_turns(now=NOW - DAY)
    program = Program.objects.get()
    stop_program(program.ref, because="a mistake in the guide", by=house.max, now=NOW - DAY)
    assert not Turn.objects.planned().exists()
    start_program(program.ref, by=house.max, now=NOW - DAY)
    a_day(NOW)
    assert Turn.objects.get(prospect=anna, state="sent").program == program
    assert abandoned(NOW + DAY) == []


def test_the_people_of_a_program_that_stopped_go_on_elsewhere(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    a_day(NOW)
    stop_program(Program.objects.get().ref, because="nobody looks after it", by=house.max, now=NOW)
    for day in range(1, 50, 3):
        a_day(NOW + day * DAY)
        assert abandoned(NOW + day * DAY) == []
    assert Turn.objects.filter(prospect=anna, state="sent").count() > 1
