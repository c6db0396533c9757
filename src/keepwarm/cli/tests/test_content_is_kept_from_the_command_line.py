"""`keepwarm content` and `keepwarm feed`: added, listed, previewed, a template taken in; a feed on our own machine is not read."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from keepwarm.cli.content import command as content
from keepwarm.cli.feed import command as feed
from keepwarm.content.actions.feeds import FeedRefused
from keepwarm.content.actions.items import ItemRefused

pytestmark = pytest.mark.django_db


def run(command: Any, *words: str) -> Any:
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    return json.loads(done.output) if "--json" in words else done.output


def test_an_item_is_added_listed_and_seen_as_a_mail(tmp_path: Path) -> None:
    (tmp_path / "stop.txt").write_text("# Stops\n\nHello {first_name|there}.", encoding="utf-8")
    made = run(content, "add", "Stops", "--kind", "article", "--body", str(tmp_path / "stop.txt"), "--worth", "80", "--json")
    assert [one["title"] for one in run(content, "list", "--json")] == ["Stops"]
    assert "Hello Anna." in run(content, "preview", made["ref"], "--set", "first_name=Anna")
    assert "Stops" in run(content, "show", made["ref"])
    with pytest.raises(ItemRefused):
        run(content, "add", "Other", "--kind", "article", "--interest", "nothing-we-know")


def test_a_template_is_taken_in(tmp_path: Path) -> None:
    (tmp_path / "news.html").write_text("<html><body><p>Hello {{name}}</p></body></html>", encoding="utf-8")
    made = run(content, "import-template", str(tmp_path / "news.html"), "--json")
    assert (made["title"], made["state"]) == ("news", "draft")


def test_a_feed_at_a_private_address_is_refused_with_the_reason_and_not_kept() -> None:
    with pytest.raises(FeedRefused, match="private net"):
        run(feed, "add", "http://127.0.0.1/feed", "--name", "Inside")
    assert run(feed, "list", "--json") == []
    with pytest.raises(FeedRefused):
        run(feed, "add", "file:///etc/passwd")
