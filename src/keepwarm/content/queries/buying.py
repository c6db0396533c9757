"""Whether an item asks to buy: then only whoever is ready gets it."""

from __future__ import annotations

from typing import Final

from keepwarm.content.models import Item
from keepwarm.content.rendering import parse
from keepwarm.content.rendering.as_text import blocks_as_text
from keepwarm.content.rendering.foreign import text_of_html
from keepwarm.engine.letter.purposes import Purposes, purposes_of
from keepwarm.engine.letter.words import IN_WORDS, Does
from keepwarm.engine.merging import Values, fill

OF_PRICE: Final = 0.6
"""From this chance on a text counts as talk of price or terms; the same as for mailings. Set on articles and offers of our own."""
AN_OFFER: Final = 0.9
"""From this chance on a text counts as an offer presented. Good articles of ours reach 0.88, offers begin at 0.95."""
SHOWN = 3


def asks_to_buy(title: str, teaser: str, body: str, html: str = "") -> bool:
    """Whether the mail of an item talks of price or terms, or is above all an offer presented."""
    return bool(_asks(_purposes(title, teaser, body, html)))


def why_asks(item: Item) -> list[tuple[str, tuple[str, ...]]]:
    """What in its text asks to buy: the end of a sentence that begins with what was written, and its sentences. Empty: nothing does."""
    read = _purposes(item.title, item.teaser, item.body, item.html)
    return [(IN_WORDS[does], tuple(one.text[:200] for one in read.sentences_that(does))[:SHOWN]) for does in _asks(read)]


def _asks(read: Purposes) -> tuple[Does, ...]:
    is_of_price = Does.NEGOTIATE in read.does and read.scores[Does.NEGOTIATE] >= OF_PRICE
    is_offer = read.main is Does.VALUE_PROPOSITION and read.scores[Does.VALUE_PROPOSITION] >= AN_OFFER
    return tuple(does for does, is_there in ((Does.NEGOTIATE, is_of_price), (Does.VALUE_PROPOSITION, is_offer)) if is_there)


def _purposes(title: str, teaser: str, body: str, html: str) -> Purposes:
    return purposes_of(text_of_html(html) if html else _plain(body) if body.strip() else teaser, title)


def _plain(body: str) -> str:
    """As a reader of whom nothing is known reads it, without addresses."""
    filled = "\n".join(fill(line, Values({})).text for line in body.split("\n"))
    return blocks_as_text(parse(filled), lambda _url: "")
