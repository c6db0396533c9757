"""A tracked link leads where its row says, and that it was followed is a row soon after, whatever crashes in between."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from pytest_django import Settings

from keepwarm.circle.actions.merge import merge
from keepwarm.consent.link_keys import put_new_key_on_top
from keepwarm.consent.links import Purpose, make_token, read_token
from keepwarm.consent.sealing import LinkUnreadable
from keepwarm.prospects.models import Prospect
from keepwarm.signs.actions import put_links, take_in_clicks, wrap
from keepwarm.signs.clicks import folder
from keepwarm.signs.links import NoSuchTarget, Target, address_of, path_of, read_followed
from keepwarm.signs.models import Link, Page, Sign
from keepwarm.signs.spool import Spool, taken
from tests.cast import NOW, House, meet, open_house

URL = "https://www.example.com/prices?from=mail"
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Accept-Language": "en-GB,en;q=0.5"}


@pytest.fixture
def house(db: None) -> House:
    return open_house()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    """A folder and keys of its own."""
    settings.HOME, settings.LINK_KEYS_FILE = tmp_path, tmp_path / "link_keys"
    settings.LINK_KEYS_FILE.write_text("the-first-key\n")
    return tmp_path


def link_of(prospect: Prospect, url: str = URL) -> str:
    return wrap(url, prospect=prospect, now=NOW).removeprefix("http://127.0.0.1:8000")


def test_it_leads_on_and_becomes_one_row(client: Client, house: House) -> None:
    anna = meet(house)
    got = client.get(link_of(anna), headers=BROWSER)
    assert (got.status_code, got["Location"]) == (302, URL)
    assert got["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in got.headers
    assert not Sign.objects.exists()  # a page writes no row
    assert take_in_clicks(folder(), now=NOW) == 1
    assert take_in_clicks(folder(), now=NOW) == 0
    sign = Sign.objects.get()
    assert (sign.prospect, sign.kind, sign.is_robot, sign.link) == (anna, "click", False, Link.objects.get())


def test_new_keys_and_a_merge_leave_old_links_working(client: Client, house: House) -> None:
    anna, other = meet(house), meet(house, "Anna A.", phone="+441134960043", email="a@arnold.example")
    old = link_of(other)
    put_new_key_on_top()
    merge(anna.pk, other.pk, because="the same person", by=None, now=NOW)
    assert client.get(old, headers=BROWSER)["Location"] == URL
    take_in_clicks(folder(), now=NOW)
    assert Sign.objects.get().prospect == anna


def test_one_changed_letter_gets_a_friendly_page_and_no_row(client: Client, house: House) -> None:
    path = link_of(meet(house))
    place = len(path) - 5
    broken = path[:place] + ("A" if path[place] != "A" else "B") + path[place + 1 :]
    got = client.get(broken, headers=BROWSER)
    assert got.status_code == 404
    assert "This link is not complete" in got.content.decode()
    assert 'href="/"' in got.content.decode()
    assert take_in_clicks(folder(), now=NOW) == 0


def test_it_opens_nothing_else_and_nothing_else_opens_it(house: House) -> None:
    anna = meet(house)
    token = link_of(anna).split("/")[2]
    with pytest.raises(LinkUnreadable):
        read_token(Purpose.PREFERENCES, token)
    with pytest.raises(LinkUnreadable):
        read_followed(make_token(Purpose.UNSUBSCRIBE, anna.ref))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example", "/hear/x", "https://a:b@evil.example/", "ftp://x.example", "https://x y", "http:///x"]
)
def test_only_whole_web_addresses_are_led_to(url: str, db: None) -> None:
    with pytest.raises(NoSuchTarget):
        put_links([Target(url)], now=NOW)


def test_a_target_is_one_row_whoever_gets_it(house: House) -> None:
    anna, ben = meet(house), meet(house, "Ben Bright", phone="+441134960044", email="ben@bright.example")
    assert link_of(anna) != link_of(ben)
    assert Link.objects.count() == 1
    Page.objects.create(url="https://www.example.com/prices", words="our prices", weight=3, made_at=NOW)
    link_of(anna, "https://www.example.com/prices/list")
    assert Link.objects.get(page__isnull=False).page.weight == 3  # type: ignore[union-attr]


def test_on_a_page_for_everyone_nothing_is_kept(client: Client, db: None) -> None:
    target = Target(URL)
    ref = put_links([target], now=NOW)[target]
    assert client.get(path_of(ref), headers=BROWSER)["Location"] == URL
    assert not folder().exists()
    assert address_of(ref).startswith("http://127.0.0.1:8000/go/")


def test_who_was_forgotten_is_led_on_and_leaves_nothing(client: Client, house: House) -> None:
    anna = meet(house)
    path = link_of(anna)
    Prospect.objects.filter(pk=anna.pk).update(end_reason="forgotten", ended_at=NOW, next_touch_at=None, next_step="")
    assert client.get(path, headers=BROWSER).status_code == 302
    take_in_clicks(folder(), now=NOW)
    assert not Sign.objects.exists()


def test_a_full_disk_holds_nobody_up(client: Client, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    path = link_of(meet(house))
    monkeypatch.setattr("keepwarm.signs.spool.os.write", full)
    assert client.get(path, headers=BROWSER)["Location"] == URL


def test_what_was_taken_and_not_dropped_is_taken_once_more_and_is_one_row(client: Client, house: House) -> None:
    client.get(link_of(meet(house)), headers=BROWSER)
    (path, lines), *_ = taken(folder())
    kept = path.read_bytes()
    take_in_clicks(folder(), now=NOW)
    path.write_bytes(kept + kept[:20])  # the crash came before it was dropped, and cut a line that nobody answered
    assert take_in_clicks(folder(), now=NOW + timedelta(minutes=1)) == len(lines) == 1
    assert Sign.objects.count() == 1
    assert not list(folder().iterdir())


def test_a_writer_whose_file_was_taken_begins_another(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.keep({"n": 1})
    first = list(taken(tmp_path))
    spool.keep({"n": 2})
    again = SimpleNamespace(lines=[line for _, lines in taken(tmp_path) for line in lines])
    assert [line for _, lines in first for line in lines] == [{"n": 1}]
    assert sorted(line["n"] for line in again.lines) == [1, 2]
