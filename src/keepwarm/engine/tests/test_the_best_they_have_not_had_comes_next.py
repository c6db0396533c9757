"""Each turn brings the best thing not yet had that fits interest, stage, language and way; never the same twice, never nothing."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.engine import conversation
from keepwarm.engine.conversation import choose
from keepwarm.engine.policy import Policy
from keepwarm.engine.streams import enrol
from keepwarm.engine.tests.shelves import NEVER, NOW, PUMPS, VALVES, ago, chosen, people, shelf, streams
from keepwarm.engine.turns import KEYS, Choices, People, Shelf, Turn, Way, some
from keepwarm.engine.words import Stage

GUIDE, SERIES, VALVE, LETTER = {"topics": (PUMPS,), "worth": 90}, {"topics": (PUMPS,), "worth": 60}, {"topics": (VALVES,)}, {"worth": 99}


def why(made: Choices, row: int = 0) -> str:
    return KEYS[made.because[row]]


def test_the_best_of_their_stream_comes_first_then_the_next() -> None:
    made = chosen(shelf(SERIES, GUIDE, LETTER), {}, {"had": (1,)})
    assert made.item.tolist() == [1, 0]
    assert [why(made, row) for row in (0, 1)] == ["stream", "stream"]
    assert made.left.tolist() == [2, 1]


def test_another_interest_then_the_newsletter_then_the_question() -> None:
    on = shelf(GUIDE, VALVE, LETTER)
    both = (PUMPS, VALVES)
    made = chosen(on, {"interests": both, "had": (0,)}, {"interests": both, "had": (0, 1)}, {"interests": both, "had": (0, 1, 2)})
    assert made.turn.tolist() == [Turn.ITEM, Turn.NEWSLETTER, Turn.ASK]
    assert [why(made, row) for row in range(3)] == ["other_interest", "newsletter", "ask"]
    assert made.item.tolist() == [1, 2, -1]


def test_an_item_that_is_put_on_the_shelf_later_reaches_whoever_is_past() -> None:
    had_all = {"had": (0, 1)}
    assert chosen(shelf(GUIDE, SERIES), had_all).turn[0] == Turn.ASK
    assert chosen(shelf(GUIDE, SERIES, {"topics": (PUMPS,), "worth": 10}), had_all).item[0] == 2


def test_stage_language_and_way_are_kept_to() -> None:
    early = {"topics": (PUMPS,), "worth": 95, "stages": 1 << Stage.NEW}
    german = {"topics": (PUMPS,), "worth": 94, "language": 2}
    paper = {"topics": (PUMPS,), "worth": 93, "ways": Way.POST}
    on = shelf(early, german, paper, SERIES)
    made = chosen(on, {"language": 1}, {"stage": Stage.NEW}, {"language": 2}, {"language": 1, "ways": Way.POST})
    assert made.item.tolist() == [3, 0, 1, 2]
    assert made.way.tolist() == [Way.MAIL, Way.MAIL, Way.MAIL, Way.POST]


def test_before_readiness_nothing_asks_to_buy() -> None:
    on = shelf({"topics": (PUMPS,), "worth": 100, "sells": True}, SERIES)
    assert chosen(on, {}, {"ready": True}).item.tolist() == [1, 0]


def test_whoever_was_asked_rests_and_is_asked_anew_before_the_silence_grows_too_long() -> None:
    on, policy = shelf(GUIDE), Policy()
    made = chosen(on, {"had": (0,), "asked": ago(5)}, {"had": (0,), "asked": ago(53)}, {"had": (0,), "asked": ago(9), "heard": ago(2)})
    assert made.turn.tolist() == [Turn.REST, Turn.ASK, Turn.ASK]
    assert NOW < made.until[0] <= ago(5) + np.timedelta64(policy.longest_silence_days, "D")


def test_after_a_year_without_a_sign_one_honest_last_question_and_then_never() -> None:
    silent = ago(370)
    made = chosen(shelf(GUIDE), {"heard": silent}, {"heard": silent, "last_asked": ago(21)}, {"heard": ago(3), "last_asked": ago(21)})
    assert made.turn.tolist() == [Turn.LAST_QUESTION, Turn.NEVER, Turn.ITEM]


def test_who_never_gave_a_sign_is_not_taken_for_silent() -> None:
    assert chosen(shelf(GUIDE), {"heard": NEVER}).turn[0] == Turn.ITEM


def test_without_an_open_way_a_person_looks() -> None:
    made = chosen(shelf(GUIDE), {"ways": Way.NONE}, {"ways": Way.NONE, "heard": ago(400)})
    assert made.turn.tolist() == [Turn.REVIEW, Turn.REVIEW]


def test_an_empty_shelf_leaves_the_question() -> None:
    assert chosen(shelf(), {}).turn[0] == Turn.ASK


def test_the_stream_is_that_of_the_strongest_interest_and_nobody_flickers() -> None:
    both = streams(PUMPS, VALVES)
    strength = np.array([[10, 12], [10, 16], [0, 3], [0, 0]], np.float32)
    stage, language = np.full(4, Stage.CONVERSING, np.int8), np.zeros(4, np.int8)
    assert enrol(strength, stage, language, np.array([PUMPS, PUMPS, -1, -1]), both).tolist() == [PUMPS, VALVES, VALVES, -1]
    assert enrol(strength, stage, language, np.full(4, -1), streams(PUMPS, -1)).tolist() == [0, 0, 1, 1]
    assert enrol(strength, stage, language, np.full(4, -1), streams(PUMPS, stages=1 << Stage.NEW)).tolist() == [-1] * 4


def crowd(count: int, items: int, seed: int) -> tuple[People, Shelf]:
    """Anybody, and any shelf."""
    dice = np.random.default_rng(seed)
    on = shelf(
        *(
            {
                "topics": tuple(dice.integers(0, 4, dice.integers(0, 3)).tolist()),
                "worth": int(dice.integers(1, 101)),
                "stages": int(dice.integers(0, 64)),
                "language": int(dice.integers(0, 3)),
                "ways": int(dice.integers(1, 4)),
                "sells": bool(dice.integers(0, 4) == 0),
            }
            for _ in range(items)
        ),
        streams=4,
    )
    persons = (
        {
            "interests": tuple(dice.integers(0, 4, dice.integers(0, 4)).tolist()),
            "stage": int(dice.integers(1, 6)),
            "language": int(dice.integers(0, 3)),
            "ways": int(dice.integers(0, 4)),
            "stream": int(dice.integers(-1, 4)),
            "had": dice.integers(0, items, dice.integers(0, items)).tolist() if items else (),
            "heard": ago(float(dice.integers(1, 500))),
            "asked": ago(float(dice.integers(1, 90))),
        }
        for _ in range(count)
    )
    return people(*persons, items=items), on


@given(seed=st.integers(0, 10_000), items=st.integers(0, 20))
def test_nobody_gets_twice_or_what_does_not_fit(seed: int, items: int) -> None:
    who, on = crowd(60, items, seed)
    made = choose(who, on, Policy())
    for row in np.flatnonzero(made.item >= 0):
        item = made.item[row]
        assert not who.received[row, item // 8] >> (item % 8) & 1
        assert on.interests[item] == 0 or on.interests[item] & who.interests[row]
        assert on.stages[item] >> int(who.stage[row]) & 1
        assert made.way[row] & who.ways[row] & on.ways[item]
    assert ((made.way > 0) == (who.ways > 0)).all()
    assert (np.isin(made.turn, [Turn.ITEM, Turn.NEWSLETTER]) == (made.item >= 0)).all()


def test_one_alone_gets_what_they_get_in_a_crowd() -> None:
    who, on = crowd(conversation.CHUNK // 16, 40, seed=3)
    together = choose(who, on, Policy())
    for row in range(0, len(who), 41):
        alone = choose(some(who, slice(row, row + 1)), on, Policy())
        assert (alone.turn[0], alone.item[0], alone.way[0]) == (together.turn[row], together.item[row], together.way[row])
