"""DKIM: what `dkimpy` verifies, and that nobody can add to or change what was signed."""

from __future__ import annotations

from datetime import UTC, datetime

import dkim
import pytest
from dkim.canonicalization import Relaxed
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.outbox.mime import Letter, build
from keepwarm.outbox.sending.dkim import Signer, canonical_body, make_key, record_of

AT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
PEM = make_key()
LETTER = Letter(
    "one@house.example", AT, "=_b", "ines@house.example", "anna@arnold.example", "Zurück: Gespräch",
    "Hallo Anna,\n\n.Punkt\nGrüße  \n\n\n",
    from_name="Ines", html="<p>Hallo</p>", one_click_url="https://house.example/hear/one-click/x", unsubscribe_mail="ines+t@house.example",
    list_id="Seminars <seminars.house.example>",
)  # fmt: skip


def signed(letter: Letter = LETTER) -> bytes:
    raw = build(letter)
    return Signer("house.example", "kw1", PEM).sign(raw, at=AT) + raw


def verifies(raw: bytes) -> bool:
    asked = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        return record_of(PEM).encode()

    good: bool = dkim.verify(raw, dnsfunc=dns)
    assert asked in ([], [b"kw1._domainkey.house.example."])
    return good


def test_it_verifies_and_is_the_same_at_every_try() -> None:
    assert verifies(signed())
    assert signed() == signed()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Hallo Anna", b"Hallo Emma"),
        (b"hear/one-click/x", b"hear/one-click/y"),
        (b"List-Unsubscribe=One-Click", b"List-Unsubscribe=Never"),
        (b"To: anna@", b"To: emma@"),
        (b"Date:", b"Subject: another\r\nDate:"),
        (b"Date:", b"From: boss@house.example\r\nDate:"),
    ],
)
def test_no_change_goes_unseen(old: bytes, new: bytes) -> None:
    assert not verifies(signed().replace(old, new, 1))


def test_both_headers_of_the_unsubscribe_link_are_covered() -> None:
    fields = signed().split(b"b=", 2)[1] + signed().split(b"h=", 1)[1]
    assert b"list-unsubscribe:" in fields
    assert b"list-unsubscribe-post" in fields


@given(st.lists(st.sampled_from([b"a", b"  ", b" ", b"\t", b"\r\n", b"\r\n\r\n", b"\n", b"\r", b"x=3D"]), max_size=14).map(b"".join))
def test_a_body_has_the_form_that_dkim_says(body: bytes) -> None:
    assert canonical_body(body) == Relaxed.canonicalize_body(body)
