"""What everyone may read of the mailings: their text without a single personal field."""

from __future__ import annotations

from datetime import datetime

from keepwarm.content.rendering import parse
from keepwarm.content.rendering.as_html import blocks_as_html
from keepwarm.content.rendering.sanitising import clean_mail
from keepwarm.engine.merging import Values, fill
from keepwarm.mailings.models import Mailing
from keepwarm.mailings.queries.lists import in_archive
from keepwarm.mailings.queries.texts import source_of

SHOWN = 200
PERSONAL_PLACES = ("{preferences_url}", "{unsubscribe_url}", "{web_url}")


def list_archive(*, now: datetime) -> list[Mailing]:
    """The newest first, at most 200; each with its subject as everyone reads it."""
    found = list(in_archive(now=now)[:SHOWN])
    for mailing in found:
        mailing.subject = fill(mailing.subject, Values({})).text
    return found


def as_everyone_reads(mailing: Mailing) -> tuple[str, str]:
    """Subject and text: the words for whoever is not known, and links as they were written, without a trace of a reader."""
    source = source_of(mailing, mailing.better or "a")
    body = source.body
    for place in PERSONAL_PLACES:
        body = body.replace(place, "#")
    html = blocks_as_html(parse(_filled(body)), lambda url: "#" if url.startswith("answer:") else url)
    return fill(source.subject, Values({})).text, clean_mail(html)


def _filled(body: str) -> str:
    """Line by line: a value is put on one line, and the blocks of the text stay as they are."""
    return "\n".join(line[: len(line) - len(line.lstrip())] + fill(line.lstrip(), Values({})).text for line in body.split("\n"))
