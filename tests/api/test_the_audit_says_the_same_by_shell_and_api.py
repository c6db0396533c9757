"""`keepwarm audit` and GET /audit look at the same: the rows of every room, and the sums that the ledger keeps."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

from keepwarm.cli.audit import command
from keepwarm.ledger.actions import count_up
from keepwarm.ledger.models import SeatSum
from keepwarm.prospects.models import Prospect
from keepwarm.staff.actions import make_key
from keepwarm.staff.models import User
from tests.ledgers import pass_between

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]


def test_a_sum_that_is_wrong_is_found_by_both(ask: Ask, paula: Prospect) -> None:
    now = timezone.now()
    pass_between(paula, "phone", "reached", at=now - timedelta(days=1), seat=paula.owner)
    for minutes in (0, 5, 10):
        count_up(now=now + timedelta(minutes=minutes))
    SeatSum.objects.update(touches=7)
    Prospect.objects.filter(pk=paula.pk).update(reached=3)
    boss = User.objects.get(name="Fay")
    text, _ = make_key(boss, name="x", scopes=["audit:read"], by=boss, now=now)
    by_api: dict[str, Any] = ask("GET", "/audit", bearer=text).json()
    shell = CliRunner().invoke(command, ["--json"])
    assert (shell.exit_code, by_api.pop("clean")) == (1, False)
    assert by_api == json.loads(shell.output)
    assert {"sums of touches by seat", "reached"} <= set(by_api["by_kind"])
    assert {one["what"] for one in by_api["found"]} == set(by_api["by_kind"])
