from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from keepwarm.engine.lead import provisional_definition
from keepwarm.engine.policy import Policy
from keepwarm.policy.actions import PolicyRefused, change_policy
from keepwarm.policy.definitions import read_criteria, write_criteria
from keepwarm.policy.models import DefinitionVersion, PolicyVersion
from keepwarm.policy.queries import (
    definition_in_force,
    list_changes,
    list_lines,
    policy_as_of,
    policy_in_force,
    recent_changes,
)
from keepwarm.policy.settings import SETTINGS
from keepwarm.staff.models import AuditRow, Role, RoleGrant, User
from keepwarm.staff.queries import NotYours

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def manager() -> User:
    user = User.objects.create(email="mo@example.com", name="Mo", joined_at=NOW)
    RoleGrant.objects.create(user=user, role=Role.MANAGER)
    return user


def test_an_unchanged_house_has_the_defaults_and_the_provisional_definition() -> None:
    assert policy_in_force() == Policy()
    assert policy_in_force().lead_definition.provisional


def test_every_value_of_the_engine_stands_on_the_page() -> None:
    assert {one.name for one in SETTINGS} == {one.name for one in fields(Policy)} - {"version", "lead_definition"}


def test_every_default_is_within_its_own_bounds() -> None:
    for setting in SETTINGS:
        assert setting.low <= getattr(Policy(), setting.name) <= setting.high


def test_a_change_is_in_force_at_once_and_leaves_the_rest(manager: User) -> None:
    change_policy({"call_attempts": 8}, because="Ours answer late", by=manager, now=NOW)
    change_policy({"email_share": 0.25}, because="A trial", by=manager, now=NOW)
    policy = policy_in_force()
    assert (policy.version, policy.call_attempts, policy.email_share, policy.gap_days) == (2, 8, 0.25, 3)


def test_back_to_the_default_is_a_change_too(manager: User) -> None:
    change_policy({"call_attempts": 8}, because="Ours answer late", by=manager, now=NOW)
    change_policy({"call_attempts": 6}, because="They do not", by=manager, now=NOW)
    assert PolicyVersion.objects.get(number=2).values == {}
    assert [(change.old, change.new) for change in list_changes()] == [(8, 6), (6, 8)]


def test_the_page_says_who_changed_what_and_why(manager: User) -> None:
    change_policy({"cold_calls": True}, because="A fair", by=manager, now=NOW)
    line = next(line for line in list_lines() if line.setting.name == "cold_calls")
    assert (line.value, line.default, line.changed_by, line.because, line.is_changed) == (True, False, "Mo", "A fair", True)
    assert AuditRow.objects.get(what="policy").args["changes"] == {"cold_calls": [False, True]}


def test_the_report_shows_the_changes_of_thirty_days(manager: User) -> None:
    change_policy({"gap_days": 4}, because="Old", by=manager, now=NOW - timedelta(days=31))
    change_policy({"gap_days": 5}, because="New", by=manager, now=NOW)
    assert [change.because for change in recent_changes(NOW)] == ["New"]
    assert recent_changes(NOW)[0].old == 4


def test_the_policy_of_a_past_moment_can_be_read(manager: User) -> None:
    change_policy({"gap_days": 4}, because="First", by=manager, now=NOW)
    change_policy({"gap_days": 5}, because="Second", by=manager, now=NOW + timedelta(days=1))
    assert policy_as_of(NOW + timedelta(hours=1)).gap_days == 4
    assert policy_as_of(NOW - timedelta(hours=1)).version == 0


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"nonsense": 1}, "no value “nonsense”"),
        ({"call_attempts": 0}, "between 1 and 30"),
        ({"call_attempts": 2.5}, "whole number"),
        ({"call_attempts": "6"}, "must be a number"),
        ({"call_attempts": True}, "must be a number"),
        ({"call_attempts": float("nan")}, "must be a number"),
        ({"call_attempts": float("inf")}, "must be a number"),
        ({"cold_calls": 1}, "yes or no"),
        ({"email_share": 1.2}, "between 0 and 1"),
        ({"voicemails": 7}, "must not be more than"),
        ({"call_opens_minute": 1080}, "must not be more than"),
        ({"call_attempts": 6}, "Nothing is different"),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence_and_changes_nothing(values: dict[str, Any], sentence: str, manager: User) -> None:
    with pytest.raises(PolicyRefused, match=sentence):
        change_policy(values, because="Why not", by=manager, now=NOW)
    assert not PolicyVersion.objects.exists()
    assert not AuditRow.objects.exists()


def test_a_change_needs_a_reason(manager: User) -> None:
    with pytest.raises(PolicyRefused, match="Say why"):
        change_policy({"gap_days": 4}, because=" ", by=manager, now=NOW)


def test_a_page_that_was_overtaken_is_refused(manager: User) -> None:
    change_policy({"gap_days": 4}, because="First", by=manager, now=NOW, version=0)
    with pytest.raises(PolicyRefused, match="meanwhile"):
        change_policy({"gap_days": 5}, because="Second", by=manager, now=NOW, version=0)


def test_a_rep_may_not_change_the_policy() -> None:
    rep = User.objects.create(email="ann@example.com", name="Ann", joined_at=NOW)
    RoleGrant.objects.create(user=rep, role=Role.CLOSING_REP)
    with pytest.raises(NotYours, match="sales manager"):
        change_policy({"gap_days": 4}, because="I want", by=rep, now=NOW)


def test_a_definition_of_a_lead_survives_being_written_down() -> None:
    criteria = provisional_definition().criteria
    DefinitionVersion.objects.create(number=1, criteria=write_criteria(criteria), supporting_needed=2, in_force_at=NOW)
    DefinitionVersion.objects.create(number=2, criteria=[], in_force_at=None)
    assert read_criteria(write_criteria(criteria)) == criteria
    assert (definition_in_force().version, definition_in_force().criteria, definition_in_force().provisional) == (1, criteria, False)
