"""A promise that would have to be moved is refused in a sentence that names the first moment that is permitted."""

from datetime import datetime, timedelta

import pytest

from keepwarm.consent.models import Wish
from keepwarm.decisions.batch import NewWish
from keepwarm.decisions.promising import CannotBeKept, check_promise
from keepwarm.decisions.refusals import MomentPassed
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from tests.cast import NOW

TOMORROW = NOW + timedelta(days=1)
NEXT_WEEK = NOW + timedelta(days=7)


def test_in_their_hours_it_is_promised(anna: Prospect) -> None:
    check_promise(anna, TOMORROW, now=NOW)


@pytest.mark.parametrize(
    ("at", "refusal", "sentence"),
    [
        (NOW - timedelta(hours=1), MomentPassed, "lies in the past"),
        (
            NOW + timedelta(hours=12),
            CannotBeKept,
            "Wednesday 18 November, 21:30 is outside the calling hours there. .* Thursday 19 November, 09:00",
        ),
        (NOW + timedelta(days=3), CannotBeKept, "The next moment that is permitted is Monday 23 November, 09:00"),
    ],
)
def test_else_it_names_the_next_moment(anna: Prospect, at: datetime, refusal: type[Refusal], sentence: str) -> None:
    with pytest.raises(refusal, match=sentence):
        check_promise(anna, at, now=NOW)


def test_a_wish_said_in_the_same_talk_counts_too(anna: Prospect) -> None:
    with pytest.raises(CannotBeKept, match=r"not to be called so early. .* Wednesday 25 November, 09:30"):
        check_promise(anna, TOMORROW, now=NOW, wishes=[NewWish(Wish.Kind.NOT_BEFORE, "", NEXT_WEEK)])
    check_promise(anna, TOMORROW, now=NOW, wishes=[NewWish(Wish.Kind.NOT_BEFORE, "email", NEXT_WEEK)])


def test_whoever_wishes_no_calls_is_promised_none(anna: Prospect) -> None:
    Wish.objects.create(prospect=anna, kind=Wish.Kind.NO_CHANNEL, channel="phone", said_at=NOW, source="form")
    with pytest.raises(CannotBeKept, match="wish not to be phoned"):
        check_promise(anna, TOMORROW, now=NOW)
