"""Whatever people do, in whatever order: everyone open has one next touch, and what stands equals what happened."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepwarm.circle.actions import hand_over, merge, unmerge
from keepwarm.circle.models import Merge
from keepwarm.decisions.actions import choose, defer, end, keep_warm, log_touch, plan, refuse_advice, reopen, settle, undo_touch, wake
from keepwarm.decisions.auditing import audit
from keepwarm.decisions.batch import Choice, NewSignal, NewTouch, NewWish
from keepwarm.engine.words import ATTEMPTS
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet, open_house

QUICK = connection.vendor == "sqlite"
"""PostgreSQL keeps what a rolled back example wrote until the test's one transaction ends, so many examples get ever slower."""

Act = Callable[["Life"], object]


class Undone(Exception):
    """Ends an example: its transaction is rolled back."""


class Life:
    """Two people of one firm, and a clock."""

    def __init__(self, house: House) -> None:
        self.now = NOW
        self.house = house
        self.people = [
            meet(house, "Anna Arnold", firm="Mill"),
            meet(house, "Ben Bauer", firm="Mill", phone="", email="ben@mill.example"),
        ]
        settle([one.pk for one in self.people], by=None, now=NOW)

    def touch(self, who: int, channel: str, direction: str, disposition: str, **more: object) -> None:
        new = NewTouch(self.people[who].pk, channel, direction, disposition, self.now, self.house.ines.pk, **more)  # type: ignore[arg-type]
        log_touch(new, by=self.house.ines.user, now=self.now)

    def undo(self) -> None:
        newest = Touch.objects.filter(voided_at__isnull=True).order_by("-pk").first()
        if newest is not None:
            undo_touch(newest.ref, by=self.house.ines.user, now=self.now)

    def merge(self, winner: int) -> None:
        merge(self.people[winner].pk, self.people[1 - winner].pk, because="one person", by=self.house.mona, now=self.now)

    def unmerge(self) -> None:
        newest = Merge.objects.filter(undone_at__isnull=True).order_by("-pk").first()
        if newest is not None:
            unmerge(newest.ref, by=self.house.mona, now=self.now)

    def hand_over(self, who: int, to: str) -> None:
        hand_over(self.people[who].pk, getattr(self.house, to), because="knows them", by=self.house.mona, now=self.now)


who = st.integers(0, 1)
days = st.integers(1, 120).map(lambda count: timedelta(days=count))
acts = st.one_of(
    st.builds(lambda w, d: lambda life: life.touch(w, "phone", "out", d), who, st.sampled_from(sorted(ATTEMPTS))),
    st.builds(lambda w, t: lambda life: life.touch(w, "phone", "out", "someone_else", call_back_at=life.now + t), who, days),
    st.builds(lambda w, t: lambda life: life.touch(w, "phone", "out", "reached", recycle_until=life.now + t, because="later"), who, days),
    st.builds(lambda w: lambda life: life.touch(w, "email", "out", "delivered", purpose="schedule"), who),
    st.builds(lambda w: lambda life: life.touch(w, "email", "in", "received", args={"kind": "question"}), who),
    st.builds(lambda w: lambda life: life.touch(w, "phone", "in", "reached"), who),
    st.builds(
        lambda w, k, t: lambda life: life.touch(w, "phone", "out", "reached", wishes=(NewWish(k, channel="phone", until_at=life.now + t),)),
        who,
        st.sampled_from(["not_before", "no_channel", "stop"]),
        days,
    ),
    st.builds(lambda w: lambda life: life.touch(w, "web", "in", "received", raises=(NewSignal("contact_asked", due_at=life.now),)), who),
    st.builds(
        lambda w, s, t: lambda life: choose(life.people[w].pk, Choice(s, life.now + t, "mine"), by=None, now=life.now),
        who,
        st.sampled_from(["call", "write", "keep_warm"]),
        days,
    ),
    st.builds(lambda w, t: lambda life: keep_warm(life.people[w].pk, life.now + t, "later", by=None, now=life.now), who, days),
    st.builds(lambda w, t: lambda life: defer(life.people[w].pk, life.now + t, "ill", by=None, now=life.now), who, days),
    st.builds(lambda w: lambda life: refuse_advice(life.people[w].pk, "bad_moment", by=None, now=life.now), who),
    st.builds(lambda w: lambda life: end(life.people[w].pk, "no_need", because="said so", by=None, now=life.now), who),
    st.builds(lambda w: lambda life: reopen(life.people[w].pk, because="came back", by=None, now=life.now), who),
    st.builds(lambda w, s: lambda life: life.hand_over(w, s), who, st.sampled_from(["ines", "ivo", "pool"])),
    st.builds(lambda w: lambda life: life.merge(w), who),
    st.just(lambda life: life.unmerge()),
    st.just(lambda life: life.undo()),
    st.just(lambda life: life.undo()),
    st.just(lambda life: plan(now=life.now)),
    st.just(lambda life: wake(now=life.now)),
)
steps = st.lists(st.tuples(acts, st.integers(1, 30_000)), min_size=1, max_size=12)


def live(sequence: list[tuple[Act, int]]) -> None:
    """Do it all; a refusal is an answer. Then look whether anyone was forgotten."""
    life = Life(open_house())
    for act, minutes in sequence:
        life.now += timedelta(minutes=minutes)
        try:
            with transaction.atomic():
                act(life)
        except Refusal:
            continue
        for prospect in Prospect.objects.all():
            assert prospect.is_open == (prospect.next_touch_at is not None)
            assert prospect.is_open == (prospect.next_step in {"call", "write", "keep_warm"})
    wake(now=life.now)  # as the background does every few minutes
    found = audit(now=life.now)
    assert found.is_clean, found.found
    raise Undone


def check(sequence: list[tuple[Act, int]]) -> None:
    with pytest.raises(Undone), transaction.atomic():
        live(sequence)


@pytest.mark.django_db
@settings(max_examples=30 if QUICK else 10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(steps)
def test_nobody_is_forgotten(sequence: list[tuple[Act, int]]) -> None:
    check(sequence)


@pytest.mark.long
@pytest.mark.django_db
@settings(
    max_examples=200 if QUICK else 40, print_blob=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_nobody_is_forgotten_in_long_lives(sequence: list[tuple[Act, int]]) -> None:
    check(sequence)
