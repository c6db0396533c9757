"""How a public page is given out: in the house's colours, in the reader's language, and to nobody else's memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_supported_language_variant, override

from keepwarm.content.brand import house_brand


def show(name: str, context: Mapping[str, Any], *, status: int = 200, language: str = "", hosts: Sequence[str] = ()) -> HttpResponse:
    """Rendered without the request, so that nothing can set a cookie. Neither kept nor indexed, and the token is told to nobody.

    `language` "" speaks as the reader's browser asks. `hosts` are the sites that may show it in a frame.
    """
    with speaking(language):
        body = render_to_string(f"public/{name}.html", {"brand": house_brand(), "is_framed": bool(hosts), **context})
    response = HttpResponse(body, status=status)
    response["Cache-Control"], response["Referrer-Policy"], response["X-Robots-Tag"] = "no-store", "no-referrer", "noindex, nofollow"
    if hosts:
        vars(response).update(_csp_replace={"frame-ancestors": list(hosts)}, xframe_options_exempt=True)  # as the decorators do
    return response


def spoken(language: str) -> str:
    """A language of the pages, or "" for one that they do not speak."""
    try:
        return get_supported_language_variant(language) if language else ""
    except LookupError:
        return ""


def speaking(language: str) -> override:
    """In this language, as far as the pages speak it; else as the reader's browser asks. What is wrong in a form is said so too."""
    return override(spoken(language) or get_language())
