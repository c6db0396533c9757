"""A feed that is new, unchanged, down, huge, slow or hostile: proposed once, or a sentence and another try. With a real server."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client

from keepwarm.content.actions.feeds import FeedRefused, NewFeed, add_feed, dismiss_proposal, read_due_feeds, take_proposal
from keepwarm.content.feeds import FetchFailed, Limits, fetch
from keepwarm.content.feeds.addresses import is_public
from keepwarm.content.models import Feed, Item, Proposal
from keepwarm.content.words import TROUBLES, say_trouble
from tests.cast import NOW, open_house

HERE = Limits(seconds=3.0, size=100_000, allows=lambda _address: True, ports=None)
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Warm words</title>{items}</channel></rss>"""
ITEM = """<item><guid>id-{n}</guid><title>Post {n} &lt;b&gt;bold&lt;/b&gt;</title><link>https://blog.example/{n}</link>
<description>About {n}&lt;script&gt;x()&lt;/script&gt;</description><pubDate>Mon, 16 Nov 2026 08:00:00 GMT</pubDate></item>"""
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + ']><rss version="2.0"><channel><title>&j;</title></channel></rss>'
)


class Blog(BaseHTTPRequestHandler):
    """Says what its address asks for."""

    posts = 3
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        getattr(self, f"say_{self.path.split('/')[1]}")()

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def say_feed(self) -> None:
        if self.headers.get("If-None-Match") == f'"{self.posts}"':
            self.say(b"", 304)
        else:
            self.say(RSS.format(items="".join(ITEM.format(n=n) for n in range(self.posts))).encode(), ETag=f'"{self.posts}"')

    def say_huge(self) -> None:
        self.say(b"<rss>" + b"a" * 200_000)

    def say_page(self) -> None:
        self.say(b"<html><body>Hello</body></html>")

    def say_broken(self) -> None:
        self.say(b"no", 503)

    def say_laughs(self) -> None:
        self.say(LAUGHS.encode())

    def say_packed(self) -> None:
        self.say(b"\x1f\x8b", Content_Encoding="gzip")

    def say_loop(self) -> None:
        self.say(b"", 302, Location="/loop")

    def say_inside(self) -> None:
        self.say(b"", 302, Location="http://127.0.0.2:1/feed")

    def say_file(self) -> None:
        self.say(b"", 302, Location="file:///etc/passwd")

    def say_drip(self) -> None:
        self.send_response(200)
        self.flush_headers()
        for _n in range(40):
            self.wfile.write(b"X: y\r\n")
            self.wfile.flush()
            time.sleep(0.2)

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@pytest.fixture
def blog() -> Iterator[str]:
    Blog.posts, Blog.asked = 3, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Blog)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def feed_at(url: str) -> Feed:
    return add_feed(NewFeed(url, "Warm words", interests=()), by=None, now=NOW, limits=HERE)


@pytest.mark.django_db
def test_what_is_new_is_proposed_once_and_a_person_decides(blog: str) -> None:
    house, feed = open_house(), feed_at(f"{blog}/feed")
    assert read_due_feeds(now=NOW, limits=HERE) == 1
    assert read_due_feeds(now=NOW, limits=HERE) == 0
    rows = list(Proposal.objects.order_by("pk"))
    assert [row.title for row in rows] == ["Post 0 bold", "Post 1 bold", "Post 2 bold"]
    assert rows[0].teaser == "About 0"
    item = take_proposal(rows[0].ref, by=house.max, now=NOW)
    assert (item.url, item.state, item.kind) == ("https://blog.example/0", "in_use", "post")
    dismiss_proposal(rows[1].ref, by=house.max, now=NOW)
    with pytest.raises(FeedRefused, match="already"):
        take_proposal(rows[0].ref, by=house.max, now=NOW)
    Blog.posts = 4
    read_due_feeds(now=NOW + timedelta(hours=7), limits=HERE)
    read_due_feeds(now=NOW + timedelta(hours=14), limits=HERE)  # not changed: 304
    assert Proposal.objects.filter(settled_at__isnull=True).count() == 2
    feed.refresh_from_db()
    assert (feed.trouble, feed.etag) == ("", '"4"')


@pytest.mark.django_db
def test_of_a_long_past_only_the_newest_are_proposed(blog: str) -> None:
    Blog.posts = 60
    feed_at(f"{blog}/feed")
    read_due_feeds(now=NOW, limits=HERE)
    assert Proposal.objects.filter(settled_at__isnull=True).count() == 20
    assert Proposal.objects.count() == 60


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "trouble"),
    [
        ("huge", "big"),
        ("page", "no_feed"),
        ("broken", "status"),
        ("laughs", "no_feed"),
        ("packed", "no_feed"),
        ("loop", "redirects"),
        ("file", "no_web"),
        ("inside", "down"),
        ("drip", "slow"),
    ],
)
def test_what_cannot_be_read_says_so_and_is_tried_again(blog: str, path: str, trouble: str) -> None:
    feed_at(f"{blog}/{path}")
    limits = Limits(seconds=1.0, size=100_000, allows=lambda _address: True, ports=None) if path == "drip" else HERE
    read_due_feeds(now=NOW, limits=limits)
    feed = Feed.objects.get()
    assert feed.trouble == trouble
    assert say_trouble(feed.trouble, feed.trouble_args).endswith(".")
    assert (feed.failures, feed.next_read_at, feed.claimed_until) == (1, NOW + timedelta(hours=1), None)
    assert not Proposal.objects.exists()
    read_due_feeds(now=NOW + timedelta(hours=1), limits=limits)
    feed.refresh_from_db()
    assert feed.next_read_at == NOW + timedelta(hours=3)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255"),
        *(
            "::1",
            "::",
            "fe80::1%eth0",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "::7f00:1",
            "192.0.2.1",
        ),
        "no address",
    ],
)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/feed", "http://[::1]/feed", "http://localhost/feed", "http://2130706433/", "http://0x7f.1/"]
)
def test_our_own_machine_is_never_asked(url: str) -> None:
    with pytest.raises(FetchFailed) as failed:
        fetch(url)
    assert failed.value.trouble in {"private", "no_name"}


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "http://user:pw@a.example/", "http://a.example:22/", "http:///x", "https://ü.example/", "x"]
)
def test_what_is_no_address_of_the_web_is_not_asked(url: str) -> None:
    with pytest.raises(FetchFailed) as failed:
        fetch(url)
    assert failed.value.trouble in TROUBLES


def test_a_redirect_to_a_private_address_is_not_followed(blog: str) -> None:
    seen: list[str] = []

    def allows(address: str) -> bool:
        seen.append(address)
        return address != "127.0.0.2"

    with pytest.raises(FetchFailed) as failed:
        fetch(f"{blog}/inside", limits=Limits(seconds=3, allows=allows, ports=None))
    assert (failed.value.trouble, seen) == ("private", ["127.0.0.1", "127.0.0.2"])


def test_the_line_goes_to_the_address_that_was_checked(blog: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers with our own machine the second time leads nowhere: it is not asked a second time."""
    import socket

    asked, real = [], socket.getaddrinfo

    def rebinding(host: str, *args: object, **more: object) -> object:
        asked.append(host)
        return real("127.0.0.1" if asked.count("blog.example") < 2 else "127.0.0.2", *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    url = blog.replace("127.0.0.1", "blog.example")
    assert fetch(f"{url}/feed", limits=HERE).raw
    assert asked.count("blog.example") == 1


@pytest.mark.django_db
def test_a_marketer_adds_a_feed_and_takes_in_what_it_brings(client: Client) -> None:
    client.force_login(open_house().max)
    given = {"url": "http://blog.invalid/feed", "name": "Blog", "kind": "post"}
    assert client.post("/content/feeds/", {**given, "url": "http://127.0.0.1/feed"}).status_code == 422
    assert "Nobody knows the name blog.invalid" in client.post("/content/feeds/", given, follow=True).content.decode()
    assert client.post("/content/feeds/", given).status_code == 422
    feed = Feed.objects.get()
    row = Proposal.objects.create(feed=feed, fingerprint="x", title="A {first_name} post", url="https://blog.example/1", found_at=NOW)
    client.post(f"/content/proposals/{row.ref}/", {"do": "take"})
    assert Item.objects.get().title == "A (first_name) post"
    client.post(f"/content/feeds/{feed.ref}/", {"do": "retire"})
    feed.refresh_from_db()
    assert feed.retired_at is not None
