"""From one source to a mail: subject, plain text and HTML, for one person or, with places to fill, for many."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Final

import css_inline
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from keepwarm.content.brand import Brand
from keepwarm.content.rendering.as_html import blocks_as_html
from keepwarm.content.rendering.as_text import blocks_as_text, wrap
from keepwarm.content.rendering.foreign import ForeignMail, lead_elsewhere, text_of_html
from keepwarm.content.rendering.markup import parse
from keepwarm.content.rendering.sanitising import clean_mail
from keepwarm.engine.merging import Field, Values, fill, fill_slots, slot_fields

URLS: Final = ("unsubscribe_url", "preferences_url", "web_url")
"""Places for addresses that whoever sends fills in; they are not fields of a person."""
_RULES_FIRST: Final = re.compile(r"<head>(<style>.*?</style>)(.*?)</head>", re.DOTALL)
_INLINER: Final = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class MailSource:
    """What a mail is made of. `body` is our markup; `html` an imported template, which then stands instead. `preheader`: the line
    that a mailbox shows beside the subject. `on_the_web`: the mail can be read in a browser too, at `{web_url}`."""

    subject: str
    body: str = ""
    html: str = ""
    preheader: str = ""
    language: str = "en"
    on_the_web: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A mail for many. `{name}` in subject, text and html is a place: of `fields` (what they are), of `links` (where they lead: an
    address, or `answer:<key>=<value>`), or one of URLS. The parts and the places stand as they are in `outbox.models.Template`."""

    subject: str
    text: str
    html: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def urls(self) -> tuple[str, ...]:
        """Which of URLS it needs."""
        return tuple(name for name in URLS if f"{{{name}}}" in self.html + self.text)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail for one person. With something in `missing` it must not go; `stale` was known, and is too old to be claimed."""

    subject: str
    text: str
    html: str
    missing: tuple[str, ...] = ()
    fell_back: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()


def render_mail(source: MailSource, values: Values, brand: Brand, urls: Mapping[str, str] | None = None) -> Rendered:
    """The mail as this person gets it. What is missing shows its name in brackets; `urls` by their names, "#" when not given."""
    pattern = render_pattern(source, brand)
    filled, _missing = fill_slots(pattern.fields, values)
    shown = {place: text or f"[{pattern.fields[place].name}]" for place, text in filled.items()}
    leads = {place: "#" if url.startswith("answer:") else url for place, url in pattern.links.items()}
    put = Values({**shown, **leads, **{name: (urls or {}).get(name, "#") for name in URLS}})
    asked = fill(" ".join(_as_field(one) for one in pattern.fields.values()), values)
    text = "\n".join(fill_line(line, put) for line in pattern.text.split("\n"))
    html = fill(pattern.html, put, as_html=True).text
    return Rendered(fill(pattern.subject, put).text, text, html, asked.missing, asked.fell_back, asked.stale)


def fill_pattern(pattern: Pattern, values: Values) -> tuple[dict[str, str], tuple[str, ...]]:
    """What goes into the places of fields for one person, and which blocking fields have no value: then nothing may go to them."""
    return fill_slots(pattern.fields, values)


def render_pattern(source: MailSource, brand: Brand) -> Pattern:
    """The mail for many."""
    subject = slot_fields(source.subject)
    links: dict[str, str] = {}
    with override(source.language or "en"):
        if source.html:
            return _foreign_pattern(source, subject.text, subject.fields, links, brand)
        body = slot_fields(source.body, subject.fields)
        preheader = slot_fields(source.preheader, body.fields)
        blocks = parse(body.text)
        content = clean_mail(blocks_as_html(blocks, lambda url: place_of(url, links)))
        text = blocks_as_text(blocks, lambda url: place_of(url, links))
        html = _framed(source, subject.text, preheader.text, content, brand)
    return Pattern(subject.text, f"{text}\n\n{_footer(source, brand)}\n", html, preheader.fields, links)


def place_of(url: str, links: dict[str, str]) -> str:
    """The place of a link: the same for the same address; an address that is a place by itself stays."""
    if "{" in url:
        return url
    for place, known in links.items():
        if known == url:
            return "{" + place + "}"
    links[f"link_{len(links) + 1}"] = url
    return "{" + f"link_{len(links)}" + "}"


def fill_line(line: str, put: Values) -> str:
    """One line of plain text with its values; blanks at its beginning, of a point in a list, stay."""
    begin = line[: len(line) - len(line.lstrip())]
    return begin + fill(line.lstrip(), put).text


def _as_field(one: Field) -> str:
    return "{" + one.name + ("" if one.fallback is None else f"|{one.fallback}") + "}"


def _framed(source: MailSource, subject: str, preheader: str, content: str, brand: Brand) -> str:
    context = {"source": source, "subject": subject, "preheader": preheader, "content": content, "brand": brand}
    html = _INLINER.inline(render_to_string("content/mail/frame.html", context))
    return _RULES_FIRST.sub(r"<head>\2\1</head>", html, count=1)  # a reader learns the letters' encoding from the beginning


def _foreign_pattern(source: MailSource, subject: str, taken: Mapping[str, Field], links: dict[str, str], brand: Brand) -> Pattern:
    slots = slot_fields(source.html, taken)
    fields = {place: Field(one.name, None if one.fallback is None else unescape(one.fallback)) for place, one in slots.fields.items()}
    people = {place: one for place, one in fields.items() if one.name not in URLS}
    mail = lead_elsewhere(ForeignMail(slots.text), lambda url: place_of(url, links))
    has_footer = "{unsubscribe_url}" in mail.html
    end = "" if has_footer else render_to_string("content/mail/footer_alone.html", {"source": source, "brand": brand})
    text = text_of_html(mail.html) + ("" if has_footer else f"\n\n{_footer(source, brand)}")
    return Pattern(subject, f"{text}\n", mail.with_title(subject).with_end(end).html, people, links)


def _footer(source: MailSource, brand: Brand) -> str:
    said = [brand.name, brand.postal_address.replace("\r", "").replace("\n", ", ")]
    lines = [wrap(", ".join(part for part in said if part))] if any(said) else []
    lines.append(_("How often, and about what: %(url)s") % {"url": "{preferences_url}"})
    lines.append(_("No more mails: %(url)s") % {"url": "{unsubscribe_url}"})
    if source.on_the_web:
        lines.append(_("Read it in a browser: %(url)s") % {"url": "{web_url}"})
    return "-- \n" + "\n".join(lines)
