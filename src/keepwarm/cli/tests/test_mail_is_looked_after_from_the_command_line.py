"""`keepwarm outbox`: accounts, what waits, and what a person says of a letter in doubt."""

import json

import pytest
from click.testing import CliRunner

from keepwarm.cli.outbox import command
from keepwarm.outbox.actions import queue_message
from keepwarm.outbox.models import Account, Message
from keepwarm.outbox.new import NewMessage
from tests.cast import NOW

pytestmark = pytest.mark.django_db
ADD = ["add", "House", "--from", "hello@house.example", "--host", "127.0.0.1", "--port", "1", "--security", "none"]


def ask(*words: str) -> str:
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_an_account_is_added_tried_signs_and_its_mail_is_listed_and_ruled_on() -> None:
    assert "does not answer on port 1" in ask(*ADD)
    account = Account.objects.get()
    assert "k1._domainkey.house.example\nv=DKIM1; k=rsa; p=" in ask("dkim", account.ref, "--selector", "k1")
    row = queue_message(NewMessage(kind="system", to_email="anna@arnold.example", subject="Hi", text="Hi"), now=NOW)
    assert [one["ref"] for one in json.loads(ask("list", "--json"))] == [row.ref]
    Message.objects.update(state="uncertain")
    assert row.ref in ask("list", "--state", "uncertain")
    assert "accepted by their server" in ask("rule", row.ref, "arrived", "--because", "They answered it")
    assert json.loads(ask("accounts", "--json"))[0]["host"] == "127.0.0.1"
