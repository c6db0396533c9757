"""Links to the public pages: bound to a purpose, opened by every key there ever was, and by nothing that we did not write."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from keepwarm.consent.link_keys import link_keys, put_new_key_on_top
from keepwarm.consent.links import (
    LinkUnreadable,
    Named,
    Purpose,
    make_token,
    one_click_path,
    preferences_path,
    read_token,
    unsubscribe_path,
)
from keepwarm.consent.models import Channel
from keepwarm.lib.ids import new_ref

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.+/ é"
MUTATED = 20_000


@pytest.fixture
def keys(tmp_path: Path, settings: Settings) -> Path:
    """A file of keys of its own."""
    path = tmp_path / "link_keys"
    path.write_text("the-first-key\n")
    settings.LINK_KEYS_FILE = path
    return path


def is_accepted(purpose: Purpose, token: str) -> bool:
    try:
        read_token(purpose, token)
    except LinkUnreadable:
        return False
    return True


@given(st.sampled_from(Purpose), st.booleans(), st.sampled_from([Channel.EMAIL, Channel.MAILING, Channel.POST]))
def test_what_was_written_is_read_and_only_for_its_purpose(purpose: Purpose, with_address: bool, channel: Channel) -> None:
    prospect, address = new_ref(), new_ref() if with_address else ""
    token = make_token(purpose, prospect, address_ref=address, channel=channel)
    assert read_token(purpose, token) == Named(purpose, prospect, address, channel)
    assert not any(is_accepted(other, token) for other in Purpose if other != purpose)


def test_new_keys_sign_and_old_links_open(keys: Path) -> None:
    tokens = [make_token(Purpose.UNSUBSCRIBE, "Qx3kfP0aLm2c")]
    for _ in range(3):
        put_new_key_on_top()
        tokens.append(make_token(Purpose.UNSUBSCRIBE, "Qx3kfP0aLm2c"))
    assert len(set(tokens)) == len(link_keys()) == 4
    assert keys.stat().st_mode & 0o077 == 0
    assert all(read_token(Purpose.UNSUBSCRIBE, token).prospect_ref == "Qx3kfP0aLm2c" for token in tokens)


def test_a_key_of_another_house_opens_nothing(keys: Path) -> None:
    token = make_token(Purpose.PREFERENCES, "Qx3kfP0aLm2c")
    keys.write_text("the-key-of-another-house\n")
    assert not is_accepted(Purpose.PREFERENCES, token)


def test_the_same_mail_has_the_same_link_and_says_nothing_about_the_person() -> None:
    paths = [make("Qx3kfP0aLm2c", address_ref="b7Hs02KxPqTz") for make in (preferences_path, unsubscribe_path, one_click_path)]
    assert paths == [make("Qx3kfP0aLm2c", address_ref="b7Hs02KxPqTz") for make in (preferences_path, unsubscribe_path, one_click_path)]
    assert all(re.fullmatch(r"/hear/(stop/|one-click/)?[A-Za-z0-9_-]{60,80}/", path) for path in paths), paths


@pytest.mark.parametrize("ref", ["", "anna@arnold.example", "a.b", "x" * 17, "naïve-ref"])
def test_only_references_are_named(ref: str) -> None:
    with pytest.raises(ValueError, match="by reference"):
        make_token(Purpose.PREFERENCES, ref)


def test_no_mutated_token_is_accepted() -> None:
    assert accepted_of(MUTATED) == []


@pytest.mark.long
def test_of_a_million_mutated_tokens_none_is_accepted() -> None:
    assert accepted_of(1_000_000) == []


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert not any(is_accepted(purpose, text) for purpose in Purpose)


def accepted_of(count: int) -> list[str]:
    """Mutated tokens that were accepted, of so many: letters changed, left out, put in, swapped, cut, and joined."""
    chance = random.Random(20261122)
    good = [make_token(purpose, new_ref(), address_ref=new_ref()) for purpose in Purpose for _ in range(20)]
    found = []
    for _ in range(count):
        token, purpose = chance.choice(good), chance.choice(list(Purpose))
        wrong = mutate(token, chance.choice(good), chance)
        if wrong not in good and is_accepted(purpose, wrong):
            found.append(wrong)
    return found


def mutate(token: str, other: str, chance: random.Random) -> str:
    at, letter = chance.randrange(len(token)), chance.choice(LETTERS)
    return chance.choice(
        [
            token[:at] + letter + token[at + 1 :],
            token[:at] + letter + token[at:],
            token[:at] + token[at + 1 :],
            token[:at],
            token[:at] + other[at:],
            token[:-1] + chance.choice(LETTERS),
            token + chance.choice(["=", "==", "A", "\n", " "]),
            token[:at].swapcase() + token[at:],
        ]
    )
