"""HTML as plain text: the words in their order, a line for each block, addresses behind the words of a link."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from keepwarm.content.rendering.as_text import wrap

_SILENT = frozenset({"head", "style", "script", "title", "noscript"})
_BREAKS = frozenset("address blockquote br center div dl dt dd h1 h2 h3 h4 h5 h6 hr li ol p pre table td th tr ul".split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def text_of_html(html: str) -> str:
    """The plain text of a mail; what is hidden in it stays hidden."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [wrap(" ".join(line.split())) for line in "".join(reader.said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.silent: list[str] = []  # open tags within the first silent one
        self.leads: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if self.silent or tag in _SILENT or _HIDDEN.search(named.get("style", "")):
            if tag not in _VOID:
                self.silent.append(tag)
            return
        self._open(tag, named)

    def _open(self, tag: str, named: dict[str, str]) -> None:
        if tag in _BREAKS:
            self.said.append("\n- " if tag == "li" else "\n")
        if tag == "a":
            self.leads.append((named.get("href", ""), len(self.said)))
        if tag == "img" and named.get("alt"):
            self.said.append(named["alt"])

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag in self.silent:
                del self.silent[len(self.silent) - 1 - self.silent[::-1].index(tag) :]
            return
        if tag == "a" and self.leads:
            self._close_link(*self.leads.pop())
        if tag in _BREAKS:
            self.said.append("\n\n" if tag in {"p", "h1", "h2", "h3", "table", "ul", "ol"} else "\n")

    def _close_link(self, url: str, start: int) -> None:
        words = "".join(self.said[start:]).strip()
        if url and words and url not in {words, f"mailto:{words}"}:
            self.said.append(f" ({url})")
        elif url and not words:
            self.said.append(url)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(re.sub(r"\s+", " ", data))
