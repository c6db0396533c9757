"""`keepwarm consent` and `keepwarm mail`: what may be sent, what is closed, and a key that opens no link less."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from keepwarm.cli.consent import command
from keepwarm.consent.links import Purpose, make_token, read_token
from keepwarm.decisions.actions import settle
from tests.cast import NOW, meet, open_house

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    done = CliRunner().invoke(command, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_it_says_what_may_be_sent_and_closes_an_address() -> None:
    anna = meet(open_house())
    settle([anna.pk], by=None, now=NOW)
    told = json.loads(run("show", anna.ref, "--json"))
    assert told["may_send"] == {
        "personal": "",
        "answer": "",
        "mailing": "They never permitted newsletters and mailings.",
    }
    assert "1 prospects had it" in run("suppress", "email", "ANNA+x@arnold.example", "--reason", "complaint")
    assert "not to be used" in run("show", anna.ref)
    assert json.loads(run("suppressions", "--json")) == [
        {"reason": "complaint", "kind": "email address", "scope": "everything", "count": 1}
    ]


def test_a_new_key_opens_every_link_that_was_sent(settings: Settings, tmp_path: Path) -> None:
    settings.LINK_KEYS_FILE = tmp_path / "link_keys"
    settings.LINK_KEYS_FILE.write_text("first\n")
    token = make_token(Purpose.UNSUBSCRIBE, "Qx3kfP0aLm2c")
    assert "2 keys open them" in run("new-link-key")
    assert read_token(Purpose.UNSUBSCRIBE, token).prospect_ref == "Qx3kfP0aLm2c"
