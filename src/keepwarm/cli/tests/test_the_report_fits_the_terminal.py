"""The morning report is readable at 80 columns, and whole in a file or a pipe."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner

from keepwarm.cli.main import keepwarm
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from tests.cast import NOW, House, meet, open_house, user_of

FIRM = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbau mbH"
LEARNED = "Three stops since May, the board decides in January, and the plant director wants to see another mill first"


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with time_machine.travel(NOW, tick=False):
        yield open_house()


@pytest.fixture
def printed(house: House) -> str:
    """Yesterday, on which one was reached and ten were tried."""
    at = NOW - timedelta(days=1)
    anna = meet(house, "Maximiliane von Oberhausen-Wittgenstein-Hohenstein", firm=FIRM)
    log_touch(NewTouch(anna.pk, "phone", "out", "reached", at, house.ines.pk, learned=LEARNED), by=user_of(house.ines), now=at)
    for number in range(10):
        other = meet(house, f"Bartholomew Brook {number}", phone=f"+44113496000{number}", email="")
        log_touch(NewTouch(other.pk, "phone", "out", "no_answer", at, house.ines.pk), by=user_of(house.ines), now=at)
    return f"{at:%Y-%m-%d}"


def report(on: str, width: str | None) -> list[str]:
    answer = CliRunner(env={"COLUMNS": width}).invoke(keepwarm, ["report", "morning", "--on", on])
    assert answer.exit_code == 0, answer.output
    return answer.output.splitlines()


@pytest.mark.parametrize("width", ["80", "60", "120"])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_cut(printed: str, width: str) -> None:
    lines = report(printed, width)
    assert max(len(line) for line in lines) <= int(width)
    text = " ".join(" ".join(lines).split())
    assert "…" not in text
    if int(width) < 100:
        assert LEARNED in text


def test_a_wrapped_line_stays_under_its_own_beginning(printed: str) -> None:
    lines = report(printed, "80")
    first = next(place for place, line in enumerate(lines) if line.startswith("  tried: "))
    assert lines[first + 1].startswith("  Bartholomew")


def test_in_a_pipe_nothing_is_folded(printed: str) -> None:
    lines = report(printed, None)
    assert any(FIRM in line and LEARNED in line for line in lines)
    assert all(line == line.rstrip() for line in lines if line.startswith("  tried"))
