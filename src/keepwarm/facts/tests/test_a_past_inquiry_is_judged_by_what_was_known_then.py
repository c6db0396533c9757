"""The set-based reading of past inquiries against a slow and obvious one, on random histories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from keepwarm.answers.actions import Learned, keep_answers, void_answer
from keepwarm.answers.models import Answer, Question
from keepwarm.consent.models import Wish
from keepwarm.facts.history import read_histories
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.touches.models import Inquiry, Signal
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PEOPLE = 4

days = st.integers(0, 20)
people = st.integers(0, PEOPLE - 1)
inquiry = st.tuples(st.just("inquiry"), people, days, st.booleans())
change = st.tuples(st.just("change"), people, days, st.sampled_from(["4", "5", "end", "reopened", "returned", "owner"]))
answer = st.tuples(st.just("answer"), people, days, st.tuples(st.sampled_from(["need", "size"]), st.sampled_from("123"), st.integers(1, 5)))
void = st.tuples(st.just("void"), people, days, st.integers(0, 5))
wish = st.tuples(st.just("wish"), people, days, st.one_of(st.none(), st.integers(1, 9)))
offer = st.tuples(st.just("offer"), people, days, st.booleans())
happenings = st.lists(st.one_of(inquiry, change, answer, void, wish, offer), max_size=40)


def day(number: int) -> datetime:
    return NOW - 20 * DAY + number * DAY


class History(TestCase):
    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(happenings, st.integers(1, 3))
    def test_both_readings_are_one(self, told: list[Any], at_a_time: int) -> None:
        house = open_house()
        Question.objects.create(key="need", label="Need")
        Question.objects.create(key="size", label="Size", kind="number")
        met = [meet(house, f"P{number}", inquired_at=day(5)) for number in range(PEOPLE)]
        for number, happening in enumerate(told):
            happen(house, met, number, *happening)
        assert read_fast(at_a_time) == read_slowly()


def happen(house: House, met: list[Prospect], number: int, what: str, who: int, on: int, more: Any) -> None:
    one, at = met[who], day(on)
    if what == "inquiry":
        Inquiry.objects.create(
            prospect=one,
            source=house.web,
            happened_at=None if more else at,
            received_at=at,
            fingerprint=f"again {number}",
            voided_at=NOW if number % 7 == 0 else None,
        )
    elif what == "change":
        rows = {"end": ("end", "said_no", ""), "reopened": ("end", "", ""), "returned": ("recycle", "2026-12-01", "returned")}
        kind, new, reason = rows.get(more, ("owner" if more == "owner" else "stage", more, ""))
        StandingChange.objects.create(prospect=one, what=kind, new=new, reason=reason, because="test", at=at)
    elif what == "answer":
        keep_answers([Learned(one.pk, more[0], more[1], more[2], at)], by=None)
    elif what == "void":
        kept = list(Answer.objects.filter(prospect=one, voided_at__isnull=True).order_by("pk"))
        if kept:
            void_answer(kept[more % len(kept)], now=NOW)
    elif what == "wish":
        lifted = at + more * DAY if more else None
        Wish.objects.create(prospect=one, kind="no_channel", channel="phone", said_at=at, lifted_at=lifted)
    else:
        Signal.objects.create(prospect=one, kind="handoff", raised_at=at, voided_at=NOW if more else None)


def read_fast(at_a_time: int) -> dict[int, tuple[Any, ...]]:
    told: dict[int, tuple[Any, ...]] = {}
    for history in read_histories(["need", "size"], now=NOW, at_a_time=at_a_time):
        for i, pk in enumerate(history.inquiries.tolist()):
            known = {
                key: (str(column.values[i]), int(column.evidence[i])) for key, column in history.facts.answers.items() if column.known[i]
            }
            came = (bool(history.bought[i]), bool(history.offered[i]), bool(history.returned[i]))
            told[pk] = (str(history.judged_at[i]), *came, bool(history.facts.written_only[i]), known)
    return told


def read_slowly() -> dict[int, tuple[Any, ...]]:
    """One inquiry after the other, as somebody would with the file in hand."""
    told: dict[int, tuple[Any, ...]] = {}
    for prospect in Prospect.objects.all():
        asked = sorted((one.happened_at or one.received_at, one.pk) for one in prospect.inquiries.filter(voided_at__isnull=True))
        for place, (at, pk) in enumerate(asked):
            after = asked[place + 1][0] if place + 1 < len(asked) else None
            told[pk] = judge_slowly(prospect, at, after)
    return told


def judge_slowly(prospect: Prospect, at: datetime, after: datetime | None) -> tuple[Any, ...]:
    rows = [one for one in prospect.changes.all() if one.at >= at]
    sold = [one.at for one in rows if one.what == "stage" and one.new == "5"]
    turned = [one.at for one in rows if (one.what == "stage" and one.new in {"4", "5"}) or (one.what == "end" and one.new)]
    judged = min([*turned, *([after] if after else []), NOW])
    offers = [one.raised_at for one in prospect.signals.filter(kind="handoff", voided_at__isnull=True) if one.raised_at >= at]
    given_back = [one.at for one in rows if one.what == "recycle" and one.reason == "returned"]
    wished = any(one.said_at <= judged and (one.lifted_at is None or one.lifted_at > judged) for one in prospect.wishes.all())
    came = tuple(any(after is None or one < after for one in when) for when in (sold, offers, given_back))
    return (f"{judged.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", *came, wished, known_at(prospect, judged))


def known_at(prospect: Prospect, judged: datetime) -> dict[str, tuple[str, int]]:
    told: dict[str, tuple[str, int]] = {}
    for one in prospect.answers.filter(voided_at__isnull=True).order_by("learned_at", "pk"):
        newer = one.superseded_by
        if one.learned_at <= judged and (newer is None or newer.learned_at > judged):
            value = str(float(one.value)) if one.question.key == "size" else one.value_folded
            told[one.question.key] = (value, one.evidence)
    return told


def test_a_forgotten_person_is_left_out_since_nothing_is_known_of_what_they_said() -> None:
    one = meet(open_house())
    Prospect.objects.filter(pk=one.pk).update(ended_at=NOW, end_reason="forgotten", next_touch_at=None)
    assert read_fast(10) == {}
