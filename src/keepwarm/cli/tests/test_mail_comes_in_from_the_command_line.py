"""`keepwarm inbound` keeps whatever comes and says to the mail server when it could not; `keepwarm inbox` lists and fetches."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from keepwarm.cli.inbound import TRY_AGAIN
from keepwarm.cli.inbound import command as inbound
from keepwarm.cli.inbox import command as inbox
from keepwarm.inbox import files
from keepwarm.inbox.models import Mailbox, Received
from tests.mails import SEEDS, mail

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("raw", [mail("Two pears."), b"", b"\xff\x00\xfe", SEEDS[3]])
def test_whatever_comes_is_kept(raw: bytes) -> None:
    done = CliRunner().invoke(inbound, input=raw, catch_exceptions=False)
    assert done.exit_code == 0
    row = Received.objects.get()
    assert done.output.startswith(row.ref)
    assert files.read(row.hashed) == raw


def test_what_cannot_be_kept_stays_with_the_mail_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object) -> None:
    settings.HOME = tmp_path / "file"  # type: ignore[attr-defined]
    (tmp_path / "file").write_text("a file where the folder should be")
    assert CliRunner().invoke(inbound, input=mail("x")).exit_code == TRY_AGAIN
    assert not Received.objects.exists()


def test_what_waits_is_listed_and_mailboxes_are_connected() -> None:
    CliRunner().invoke(inbound, input=mail("Two pears.", subject="Obst"))
    rows = json.loads(CliRunner().invoke(inbox, ["list", "--json"], catch_exceptions=False).output)
    assert [(row["subject"], row["state"]) for row in rows] == [("Obst", "waits")]
    line = ["connect", "house", "--host", "127.0.0.1", "--port", "1", "--security", "none", "--user", "hello", "--password", "x"]
    CliRunner().invoke(inbox, line, catch_exceptions=False)
    assert Mailbox.objects.get().kind == "house"
    (told,) = json.loads(CliRunner().invoke(inbox, ["fetch", "--json"], catch_exceptions=False).output)
    assert told["new"] == 0
    assert "hello" in told["problem"]
