"""A foreign HTML template becomes a mail of ours: styles put into the elements, cleaned, its fields ours. It keeps its look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Final

import css_inline
from django.utils.translation import gettext as _

from keepwarm.content.rendering.html_text import text_of_html
from keepwarm.content.rendering.markup import is_ours
from keepwarm.content.rendering.media_rules import media_rules_of
from keepwarm.content.rendering.sanitising import clean_mail, safe_style
from keepwarm.lib.refusal import Refusal

LARGEST: Final = 1_000_000
"""Bytes of a template. Gmail cuts a mail off after some 100 kB; ten times that is surely no mail."""
CUT_OFF: Final = 102_000
"""Bytes after which Gmail shows a mail only in part."""
_BLOCK_TAG: Final = re.compile(r"\{\{\s*[#/^!>][^{}]*\}\}|\{%[^{}]*%\}")
_FIELD: Final = re.compile(r"\{\{\{?\s*([A-Za-z][\w. -]{0,63}?)\s*\}?\}\}|\*\|([A-Za-z][\w:]{0,63})\|\*|%([A-Z][A-Z_]{2,40})%")
_OURS: Final = {
    "unsubscribe_url": "{unsubscribe_url}",
    "unsubscribe": "{unsubscribe_url}",
    "unsubscribe_link": "{unsubscribe_url}",
    "unsub": "{unsubscribe_url}",
    "update_profile": "{preferences_url}",
    "preferences_url": "{preferences_url}",
    "archive": "{web_url}",
    "web_url": "{web_url}",
    "name": "{first_name|there}",
    "fname": "{first_name|there}",
    "first_name": "{first_name|there}",
    "firstname": "{first_name|there}",
    "lname": "{last_name|there}",
    "last_name": "{last_name|there}",
    "company": "{firm|your firm}",
    "company_name": "{firm|your firm}",
}
"""What others call a field, and what stands for it here."""
_BODY: Final = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_HTML: Final = re.compile(r"<(?:html|body|table|div|p)\b", re.IGNORECASE)
_IMPORT: Final = re.compile(r"@import[^;]*;", re.IGNORECASE)
_LINKED: Final = re.compile(r"<link\b[^>]*\brel=[\"']?stylesheet|@import", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_LANG: Final = re.compile(r"<html\b[^>]*\blang=[\"']?([A-Za-z-]{2,12})", re.IGNORECASE)
_INLINER: Final = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


class TemplateRefused(Refusal):
    """A file that is no mail in HTML."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A template after its import. `fields` are names of fields that we do not know, for a person to replace; `pictures` lie elsewhere."""

    html: str
    title: str
    language: str
    text: str
    fields: tuple[str, ...]
    pictures: tuple[str, ...]
    is_long: bool  # so long that Gmail shows only its beginning
    lost_styles: bool = False  # it led to styles in a file of their own, and nothing is fetched


def import_template(raw: bytes | str) -> Imported:
    """Put a template in order. Nothing is fetched. Raises TemplateRefused."""
    source = _read(raw)
    title = " ".join(re.sub(r"\s+", " ", found[1]).split())[:200] if (found := _TITLE.search(source)) else ""
    language = found[1][:12] if (found := _LANG.search(source)) else ""
    ours, unknown = _fields(source)
    html = _in_order(ours, language)
    text = text_of_html(html)
    if not text and "<img" not in html:
        raise TemplateRefused(_("There is nothing to read in this file."))
    pictures = tuple(dict.fromkeys(url for url in _pictures(html) if not is_ours(url)))
    return Imported(html, title, language, text, unknown, pictures, len(html.encode()) > CUT_OFF, bool(_LINKED.search(source)))


def _read(raw: bytes | str) -> str:
    if len(raw) > LARGEST:
        raise TemplateRefused(_("The file is larger than a mail can be: more than a megabyte."))
    text = raw if isinstance(raw, str) else _decoded(raw)
    if not _HTML.search(text):
        raise TemplateRefused(_("This is no mail in HTML. Give a file that a browser would show as a page."))
    return text.replace("\0", "")


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _fields(source: str) -> tuple[str, tuple[str, ...]]:
    """The text with our fields for theirs, and the names that we do not know."""
    unknown: dict[str, None] = {}

    def put(found: re.Match[str]) -> str:
        theirs = (found[1] or found[2] or found[3]).strip()
        name = re.sub(r"[^a-z0-9]+", "_", theirs.lower()).strip("_")[:64]
        if name not in _OURS:
            unknown[name] = None
        return _OURS.get(name, f"{{{name}}}")

    return _FIELD.sub(put, _BLOCK_TAG.sub("", source)), tuple(unknown)


def _in_order(source: str, language: str) -> str:
    inlined = _INLINER.inline(_IMPORT.sub("", source))
    opening = _BODY.search(inlined)
    start = opening.end() if opening else 0
    inner = inlined[start : inlined.rfind("</body>")] if "</body>" in inlined else inlined[start:]
    rules = media_rules_of(inlined)
    schemes = "light dark" if "prefers-color-scheme" in rules else "light"  # else words go white at night, on paper that stays white
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="{schemes}"><meta name="supported-color-schemes" content="{schemes}"><title></title>'
    )
    style = f"<style>{rules}</style>" if rules else ""
    body = _body(opening[0] if opening else "<body>")
    return f'<!DOCTYPE html><html lang="{escape(language or "en")}"><head>{head}{style}</head>{body}{clean_mail(inner)}</body></html>'


def _body(tag: str) -> str:
    """The opening of the body with its look alone."""
    named = _Attributes.of(tag)
    kept = {name: named[name] for name in ("class", "id", "bgcolor", "dir") if named.get(name)}
    if style := safe_style(named.get("style", "")):
        kept["style"] = style
    return "<body" + "".join(f' {name}="{escape(value)}"' for name, value in kept.items()) + ">"


def _pictures(html: str) -> list[str]:
    return re.findall(r'<img\b[^>]*?\bsrc="([^"]+)"', html)


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    @classmethod
    def of(cls, tag: str) -> dict[str, str]:
        reader = cls()
        reader.feed(tag)
        return reader.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update({name: value or "" for name, value in attrs})
