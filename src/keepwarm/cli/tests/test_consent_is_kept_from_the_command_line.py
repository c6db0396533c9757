"""`keepwarm consent` and `keepwarm mail`: what may be sent, what is closed, and a key that opens no link less."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from keepwarm.circle.actions import forget
from keepwarm.cli.consent import command
from keepwarm.consent.links import Purpose, make_token, read_token
from keepwarm.consent.models import Permission
from keepwarm.consent.proofs import keep_proof, path_of_proof, sweep_proofs
from keepwarm.decisions.actions import settle
from keepwarm.lib.refusal import Refusal
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


def test_a_permission_is_kept_with_its_file_and_a_file_without_one_is_swept(tmp_path: Path) -> None:
    anna = meet(open_house())
    settle([anna.pk], by=None, now=NOW)
    (tmp_path / "card.pdf").write_bytes(b"a scan of a card")
    said = ("--channel", "mailing", "--proof-file", str(tmp_path / "card.pdf"), "--json")
    kept = json.loads(run("permit", anna.ref, *said))
    assert path_of_proof(kept["proof_file"]).read_bytes() == b"a scan of a card"
    lost = path_of_proof(keep_proof([b"nobody named this"]))
    assert sweep_proofs(now=datetime.now(UTC)) == 0
    assert sweep_proofs(now=datetime.now(UTC) + timedelta(days=2)) == 1
    assert (lost.exists(), path_of_proof(kept["proof_file"]).exists()) == (False, True)
    forget(anna.pk, by=None, now=datetime.now(UTC))
    assert Permission.objects.get().proof_file == ""


def test_a_wish_is_taken_down_and_an_incomplete_one_is_not() -> None:
    anna = meet(open_house())
    settle([anna.pk], by=None, now=NOW)
    assert "holds from now on" in run("wish", anna.ref, "--kind", "no_channel", "--channel", "phone", "--words", "please write")
    assert "please write" in run("show", anna.ref)
    with pytest.raises(Refusal):
        run("wish", anna.ref, "--kind", "not_before")
    with pytest.raises(Refusal):
        run("permit", anna.ref, "--channel", "mailing")
