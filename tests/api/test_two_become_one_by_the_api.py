"""Who is the same person, over JSON: doubts are listed and settled, two become one, and two again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from keepwarm.circle.models import Merge
from keepwarm.prospects.models import Doubt, Prospect
from keepwarm.staff.actions import NewPerson, Scope, create_user, make_key
from keepwarm.staff.models import Role, User

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]
ComesIn = Callable[[str, User], Prospect]


@pytest.fixture
def twin(rep: User, paula: Prospect, comes_in: ComesIn) -> Prospect:
    """Somebody of Ann's, too, who may be Paula."""
    return comes_in("P. Smith", rep)


@pytest.fixture
def doubt(paula: Prospect, twin: Prospect) -> Doubt:
    return Doubt.objects.create(a=paula, b=twin, reasons=[["same_name", "Paula Smith", "P. Smith"]], weight=1, raised_at=timezone.now())


@pytest.fixture
def bob(rep: User) -> User:
    return hire("Bob", Role.INSIDE_REP)


def hire(name: str, role: Role) -> User:
    fay = User.objects.get(name="Fay")
    return create_user(NewPerson(name, f"{name}@example.com"), [role], by=fay, now=timezone.now())


def key_of(user: User) -> str:
    text, _ = make_key(user, name="people", scopes=[Scope.PROSPECTS_READ, Scope.PROSPECTS_WRITE], by=user, now=timezone.now())
    return text


def test_doubts_are_listed_to_who_keeps_the_lists(ask: Ask, paula: Prospect, twin: Prospect, doubt: Doubt) -> None:
    refused = ask("GET", "/doubts")
    assert (refused.status_code, "Only these roles" in refused.json()["error"]) == (403, True)
    found = ask("GET", "/doubts", bearer=key_of(User.objects.get(name="Fay"))).json()
    assert found["after"] == 0
    (line,) = found["doubts"]
    assert (line["doubt"], line["one"], line["other"]) == (
        doubt.pk,
        {"ref": paula.ref, "name": "Paula Smith"},
        {"ref": twin.ref, "name": "P. Smith"},
    )
    assert line["reasons"]


def test_the_same_become_one_and_two_people_after_all(ask: Ask, paula: Prospect, twin: Prospect, doubt: Doubt) -> None:
    seen = ask("GET", f"/prospects/{twin.ref}/same").json()
    assert [(one["one"]["ref"], one["other"]["ref"]) for one in seen["doubts"]] == [(twin.ref, paula.ref)]
    for _ in range(2):
        same = ask("POST", f"/prospects/{paula.ref}/doubts/{doubt.pk}", {"verdict": "same"}, once="same")
        assert (same.status_code, same.json()["ref"], len(same.json()["addresses"])) == (200, paula.ref, 2)
    assert ask("GET", f"/prospects/{twin.ref}").json()["ref"] == paula.ref

    after = ask("GET", f"/prospects/{paula.ref}/same").json()
    (merged,) = after["merges"]
    assert (after["doubts"], merged["other"], merged["by"]) == ([], {"ref": twin.ref, "name": "P. Smith"}, "Ann")
    undone = ask("POST", f"/prospects/{paula.ref}/merges/{merged['ref']}/undo")
    assert (undone.status_code, len(undone.json()["addresses"])) == (200, 1)
    assert ask("GET", f"/prospects/{twin.ref}").json()["ref"] == twin.ref
    again = ask("POST", f"/prospects/{paula.ref}/merges/{merged['ref']}/undo")
    assert (again.status_code, again.json()["error"]) == (422, "This merge was undone before.")


def test_two_people_stay_two_and_are_not_asked_about_again(ask: Ask, paula: Prospect, twin: Prospect, doubt: Doubt) -> None:
    settled = ask("POST", f"/prospects/{twin.ref}/doubts/{doubt.pk}", {"verdict": "different"})
    assert (settled.status_code, settled.json()["ref"]) == (200, twin.ref)
    doubt.refresh_from_db()
    assert (doubt.verdict, Merge.objects.count()) == ("different", 0)
    assert ask("GET", f"/prospects/{paula.ref}/same").json() == {"doubts": [], "merges": []}
    again = ask("POST", f"/prospects/{twin.ref}/doubts/{doubt.pk}", {"verdict": "different"})
    assert (again.status_code, "settled already" in again.json()["error"]) == (422, True)


def test_two_are_merged_with_a_reason_and_never_with_themselves(ask: Ask, paula: Prospect, twin: Prospect) -> None:
    path = f"/prospects/{paula.ref}/merge"
    silent = ask("POST", path, {"other": twin.ref, "because": " "})
    assert (silent.status_code, "Say why" in silent.json()["error"]) == (422, True)
    self_ = ask("POST", path, {"other": paula.ref, "because": "x"})
    assert (self_.status_code, "one and the same already" in self_.json()["error"]) == (422, True)
    assert ask("POST", path, {"other": "nobody", "because": "x"}).status_code == 404
    assert not Merge.objects.exists()
    done = ask("POST", path, {"other": twin.ref, "because": "married, same mobile"})
    assert (done.status_code, done.json()["ref"]) == (200, paula.ref)
    assert Merge.objects.get().because == "married, same mobile"
    again = ask("POST", path, {"other": twin.ref, "because": "once more"})
    assert (again.status_code, "one and the same already" in again.json()["error"]) == (422, True)


def test_a_doubt_or_merge_of_others_is_not_there(ask: Ask, rep: User, twin: Prospect, doubt: Doubt, comes_in: ComesIn) -> None:
    third = comes_in("Quentin Jones", rep)
    for number in (doubt.pk, 2**62, doubt.pk + 1):
        assert ask("POST", f"/prospects/{third.ref}/doubts/{number}", {"verdict": "same"}).status_code == 404
    assert ask("POST", f"/prospects/{third.ref}/doubts/{2**70}", {"verdict": "same"}).status_code == 422
    assert ask("POST", f"/prospects/{twin.ref}/doubts/{doubt.pk}", {"verdict": "perhaps"}).status_code == 422
    assert ask("POST", f"/prospects/{third.ref}/merges/nothing/undo").status_code == 404
    assert not Merge.objects.exists()


def test_nobody_merges_a_colleagues_person(ask: Ask, paula: Prospect, bob: User, comes_in: ComesIn) -> None:
    theirs = comes_in("Paula Smyth", bob)
    doubt = Doubt.objects.create(a=paula, b=theirs, reasons=[], raised_at=timezone.now())
    for path, body in (
        (f"/prospects/{paula.ref}/doubts/{doubt.pk}", {"verdict": "same"}),
        (f"/prospects/{theirs.ref}/doubts/{doubt.pk}", {"verdict": "different"}),
        (f"/prospects/{paula.ref}/merge", {"other": theirs.ref, "because": "x"}),
        (f"/prospects/{theirs.ref}/merge", {"other": paula.ref, "because": "x"}),
    ):
        assert ask("POST", path, body).status_code in {403, 404}
    dora = hire("Dora", Role.DIRECTOR)
    assert ask("POST", f"/prospects/{paula.ref}/merge", {"other": theirs.ref, "because": "x"}, bearer=key_of(dora)).status_code == 403
    assert (Merge.objects.count(), Doubt.objects.get().settled_at) == (0, None)
    fay = key_of(User.objects.get(name="Fay"))
    assert ask("POST", f"/prospects/{paula.ref}/merge", {"other": theirs.ref, "because": "x"}, bearer=fay).status_code == 200
    merged = Merge.objects.get()
    assert ask("POST", f"/prospects/{paula.ref}/merges/{merged.ref}/undo", bearer=key_of(bob)).status_code in {403, 404}
