"""What may stand in a mail: tags and attributes of text, tables and pictures; styles without addresses. No script, form or frame."""

from __future__ import annotations

import re
from typing import Final

import nh3

_TAGS: Final = frozenset(
    "a abbr b big blockquote br caption center cite code col colgroup dd del div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins li "
    "ol p pre q s small span strike strong sub sup table tbody td tfoot th thead tr tt u ul".split()
)
_GONE: Final = frozenset(
    "script style noscript iframe frame frameset object embed applet form textarea select button svg math xml title".split()
)
"""Tags that go together with what stands in them."""
_EVERYWHERE: Final = frozenset("align bgcolor class dir height id lang role style title valign width aria-hidden aria-label".split())
_ATTRIBUTES: Final = {
    "*": set(_EVERYWHERE),
    "a": {"href", "name", "target"},
    "img": {"src", "alt", "border", "hspace", "vspace"},
    "table": {"border", "cellpadding", "cellspacing", "summary"},
    "td": {"colspan", "rowspan", "nowrap", "abbr", "headers", "scope"},
    "th": {"colspan", "rowspan", "nowrap", "abbr", "headers", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "font": {"color", "face", "size"},
    "hr": {"color", "noshade", "size"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "li": {"value", "type"},
}
_SCHEMES: Final = {"http", "https", "mailto", "tel"}
_UNSAFE_STYLE: Final = re.compile(
    r"url\s*\(|image-set\s*\(|expression|@import|behaviou?r\s*:|-moz-binding|[\\<>]|javascript", re.IGNORECASE
)
_DECLARATIONS: Final = re.compile(r"((?:[^;\"']|\"[^\"]*\"|'[^']*')+)(?:;|$)")


def clean_mail(html: str) -> str:
    """A piece of HTML with nothing in it that a mail must not have. Merge fields and places stay."""
    return nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=set(_GONE),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_filtered,
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )


def safe_style(style: str) -> str:
    """The declarations of a style that fetch nothing and run nothing."""
    return ";".join(one.strip() for one in _DECLARATIONS.findall(style) if one.strip() and not _UNSAFE_STYLE.search(one))


def is_safe_css(css: str) -> bool:
    """Whether rules fetch nothing and run nothing."""
    return not _UNSAFE_STYLE.search(css.replace(">", " "))


def _filtered(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return safe_style(value) or None
    if tag == "img" and name == "src":
        return value if value.lower().startswith(("https://", "http://")) else None
    if name == "target":
        return None
    return value
