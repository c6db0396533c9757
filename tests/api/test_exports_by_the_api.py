"""Lists are taken by a key of its scope, as its person may see them; and by the command line, in somebody's name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from keepwarm.cli.export import NobodyToRead, command
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import AuditRow, User

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]


def test_a_key_takes_what_its_person_may_see(ask: Ask, rep: User, paula: Prospect) -> None:
    offered = {one["name"]: one for one in ask("GET", "/exports").json()}
    assert offered["prospects"]["kinds"] == ["csv", "xlsx"]
    assert "policy-changes" not in offered
    answer = ask("POST", "/exports/prospects", {"kind": "csv", "filters": {"owner": rep.seat.ref}})
    assert answer.status_code == 200
    assert b"Paula Smith" in b"".join(answer)
    assert AuditRow.objects.get(what="export").by == rep


def test_what_cannot_be_taken_is_said_in_a_sentence(ask: Ask) -> None:
    assert ask("POST", "/exports/nothing", {}).status_code == 404
    assert ask("POST", "/exports/policy-changes", {}).status_code == 403
    assert ask("POST", "/exports/prospects", {"kind": "pdf"}).status_code == 422
    assert "no filter" in ask("POST", "/exports/prospects", {"filters": {"colour": "red"}}).json()["error"]


def test_the_command_writes_the_file(paula: Prospect, tmp_path: Path) -> None:
    to = tmp_path / "people.csv"
    done = CliRunner().invoke(command, ["prospects", "--to", str(to), "--as", "ann@example.com"], catch_exceptions=False)
    assert (done.exit_code, done.output) == (0, f"1 row in {to}\n")
    assert "Paula Smith" in to.read_text(encoding="utf-8-sig")
    assert AuditRow.objects.get(what="export").args["as"]
    assert "prospects" in CliRunner().invoke(command, [], catch_exceptions=False).output
    with pytest.raises(NobodyToRead):
        CliRunner().invoke(command, ["prospects", "--to", str(to), "--as", "nobody@example.com"], catch_exceptions=False)
