"""What a page asks twice is read once, and never longer than the page."""

from keepwarm.lib.remembering import remembered, remembering

asked: list[int] = []


@remembered
def double(number: int) -> int:
    asked.append(number)
    return 2 * number


def test_within_one_page_the_same_question_is_asked_once() -> None:
    asked.clear()
    with remembering():
        assert [double(2), double(2), double(3)] == [4, 4, 6]
    assert asked == [2, 3]


def test_the_next_page_asks_anew() -> None:
    asked.clear()
    for _ in range(2):
        with remembering():
            double(5)
    assert asked == [5, 5]


def test_outside_of_pages_nothing_is_remembered() -> None:
    asked.clear()
    assert double(7) + double(7) == 28
    assert asked == [7, 7]
