"""`keepwarm outbox add`: an account of the house with an address that takes tags, so that reps have one for blind copies."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from keepwarm.cli.outbox import command
from keepwarm.inbox.queries.copies import copy_address
from keepwarm.outbox.actions.accounts import UnusableAccount
from keepwarm.outbox.models import Account
from tests.cast import open_house

pytestmark = pytest.mark.django_db
LOCAL = ("--from", "hello@house.example", "--host", "127.0.0.1", "--port", "1", "--security", "none")


def run(*words: str) -> str:
    return CliRunner().invoke(command, ["add", "House", *LOCAL, *words], catch_exceptions=False).output


def test_with_tags_a_rep_has_an_address_for_blind_copies(tmp_path: Path) -> None:
    ines = open_house().ines
    assert copy_address(ines) == ""
    assert "does not answer on port 1" in run("--tags", "plus")
    assert copy_address(ines).startswith("hello+")


def test_tags_at_a_domain_want_its_name() -> None:
    with pytest.raises(UnusableAccount, match="Name the domain"):
        run("--tags", "domain")
    assert not Account.objects.exists()
    run("--tags", "domain", "--tag-domain", "bounce.house.example")
    assert Account.objects.get().tag_domain == "bounce.house.example"
