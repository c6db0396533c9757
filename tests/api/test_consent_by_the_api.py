"""Permissions, wishes and suppressions over JSON: they add and close, and nothing opens again by a program's word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from keepwarm.consent.actions import put_wording
from keepwarm.prospects.models import Prospect
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import AuditRow, Role, RoleGrant, User

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]
YES = {"channel": "mailing", "kind": "express", "proof": "ticked on the fair's tablet"}


def test_a_permission_is_recorded_shown_and_withdrawn(ask: Ask, paula: Prospect) -> None:
    words = put_wording("tablet", "Send me news.", channel="mailing", by=None, now=timezone.now())
    made = ask("POST", f"/prospects/{paula.ref}/permissions", YES | {"wording": words.ref}, once="same")
    assert made.status_code == 201, made.content
    assert ask("POST", f"/prospects/{paula.ref}/permissions", YES | {"wording": words.ref}, once="same").json() == made.json()
    told = ask("GET", f"/prospects/{paula.ref}/consent").json()
    (row,) = told["permissions"]
    assert (row["channel"], row["wording"], row["withdrawn_at"]) == ("mailing", "tablet 1", None)
    assert told["may_send"]["mailing"] == "There is no email address to send it to."
    after = ask("POST", f"/prospects/{paula.ref}/permissions/{row['ref']}/withdraw").json()
    assert after["permissions"][0]["withdrawn_at"]
    assert list(AuditRow.objects.values_list("what", flat=True).order_by("pk"))[-2:] == ["permission_recorded", "permission_withdrawn"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"proof": ""},
        {"proof": "   "},
        {"channel": "pigeon"},
        {"given_at": "2999-01-01T00:00:00Z"},
        {"given_at": "0001-01-01T00:00:00Z"},
        {"expires_at": "9999-12-31T23:59:59Z"},
        {"kind": "implied", "expires_at": "2031-01-01T00:00:00Z"},
        {"wording": "nothing"},
    ],
)
def test_a_permission_that_cannot_be_meant_is_refused(ask: Ask, paula: Prospect, wrong: dict[str, str]) -> None:
    assert ask("POST", f"/prospects/{paula.ref}/permissions", YES | wrong).status_code in {404, 422}
    assert not paula.permissions.exists()


def test_a_wish_stands_on_the_timeline_and_decides(ask: Ask, paula: Prospect) -> None:
    told = ask("POST", f"/prospects/{paula.ref}/wishes", {"kind": "no_channel", "channel": "phone", "words": "never call"})
    assert (told.status_code, told.json()["wishes"][0]["text"]) == (201, "not by phone: “never call”")
    paula.refresh_from_db()
    assert paula.next_step != "call"
    until = (timezone.now() + timedelta(days=40)).isoformat()
    assert ask("POST", f"/prospects/{paula.ref}/wishes", {"kind": "not_before", "until_at": until}).status_code == 201
    for wrong in ({"kind": "not_before"}, {"kind": "no_channel"}, {"kind": "not_before", "until_at": "9999-01-01T00:00:00Z"}):
        assert ask("POST", f"/prospects/{paula.ref}/wishes", wrong).status_code == 422


def test_an_address_is_closed_by_whoever_keeps_consent(ask: Ask, rep: User, paula: Prospect) -> None:
    phone = paula.addresses.get().normalized
    closed = {"kind": "phone", "value": phone, "reason": "complaint"}
    assert ask("POST", "/suppressions", closed).status_code == 403
    RoleGrant.objects.create(user=rep, role=Role.MARKETER)
    bearer, _ = make_key(rep, name="m", scopes=[Scope.CONSENT_READ, Scope.CONSENT_WRITE], by=rep, now=timezone.now())
    made = ask("POST", "/suppressions", closed, bearer=bearer)
    assert (made.status_code, made.json()) == (201, {"kind": "phone", "closed": "all", "prospects": 1})
    paula.refresh_from_db()
    assert paula.next_step != "call"
    assert ask("GET", f"/suppressions?kind=phone&value=%2B{phone[1:]}", bearer=bearer).json()["closed"] == "all"
    assert ask("POST", "/suppressions", {"kind": "domain", "value": "no domain"}, bearer=bearer).status_code == 422
