import json

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from keepwarm.cli.main import keepwarm, main
from keepwarm.staff.models import ApiKey, Role, User

pytestmark = pytest.mark.django_db


def call(*words: str) -> Result:
    return CliRunner().invoke(keepwarm, ["user", *words])


def test_the_first_person_runs_the_house_and_signs_in_by_the_link_printed() -> None:
    found = json.loads(call("add", "ann@example.com", "--name", "Ann Lee", "--zone", "Europe/London", "--json").output)
    assert found["email"] == "ann@example.com"
    assert {"admin", "manager"} <= set(found["roles"])
    client = Client()
    assert client.post("/" + found["link"].split("/", 3)[3]).status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_roles_are_given_and_taken_and_shown() -> None:
    call("add", "ann@example.com", "--name", "Ann")
    call("add", "ben@example.com", "--name", "Ben", "--role", "inside_rep")
    assert call("grant", "BEN@example.com", "marketer").exit_code == 0
    assert call("revoke", "ben@example.com", "marketer").exit_code == 0
    people = {row["email"]: row["roles"] for row in json.loads(call("list", "--json").output)}
    assert people["ben@example.com"] == [Role.INSIDE_REP]


def test_a_key_is_shown_once_and_only_its_hash_is_kept() -> None:
    call("add", "ann@example.com", "--name", "Ann")
    text = call("key", "ann@example.com", "--name", "website", "--scope", "prospects:write").output.strip()
    row = ApiKey.objects.get()
    assert len(text) > 20
    assert text not in (row.hashed, row.name)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["link", "nobody@example.com"], "Nobody with the address nobody@example.com"),
        (["add", "not an address", "--name", "X"], "address"),
        (["add", "ann@example.com", "--name", "X", "--zone", "Mars/Base"], "time zone"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_exit_code_two(words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["user", *words])
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert not User.objects.exists()
