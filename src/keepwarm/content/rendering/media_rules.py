"""The rules of a stylesheet that cannot stand in an element: `@media` of phone width and dark mode. All else is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keepwarm.content.rendering.sanitising import is_safe_css

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
_MEDIA = re.compile(r"@media[^{};]{0,300}\{", re.IGNORECASE)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
LONGEST = 200_000


def media_rules_of(html: str) -> str:
    """The `@media` rules of all its stylesheets, without what is not safe in a mail."""
    css = _COMMENT.sub(" ", "\n".join(_STYLE.findall(html)))[:LONGEST]
    return "\n".join(_safe(css))


def _safe(css: str) -> Iterator[str]:
    at = 0
    while found := _MEDIA.search(css, at):
        end = _closing(css, found.end())
        rules = [f"{' '.join(one.split())} {{{' '.join(body.split())}}}" for one, body in _RULE.findall(css[found.end() : end])]
        safe = [rule for rule in rules if is_safe_css(rule)]
        opening = " ".join(found[0].split())
        if safe and is_safe_css(opening):
            yield f"{opening} {' '.join(safe)} }}"
        at = end + 1


def _closing(css: str, start: int) -> int:
    """Where the brace that was opened before `start` closes."""
    depth = 1
    for at in range(start, len(css)):
        depth += {"{": 1, "}": -1}.get(css[at], 0)
        if depth == 0:
            return at
    return len(css)
