"""What scanners, previews and crawlers do is told apart, by what a request says of itself and by what a mail's clicks say together."""

from datetime import datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from keepwarm.engine.words import Disposition
from keepwarm.signs.actions import put_links, take_in_clicks, tell_robots_by_delivery
from keepwarm.signs.clicks import folder
from keepwarm.signs.links import Target, path_of
from keepwarm.signs.models import Sign
from keepwarm.signs.robots import WORDS, Because
from keepwarm.signs.robots.headers import judge_request
from keepwarm.signs.robots.sequences import Seen, judge_mail
from keepwarm.touches.models import Channel, Touch
from tests.cast import NOW, meet, open_house

FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Accept-Language": "de-DE,de;q=0.8"}
OUTLOOK = {
    "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0"
}
PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"}
LANGUAGE = {"Accept-Language": "en-GB"}


@pytest.mark.parametrize(
    ("method", "headers", "because"),
    [
        ("GET", FIREFOX, ""),
        ("GET", {**OUTLOOK, **LANGUAGE}, ""),
        ("GET", {**PHONE, **LANGUAGE}, ""),
        ("HEAD", FIREFOX, Because.HEAD),
        ("GET", {**OUTLOOK}, Because.NO_BROWSER),
        ("GET", {}, Because.NO_BROWSER),
        ("GET", {"User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", **LANGUAGE}, Because.AGENT),
        ("GET", {"User-Agent": "BarracudaCentral", **LANGUAGE}, Because.AGENT),
        ("GET", {"User-Agent": "Mozilla/5.0 (compatible; Proofpoint URL Defense)", **LANGUAGE}, Because.AGENT),
        ("GET", {"User-Agent": "python-requests/2.32.3", **LANGUAGE}, Because.AGENT),
        ("GET", {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/142.0", **LANGUAGE}, Because.AGENT),
        ("GET", {"User-Agent": "WhatsApp/2.25", **LANGUAGE}, Because.AGENT),
        ("GET", {**FIREFOX, "Sec-Purpose": "prefetch;prerender"}, Because.PREFETCH),
        ("GET", {**FIREFOX, "X-Purpose": "preview"}, Because.PREFETCH),
    ],
)
def test_a_request_says_what_it_is(method: str, headers: dict[str, str], because: str) -> None:
    assert judge_request(method, headers) == because


def test_a_house_names_networks_of_scanners() -> None:
    networks = (ip_network("203.0.113.0/24"), ip_network("2001:db8::/32"))
    assert judge_request("GET", FIREFOX, "203.0.113.9", networks) == Because.NETWORK
    assert judge_request("GET", FIREFOX, "2001:db8::7", networks) == Because.NETWORK
    assert judge_request("GET", FIREFOX, "198.51.100.9", networks) == ""


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def judged(*clicks: tuple[int, float], trap: int = 0, delivered: datetime | None = NOW) -> list[str]:
    return judge_mail([Seen(link, after(seconds), is_trap=link == trap) for link, seconds in clicks], delivered)


def test_a_gateway_that_takes_all_links_on_delivery_is_a_robot() -> None:
    assert judged((1, 1.2), (2, 1.4), (3, 1.5), (4, 1.9)) == [Because.TOO_SOON] * 4


def test_a_gateway_that_waits_and_takes_all_links_is_one_too() -> None:
    assert judged((1, 300), (2, 301), (3, 309)) == [Because.MANY] * 3


def test_the_hidden_link_tells_of_the_others_and_not_of_a_later_reader() -> None:
    assert judged((1, 120), (9, 150), (2, 3 * 3600), trap=9) == [Because.TRAP, Because.TRAP, ""]


def test_people_are_people() -> None:
    assert judged((1, 45)) == [""]
    assert judged((1, 40), (2, 75), (1, 82)) == ["", "", ""]  # reads one, returns, opens another, and it again
    assert judged((1, 3600), (1, 3600.4)) == ["", ""]  # a double click
    assert judged((1, 2), delivered=None) == [""]  # the delivery is not known yet


def test_a_scanner_before_a_person_leaves_the_person() -> None:
    scanned = [(1, 2.0), (2, 2.1), (3, 2.3)]
    assert judged(*scanned, (2, 5400)) == [Because.TOO_SOON] * 3 + [""]


def test_every_reason_has_its_words() -> None:
    assert set(WORDS) == set(Because)


@pytest.fixture
def mail(db: None, tmp_path: Path, settings: Settings) -> Touch:
    """A mail to Anna that is on its way."""
    settings.HOME = tmp_path
    anna = meet(open_house())
    return Touch.objects.create(
        prospect=anna, channel=Channel.MAILING, disposition=Disposition.QUEUED, happened_at=NOW - timedelta(minutes=1), logged_at=NOW
    )


def paths(mail: Touch, *names: str) -> list[str]:
    targets = [Target(f"https://www.example.com/{name}", is_trap=name == "trap") for name in names]
    refs = put_links(targets, now=NOW)
    return [path_of(refs[one], mail.prospect.ref, mail.ref) for one in targets]


def test_what_was_recorded_turns_out_to_be_a_robots(client: Client, mail: Touch) -> None:
    first, second, third = paths(mail, "a", "b", "c")
    with time_machine.travel(NOW, tick=False):
        client.get(first, headers=FIREFOX)
        take_in_clicks(folder(), now=NOW)
        Sign.objects.update(heeded_at=NOW)
    with time_machine.travel(after(1), tick=False):
        client.get(second, headers=FIREFOX)
        client.get(third, headers=FIREFOX)
        take_in_clicks(folder(), now=NOW)
    assert set(Sign.objects.values_list("is_robot", "robot_because")) == {(True, Because.MANY.value)}
    assert Sign.objects.filter(heeded_at__isnull=True).count() == 1  # the first had counted: it is decided anew without it


def test_the_delivery_is_told_later_than_the_click(client: Client, mail: Touch) -> None:
    with time_machine.travel(NOW, tick=False):
        client.get(paths(mail, "a")[0], headers=FIREFOX)
    take_in_clicks(folder(), now=NOW)
    assert not Sign.objects.get().is_robot
    Touch.objects.filter(pk=mail.pk).update(disposition=Disposition.DELIVERED, happened_at=after(-4))
    assert tell_robots_by_delivery(now=NOW) == 1
    assert tell_robots_by_delivery(now=NOW) == 0
    assert Sign.objects.get().robot_because == Because.TOO_SOON


def test_the_trap_is_found_among_many_mails(client: Client, mail: Touch) -> None:
    link, trap = paths(mail, "a", "trap")
    with time_machine.travel(NOW, tick=False):
        client.get(link, headers=FIREFOX)
    with time_machine.travel(after(200), tick=False):
        client.get(trap, headers=FIREFOX)
    take_in_clicks(folder(), now=after(201))
    assert {sign.robot_because for sign in Sign.objects.all()} == {Because.TRAP}
