"""What a mail says in itself: its words, its HTML, its attachments; mails and reports inside it are not its words."""

from __future__ import annotations

from dataclasses import dataclass

from keepwarm.inbox.reading.html import text_of_html
from keepwarm.inbox.reading.mime import Mail, Part

MOST_TEXT = 200_000
"""Letters of a mail that are read as its words."""


@dataclass(frozen=True, slots=True)
class Words:
    """`text` for reading, `html` as it came (never shown as it is), `attachments` as name and type, `calendar` of an invitation."""

    text: str = ""
    html: str = ""
    attachments: tuple[tuple[str, str], ...] = ()
    calendar: str = ""


def words_of(mail: Mail) -> Words:
    """The words of a mail. Plain text wins over HTML, unless it is next to nothing."""
    plain = [part.text() for part in mail.parts if part.content_type == "text/plain" and not part.filename]
    markup = [part.text() for part in mail.parts if part.content_type == "text/html" and not part.filename]
    text = "\n".join(one for one in plain if one.strip()).strip()
    if markup and len(text.split()) < 2:
        text = text_of_html("\n".join(markup)) or text
    return Words(
        text=text.replace("\x00", "")[:MOST_TEXT],
        html="\n".join(markup),
        attachments=tuple((part.filename, part.content_type) for part in mail.parts if part.filename)[:50],
        calendar=next((part.text() for part in mail.parts if part.content_type == "text/calendar"), ""),
    )


def report_text(mail: Mail) -> str:
    """Everything in words that is not the returned mail: where bounces that follow no rule say what happened."""
    said = [_told(part) for part in mail.parts if part.content_type in {"text/plain", "text/html"}]
    return "\n".join(one for one in said if one.strip()).replace("\x00", "")[:MOST_TEXT]


def _told(part: Part) -> str:
    return text_of_html(part.text()) if part.content_type == "text/html" else part.text()
