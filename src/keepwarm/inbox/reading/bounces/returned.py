"""The mail that came back, as far as the report holds it: who wrote it to whom, and its Message-ID."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from keepwarm.inbox.reading.headers import Headers, addresses_in, ids_in, read_headers
from keepwarm.inbox.reading.mime import HEAD, Mail

_HEADER_LINE = re.compile(
    r"^[ >|]{0,4}(received|return-path|from|to|cc|subject|message-id|date|mime-version|content-type|reply-to|x-[\w-]{1,40})\s?:",
    re.IGNORECASE,
)
_NAMING = ("to", "cc", "bcc")
_TAKEN_FOR = ("x-original-to", "delivered-to", "envelope-to", "x-envelope-to", "x-rcpt-to")
_FOR = re.compile(r"\bfor <?([^\s<>;]{1,64}@[^\s<>;]{1,190})")
_TELLING = frozenset({"received", "from", "to", "subject", "message-id", "date", "return-path"})


@dataclass(frozen=True, slots=True)
class Returned:
    """What is known of the mail that came back; empty where the report does not hold it."""

    headers: Headers = field(default_factory=Headers)

    @property
    def recipients(self) -> list[str]:
        """To whom it was addressed; where its head names nobody, for whom the servers on its way say that they took it."""
        named = addresses_in(", ".join(value for name in _NAMING for value in self.headers.all(name)))
        return named or addresses_in(", ".join([value for name in _TAKEN_FOR for value in self.headers.all(name)] + self._received_for()))

    @property
    def senders(self) -> list[str]:
        """From whom it was."""
        return addresses_in(", ".join(self.headers.all("from") + self.headers.all("sender") + self.headers.all("return-path")))

    def _received_for(self) -> list[str]:
        return [found.group(1) for line in self.headers.all("received") if (found := _FOR.search(line))]

    @property
    def message_ids(self) -> tuple[str, ...]:
        """Its Message-ID."""
        return ids_in(self.headers.all("message-id"))


def returned_mail(mail: Mail, text: str) -> Returned:
    """Find it: as a part of its own, or written below the report."""
    for part in mail.parts:
        if part.content_type in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"}:
            content = part.content().lstrip(b"\n")
            return Returned(read_headers(content[: content.find(b"\n\n") if b"\n\n" in content else HEAD]))
    _, below = split_report(text)
    return Returned(read_headers(below.partition("\n\n")[0].encode())) if below else Returned()


def split_report(text: str) -> tuple[str, str]:
    """The words of the report, and the mail below them: where three telling header lines stand close together."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if not _HEADER_LINE.match(line):
            continue
        found = {name.group(1).lower() for near in lines[at : at + 12] if (name := _HEADER_LINE.match(near))}
        if len(found & _TELLING) >= 3 and not line.startswith(("  ", "\t")):
            return "\n".join(lines[:at]), "\n".join(near.lstrip(" >|") if _HEADER_LINE.match(near) else near for near in lines[at:])
    return text, ""
