"""What stands on a letter: the text filled in for one person, as plain data for the template. No text is read as markup twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.consent.links import preferences_path
from keepwarm.consent.models import Channel
from keepwarm.content.brand import Brand
from keepwarm.content.links import where_of
from keepwarm.content.models import Item, Kind
from keepwarm.content.queries import items_in_use
from keepwarm.content.queries.fields import values_of
from keepwarm.content.rendering import parse
from keepwarm.content.rendering.blocks import Block, Button, Heading, Line, Listing, Paragraph, Picture, Quote, Style, Words
from keepwarm.content.rendering.markup import as_words
from keepwarm.engine.merging import Values, fill
from keepwarm.post.links import code_in_groups, short_address
from keepwarm.post.models import Letter
from keepwarm.post.queries.holding import Standing
from keepwarm.post.texts import text_of_kind, text_of_news
from keepwarm.prospects.models import Address, Prospect

LANGUAGES = ("en", "de")
NEWS = 3


@dataclass(slots=True)
class Composed:
    """The page of a letter; `missing`: fields that have no value, so that it must not go."""

    page: dict[str, Any]
    missing: tuple[str, ...] = ()
    is_empty: bool = False


@dataclass(slots=True)
class _Filler:
    """Puts values into words, after the markup was read: what stands in a value is no markup either."""

    values: Values
    missing: list[str] = field(default_factory=list)

    def line(self, line: Line) -> list[dict[str, str]]:
        return [self.words(one) for one in line]

    def words(self, one: Words) -> dict[str, str]:
        style = "strong" if one.style == Style.STRONG else "em" if one.style == Style.EM else ""
        text = self.put(one.text)
        return {"text": f"{text} ({one.url})" if one.url and one.url != one.text else text, "style": style}

    def put(self, text: str) -> str:
        filled = fill(text, self.values)
        self.missing += filled.missing
        return filled.text


def compose(letters: Sequence[Letter], stands: Mapping[int, Standing], brand: Brand, *, now: datetime) -> dict[int, Composed]:
    """The pages of these letters, by their key. Each in the language of its reader. Five queries, however many."""
    people = Prospect.objects.select_related("organization", "owner").in_bulk([letter.prospect_id for letter in letters])
    values = values_of(list(people), now=now)
    items = Item.objects.in_bulk({letter.item_id for letter in letters if letter.item_id})
    refs = dict(Address.objects.filter(pk__in=[letter.address_id for letter in letters if letter.address_id]).values_list("pk", "ref"))
    return {
        letter.pk: _compose(letter, people[letter.prospect_id], items.get(letter.item_id or 0), values, stands, brand, refs, now)
        for letter in letters
        if letter.prospect_id in people
    }


def _compose(
    letter: Letter,
    person: Prospect,
    item: Item | None,
    values: Mapping[int, Values],
    stands: Mapping[int, Standing],
    brand: Brand,
    refs: Mapping[int, str],
    now: datetime,
) -> Composed:
    filler = _Filler(values.get(person.pk, Values({})))
    leads_to = preferences_path(person.ref, address_ref=refs.get(letter.address_id or 0, ""), channel=Channel.POST)
    language = language_of(person, item)
    with translation.override(language):
        subject, text = source_of(letter, item, language, now=now)
        blocks = [shaped for block in parse(text) if (shaped := _shape(block, filler)) is not None]
        page = {
            "lang": language,
            "lines": address_lines(person, stands[person.pk].lines),
            "date": date_format(now, "DATE_FORMAT" if language == "de" else "j F Y"),
            "subject": filler.put(subject),
            "blocks": blocks,
            "sign": _signature(letter, person, brand),
            "link": settings.PUBLIC_URL + leads_to,
            "short": short_address(letter.code),
            "code": code_in_groups(letter.code),
            **_small_print(),
        }
    return Composed(page, tuple(dict.fromkeys(filler.missing)), is_empty=not blocks)


def _small_print() -> dict[str, str]:
    """What stands on every letter, in the language of the moment."""
    return {
        "greeting": _("With kind regards"),
        "choose": _("How would you like to hear from us?"),
        "scan": _("Scan the code, or type this address, and choose: less often, another way, or no more."),
        "code_words": _("Code of this letter:"),
        "page_words": _("Page {page} of {pages}"),
    }


def language_of(person: Prospect, item: Item | None) -> str:
    """Theirs, or that of what goes to them; English when neither is known."""
    for one in (person.language, item.language if item else ""):
        if one[:2].lower() in LANGUAGES:
            return one[:2].lower()
    return "en"


def source_of(letter: Letter, item: Item | None, language: str, *, now: datetime) -> tuple[str, str]:
    """Subject and text with merge fields: what one of us wrote, the item, or what a turn without an item says."""
    if letter.text:
        return letter.subject, letter.text
    if item is not None:
        read_on = where_of(item) if item.kind != Kind.LETTER else ""
        return item.title, "\n\n".join(part for part in (item.body or as_words(item.teaser), read_on) if part)
    if letter.kind == "newsletter":
        fits = [one for one in items_in_use(now) if one.language in ("", language)]
        best = sorted(fits, key=lambda one: (-one.worth, one.id))[:NEWS]
        if best:
            return text_of_news([(one.title, as_words(one.teaser), one.url) for one in best])
    return text_of_kind(letter.kind)


def address_lines(person: Prospect, lines: Sequence[str]) -> list[str]:
    """At most six: the firm, the name, and the address."""
    firm = person.organization.name if person.organization else ""
    return [line for line in (firm, person.name, *lines) if line.strip()]


def _signature(letter: Letter, person: Prospect, brand: Brand) -> list[str]:
    name = letter.made_by.name if letter.made_by else person.owner.name if person.owner.user_id else ""
    return [part for part in (name, brand.name) if part]


def _shape(block: Block, filler: _Filler) -> dict[str, Any] | None:
    """A block as data for the template; a picture is left out, a button is its words and address."""
    match block:
        case Heading(level=level, line=line):
            return {"kind": "heading", "level": level, "lines": [filler.line(line)]}
        case Paragraph(lines=lines):
            return {"kind": "words", "lines": [filler.line(line) for line in lines]}
        case Quote(lines=lines):
            return {"kind": "quote", "lines": [filler.line(line) for line in lines]}
        case Listing(points=points, is_numbered=is_numbered):
            return {"kind": "steps" if is_numbered else "points", "lines": [filler.line(line) for line in points]}
        case Button(label=label, url=url):
            return {"kind": "words", "lines": [filler.line((Words(label, Style.STRONG),)), filler.line((Words(url),))]}
        case Picture():
            return None
    return {"kind": "rule", "lines": []}
