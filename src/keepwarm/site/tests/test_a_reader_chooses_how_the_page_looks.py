"""Light, dark and single keys are kept in a cookie; the page carries the choice without a script."""

import pytest
from django.test import Client

from keepwarm.site.appearance import Appearance, choose, read_appearance

pytestmark = pytest.mark.django_db


def test_a_choice_is_kept_and_the_next_page_carries_it(client: Client) -> None:
    answer = client.post("/appearance/", {"theme": "dark", "next": "/account/login/"})
    assert answer.headers["Location"] == "/account/login/"
    page = client.get("/account/login/").content.decode()
    assert 'data-theme="dark"' in page
    assert "data-keys" not in page


def test_single_keys_can_be_switched_off_without_losing_the_theme(client: Client) -> None:
    client.post("/appearance/", {"theme": "light"})
    client.post("/appearance/", {"keys": "off"})
    page = client.get("/account/login/").content.decode()
    assert 'data-theme="light"' in page
    assert 'data-keys="off"' in page


def test_the_way_back_never_leads_to_another_site(client: Client) -> None:
    answer = client.post("/appearance/", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_reading_the_address_changes_nothing(client: Client) -> None:
    assert client.get("/appearance/").status_code == 405


@pytest.mark.parametrize("text", ["", "pink", "dark", "dark.", ".off", "dark.on.more", "\x00"])
def test_a_strange_cookie_gives_words_that_are_known(text: str) -> None:
    found = read_appearance({"look": text})
    assert found.theme in {"auto", "light", "dark"}
    assert found.keys in {"on", "off"}


def test_an_unknown_word_changes_nothing() -> None:
    assert choose(Appearance("dark", "off"), theme="pink", keys="maybe") == Appearance("dark", "off")
