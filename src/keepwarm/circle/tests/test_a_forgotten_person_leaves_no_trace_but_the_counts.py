from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from keepwarm.answers.models import Answer, Question
from keepwarm.circle.actions import forget, merge
from keepwarm.circle.actions.forget import AlreadyForgotten
from keepwarm.consent.actions import address_hash, suppress
from keepwarm.consent.models import Permission, Suppression, Wish
from keepwarm.decisions.models import AdviceRefused, Decision, Deferral
from keepwarm.prospects.models import Address, Doubt, MatchKey, Prospect, StandingChange
from keepwarm.prospects.search.indexing import index_prospects
from keepwarm.qualification.models import Judgement
from keepwarm.staff.models import Submission
from keepwarm.staff.queries import NotYours
from keepwarm.touches.models import Inquiry, Remark, Signal, Touch

Make = Callable[..., Any]
CANARY = "Canarywharf"


def every_text() -> Iterator[str]:
    """Every value of every row of every table of the house, as text."""
    for model in apps.get_models():
        if model.__module__.startswith("keepwarm."):
            for row in model._default_manager.values():
                yield from (f"{model.__name__}.{name}: {value}" for name, value in row.items())
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM prospects_search")
        yield from (f"search: {words}" for (words,) in cursor.fetchall())


def sing(prospect: Prospect, house: Any, now: datetime) -> None:
    """The canary sits in every personal column and in every row about them."""
    name = CANARY
    Prospect.objects.filter(pk=prospect.pk).update(
        given_name=name, family_name=name, title=name, born_on=date(1970, 1, 1), because_args={"x": name}, chosen_because=name
    )
    for kind in ("phone", "email", "post"):
        Address.objects.create(prospect=prospect, kind=kind, value=name, normalized=f"{name}{kind}@example.com")
    MatchKey.objects.create(prospect=prospect, key=1)
    touch = Touch.objects.create(
        prospect=prospect, channel="phone", disposition="reached", happened_at=now, logged_at=now, seat=house.ann,
        note=name, learned=name, args={"who": name},
    )  # fmt: skip
    Signal.objects.create(prospect=prospect, kind="call_back", raised_at=now, due_at=now, args={"x": name})
    Remark.objects.create(prospect=prospect, touch=touch, kind="ask", text=name, by=house.founder, at=now)
    question = Question.objects.get_or_create(key="need", label="Need")[0]
    Answer.objects.create(prospect=prospect, question=question, value=name, value_folded=name, evidence=5, source=name, learned_at=now)
    Permission.objects.create(prospect=prospect, channel="email", kind="express", proof=name, given_at=now)
    Wish.objects.create(prospect=prospect, kind="pace", words=name, said_at=now)
    Decision.objects.create(prospect=prospect, step="call", due_at=now, rule="x", args={"n": name}, facts={"n": name}, because=name, at=now)
    Deferral.objects.create(prospect=prospect, from_at=now, to_at=now, because=name, at=now)
    AdviceRefused.objects.create(prospect=prospect, rule="x", step="call", reason="no_fit", at=now)
    Judgement.objects.create(prospect=prospect, definition=0, is_lead=False, met=[name], judged_at=now)
    StandingChange.objects.create(prospect=prospect, what="stage", new="2", because=f"{name} said so", at=now)
    Submission.objects.create(key="k", user=house.founder, hashed="h", answer={"body": {"ref": prospect.ref, "name": name}}, at=now)


@pytest.fixture
def bird(house: Any, person: Make, now: datetime) -> Prospect:
    one = person(CANARY, house.ann)
    sing(one, house, now)
    Doubt.objects.create(a=one, b=person("Other", house.ben), reasons=[CANARY], raised_at=now)
    index_prospects([one.pk])
    found: Prospect = one
    return found


def test_the_canary_is_nowhere(house: Any, bird: Prospect, now: datetime) -> None:
    assert sum(CANARY.lower() in text.lower() for text in every_text()) > 20
    assert any(text.startswith("search:") and CANARY.lower() in text for text in every_text())
    forget(bird.pk, by=house.founder, now=now)
    left = [text for text in every_text() if CANARY.lower() in text.lower() or "1970" in text]
    assert left == []


def test_nor_are_those_who_were_merged_into_them(house: Any, bird: Prospect, person: Make, now: datetime) -> None:
    winner = person("Winner Canarywharf", house.ann)
    merge(winner.pk, bird.pk, because=f"{CANARY} twice", by=house.founder, now=now)
    forget(winner.pk, by=house.founder, now=now)
    assert [text for text in every_text() if CANARY in text] == []


def test_the_counts_stay(house: Any, bird: Prospect, now: datetime) -> None:
    models_ = (Inquiry, Touch, Answer, Decision, Deferral, AdviceRefused, Judgement)
    before = [model.objects.filter(prospect=bird).count() for model in models_]
    forget(bird.pk, by=house.founder, now=now)
    assert [model.objects.filter(prospect=bird).count() for model in models_] == before
    assert all(before)


def test_nothing_waits_any_more_and_the_end_has_its_reason(house: Any, bird: Prospect, now: datetime) -> None:
    after = forget(bird.pk, by=house.founder, now=now)
    assert (after.name, after.end_reason, after.next_touch_at, after.is_open) == ("Forgotten", "forgotten", None, False)
    assert not Signal.objects.open().exists()


def test_a_suppressed_address_stays_suppressed(house: Any, bird: Prospect, now: datetime) -> None:
    suppress("email", "paula@example.com", reason="complaint", by=None, now=now)
    forget(bird.pk, by=house.founder, now=now)
    assert Suppression.objects.get().hashed == address_hash("email", "paula@example.com")


def test_only_who_runs_the_house_forgets_and_only_once(house: Any, bird: Prospect, now: datetime) -> None:
    with pytest.raises(NotYours):
        forget(bird.pk, by=house.ann.user, now=now)
    forget(bird.pk, by=house.founder, now=now)
    with pytest.raises(AlreadyForgotten):
        forget(bird.pk, by=house.founder, now=now)


def test_every_text_column_about_a_person_is_personal_or_known_not_to_be() -> None:
    """A new free-text column must be declared, or it would survive forgetting."""
    known = {
        "Prospect": {"place", "zone", "hours_key", "language", "next_step", "because_rule", "end_reason", "judged", "ref"},
        "Inquiry": {"ref", "topic", "fingerprint"},
        "Touch": {"ref", "channel", "direction", "disposition", "purpose"},
        "Answer": set(),
    }
    for name, plain in known.items():
        model = next(one for one in apps.get_models() if one.__name__ == name)
        texts = {one.name for one in model._meta.concrete_fields if isinstance(one, models.CharField | models.TextField | models.JSONField)}
        assert texts - plain - set(model.PERSONAL) == set()  # type: ignore[attr-defined]
