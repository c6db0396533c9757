"""Who opens which address is agreed in one list: the walk over the roles believes what a view declares, and a slip in that is seen here."""

from __future__ import annotations

from pathlib import Path

import pytest

from keepwarm.staff.access import access_of
from keepwarm.staff.models import Role
from tests.test_roles import DECLARED, Address

pytestmark = pytest.mark.once
AGREED = Path(__file__).with_name("who_opens_what.txt")


def said_of(address: Address) -> str:
    """An address in one line: its route, who opens it, and what of it is whose."""
    access = access_of(address.view)
    assert access is not None
    roles = "everyone who signs in" if access.roles == set(Role) else ", ".join(sorted(access.roles)) or "public"
    about = f" | {access.about}" if access.about else ""
    return f"{address.route or '/'} | {roles}{about}{', changes it' if access.changes else ''}"


def test_who_opens_what_is_as_it_was_agreed() -> None:
    agreed, declared = AGREED.read_text(encoding="utf-8").splitlines(), sorted(map(said_of, DECLARED))
    gone = [f"- {line}" for line in agreed if line not in declared]
    new = [f"+ {line}" for line in declared if line not in agreed]
    assert not gone + new, "\n".join([f"If it is meant so, change these lines of {AGREED.name}:", *gone, *new])
