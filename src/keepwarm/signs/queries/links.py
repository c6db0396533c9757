"""Where links lead."""

from __future__ import annotations

from keepwarm.signs.models import Link

_MOST = 10_000
_urls: dict[str, str] = {}


def url_of(link_ref: str) -> str | None:
    """Where a link leads; None when there is none. A row never leads elsewhere once it is written, so a process reads it once."""
    if link_ref not in _urls:
        url = Link.objects.filter(ref=link_ref).values_list("url", flat=True).first()
        if url is None:
            return None
        if len(_urls) >= _MOST:
            _urls.clear()
        _urls[link_ref] = url
    return _urls[link_ref]
