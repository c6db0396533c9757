"""Requests made from the description, right and wrong ones: none is answered with a fault of ours."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from keepwarm.site.api import api
from keepwarm.site.wsgi import application
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import User

pytestmark = [pytest.mark.long, pytest.mark.django_db]
EXAMPLES = int(os.environ.get("KEEPWARM_FUZZ_EXAMPLES", "200" if connection.vendor == "sqlite" else "100"))
PARTS = 6
"""The endpoints are divided, so that processes share them."""


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The test's transaction lives in its connection: requests must not close it, as Django's own test client sees to."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_answered_with_a_fault_of_ours(rep: User, part: int) -> None:
    boss = User.objects.get(name="Fay")
    text, _ = make_key(boss, name="fuzz", scopes=list(Scope), by=boss, now=timezone.now())
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
    schema.app = application
    operations: list[Any] = list(schema.get_all_operations())
    tried = [ask_all(result.ok(), text) for result in operations[part::PARTS]]
    assert len(tried) >= 15
    assert sum(tried) > EXAMPLES


def ask_all(operation: Any, text: str) -> int:
    """Asks one operation in many ways; how many."""
    asked = 0

    @given(case=operation.as_strategy())
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        nonlocal asked
        response = case.call(headers={"Authorization": f"Bearer {text}"})
        asked += 1
        assert response.status_code < 500, (operation.label, response.text)
        assert response.status_code < 400 or response.status_code == 405 or response.json()["error"]

    ask()
    return asked
