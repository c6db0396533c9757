"""A feed with half letters, signs that no database keeps, years that never were, and an address that is none: the rest is read."""

import pytest
from django.test import Client

from keepwarm.content.actions import feeds
from keepwarm.content.actions.feeds import FeedRefused, NewFeed, add_feed, read_due_feeds, take_proposal
from keepwarm.content.feeds import Fetched
from keepwarm.content.feeds.entries import read_entries
from keepwarm.content.models import Proposal
from tests.cast import NOW, open_house

ODD = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Odd &#xD83D; &#0; words</title>
<item><title>Half &#xD83D; &#0; &#8; one &#xD83D;&#xDE00;</title><link>https://blog.example/half</link>
<pubDate>Mon, 16 Nov 0001 08:00:00 GMT</pubDate></item>
<item><title>No address</title><link>http://[::1</link></item>
<item><title>Split</title><link>https://blog.example/a&#8;b\x01c</link><description>x\x00y</description></item>
<item><title>[Video] How to {not} stop</title><link>https://blog.example/{id}(1</link><description>![x](http://spy.example/p.gif)</description></item>
<item><title>Good</title><link>https://blog.example/good</link><pubDate>Mon, 16 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>"""


def test_what_is_odd_is_left_out_and_what_is_good_is_read() -> None:
    found = read_entries(ODD, "https://blog.example/feed")
    assert found is not None
    entries = {entry.url: entry for entry in found[1]}
    assert {"https://blog.example/half", "https://blog.example/good"} <= set(entries)
    assert entries["https://blog.example/half"].published == ""
    assert "\U0001f600" in entries["https://blog.example/half"].title
    assert entries["https://blog.example/good"].published.startswith("2026-11-16")
    words = [found[0], *(part for entry in found[1] for part in (entry.title, entry.teaser, entry.url))]
    assert all(word.isprintable() and word == word.encode().decode() for word in words)


@pytest.mark.django_db
def test_each_can_be_kept_shown_and_taken_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "fetch", lambda url, **_how: Fetched(ODD, url))
    monkeypatch.setattr(feeds, "parse_apart", read_entries)
    house, feed = open_house(), add_feed(NewFeed("https://blog.example/feed", "Odd"), by=None, now=NOW)
    assert read_due_feeds(now=NOW) == 1
    feed.refresh_from_db()
    assert feed.trouble == ""
    client.force_login(house.max)
    assert "How to {not} stop" in client.get("/content/feeds/").content.decode()
    for row in list(Proposal.objects.all()):
        item = take_proposal(row.ref, by=house.max, now=NOW)
        assert client.get(f"/content/{item.ref}/mail/?reader=bare").status_code == 200
        assert client.get(f"/content/{item.ref}/mail/?reader=bare").content.count(b"<img") == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1/feed", "private net"),
        ("http://[::ffff:10.0.0.1]/feed", "private net"),
        ("http://user:pw@blog.example/feed", "none of the open web"),
        ("https://blog.example:8443/feed", "none of the open web"),
        ("http://[::1", "none of the open web"),
    ],
)
def test_an_address_that_is_never_fetched_is_refused_at_once(url: str, said: str) -> None:
    with pytest.raises(FeedRefused, match=said):
        add_feed(NewFeed(url, "Odd"), by=None, now=NOW)
