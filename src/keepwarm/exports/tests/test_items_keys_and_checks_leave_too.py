"""What stands in a program, one's own keys for the API and what the check of a mailing found leave as files, as their pages show them."""

from __future__ import annotations

import csv
import io

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from keepwarm.exports.actions import take_export
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.actions import make_key, revoke_key
from keepwarm.staff.models import User
from tests.blasting import checked, crowd, drafted
from tests.cast import NOW, House, open_house, user_of
from tests.keeping import interest, item, run_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return open_house()


def take(name: str, for_: User, kind: str = "csv", **filters: str) -> bytes:
    file, _count = take_export(name, filters, kind=kind, for_=for_, by=for_, now=NOW)
    with file:
        return file.read()


def rows(name: str, for_: User, **filters: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(take(name, for_, **filters).decode("utf-8-sig"), newline="")))[1:]


def test_what_is_in_a_program_the_best_first(house: House, client: Client) -> None:
    interest("pumps")
    program = run_program(house, "Pumps", "pumps")
    for title, worth in (("Guide", 90), ("Story", 40)):
        item(title, "pumps", worth=worth)
    assert [(row[1], row[6]) for row in rows("program-items", house.max, of=program.ref)] == [("Guide", "90"), ("Story", "40")]
    with pytest.raises(Refusal, match="no such program"):
        take("program-items", house.max, of="nothing")
    client.force_login(house.max)
    assert b"/exports/program-items/" in client.get(reverse("programs:show", args=[program.ref])).content


def test_ones_own_keys_and_never_the_key_itself(house: House, client: Client) -> None:
    (text, key), (_gone, old) = (
        make_key(house.max, name=name, scopes=["prospects:read"], by=house.max, now=NOW) for name in ("CRM", "Old")
    )
    revoke_key(old, by=house.max, now=NOW)
    make_key(house.mona, name="Hers", scopes=["prospects:read"], by=house.mona, now=NOW)
    assert [row[:3] for row in rows("keys", house.max)] == [[key.ref, "CRM", "prospects:read"]]
    assert text.encode() not in take("keys", house.max) + take("keys", house.max, "xlsx")
    assert rows("keys", user_of(house.ines)) == []
    client.force_login(house.max)
    assert b"/exports/keys/" in client.get(reverse("staff:profile")).content


def test_why_them_what_sets_them_apart_and_which_groups(house: House, client: Client) -> None:
    crowd(house, 7, "pumps")
    mailing = checked(house, "Pumps", "interest.pumps = yes", topic="pumps")
    why = rows("mailing-check", house.max, of=mailing.ref, part="why")
    assert why[0] == ["told us that it interests them", "7"]
    assert len(why) == 6
    assert take("mailing-check", house.max, "pdf", of=mailing.ref).startswith(b"%PDF-")
    with time_machine.travel(NOW):  # a day later the check holds no more
        client.force_login(house.max)
        assert b"/exports/mailing-check/" in client.get(reverse("mailings:show", args=[mailing.ref])).content
    with pytest.raises(Refusal, match="not checked yet"):
        take("mailing-check", house.max, of=drafted(house, "Later", "always"))
