"""The mail of an item without a text of its own: the same as it was looked at; whatever stands in a title or teaser from elsewhere."""

from __future__ import annotations

import pytest

from keepwarm.content.brand import Brand
from keepwarm.content.models import Item
from keepwarm.content.queries.mail_of_item import source_of
from keepwarm.content.rendering import render_mail
from keepwarm.content.rendering.blocks import Button, Listing, Paragraph
from keepwarm.content.rendering.markup import as_button, as_words, parse
from keepwarm.engine.merging import Values
from keepwarm.programs.actions.writing import source_of as sent_as
from tests.cast import NOW

BRAND = Brand("Kiln", "4 Lime Street")


def made(title: str, teaser: str = "", **more: object) -> Item:
    given = {
        "kind": "post",
        "title": title,
        "teaser": teaser,
        "url": "https://blog.example/1",
        "state": "in_use",
        "made_at": NOW,
        "changed_at": NOW,
    }
    return Item(**{**given, **more})


@pytest.mark.parametrize("title", ["[Video] How to [not] stop", "Why " + "very " * 35 + "long", "Stops (and what they cost)"])
def test_a_title_of_any_kind_is_a_button(title: str) -> None:
    mail = render_mail(source_of(made(title)), Values({}), BRAND)
    assert "https://blog.example/1" in mail.html
    assert "[[" not in mail.text + mail.html
    assert "](" not in mail.text + mail.html


@pytest.mark.parametrize("url", ["https://x.example/a(b", "https://x.example/a)b(c)", "https://x.example/{id}/?q={first_name}"])
def test_an_address_of_any_kind_is_led_to(url: str) -> None:
    (block,) = parse(as_button("Read", url))
    assert isinstance(block, Button)
    assert not set("(){}") & set(block.url)
    assert render_mail(source_of(made("Read", url=url)), Values({}), BRAND).missing == ()


def test_a_teaser_from_elsewhere_is_words_and_nothing_else() -> None:
    teaser = "![x](http://spy.example/p.gif) # *Big* [yes](answer:pumps=yes) {first_name|you}"
    mail = render_mail(source_of(made("Read", teaser)), Values({"first_name": "Anna"}), BRAND)
    assert "<img" not in mail.html
    assert "answer:" in mail.text
    assert "Anna" in mail.text
    assert 'href="answer' not in mail.html
    (block,) = parse(as_words("![x](http://spy.example/p.gif)"))
    assert isinstance(block, Paragraph)
    assert not isinstance(parse(as_words("2. Part of it"))[0], Listing)


def test_what_is_looked_at_is_what_is_sent() -> None:
    for one in (made("Read", "In a sentence"), made("Lies ein", "Ein Satz", language="de"), made("Text", body="Hello {first_name|there}.")):
        assert source_of(one) == sent_as("item", one)
    assert "Guten Tag" in render_mail(source_of(made("Lies", language="de")), Values({}), BRAND).text
