"""An HTML template from elsewhere: put in order when it is imported, and filled as ours when it is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape, unescape

from keepwarm.content.rendering.html_text import text_of_html

__all__ = ("ForeignMail", "lead_elsewhere", "text_of_html")

_HREF = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)(")', re.IGNORECASE)
_DARK = (
    "<style>@media (prefers-color-scheme: dark) { .kw-foot { background-color: #1c1f22 !important; color: #a9aeb5 !important; } "
    ".kw-foot a { color: #a9aeb5 !important; } }</style>"
)
_TITLE = re.compile(r"<title>.*?</title>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class ForeignMail:
    """A whole mail in HTML, as `importing.import_template` leaves it: attributes in double quotes, one title, one body."""

    html: str

    def with_title(self, title: str) -> ForeignMail:
        return replace(self, html=_TITLE.sub(lambda _found: f"<title>{escape(title)}</title>", self.html, count=1))

    def with_end(self, end: str) -> ForeignMail:
        """The same with something more before the end of its body; it goes dark where the mail does."""
        dark = _DARK if end and "prefers-color-scheme" in self.html else ""
        before, body, after = self.html.replace("</head>", f"{dark}</head>", 1).rpartition("</body>")
        return replace(self, html=before + end + body + after)


def lead_elsewhere(mail: ForeignMail, place: Callable[[str], str]) -> ForeignMail:
    """Each link with what `place` says for its address."""
    return replace(mail, html=_HREF.sub(lambda found: found[1] + escape(place(unescape(found[2]))) + found[3], mail.html))
