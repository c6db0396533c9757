"""The mails of a mailing: each text frozen once, filled for each recipient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from keepwarm.answers.models import Question
from keepwarm.content.brand import house_brand
from keepwarm.content.rendering import Pattern, answer_in, fill_pattern, render_pattern
from keepwarm.engine.merging import Values
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.queries.due import Ready
from keepwarm.mailings.queries.figures import has_two
from keepwarm.mailings.queries.texts import TEXTS, source_of
from keepwarm.outbox.actions import freeze_template
from keepwarm.outbox.links import preferences_url, unsubscribe_url
from keepwarm.outbox.models import Kind, Template
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.queries.accounts import NoAccount, accounts_for
from keepwarm.signs.actions import put_links
from keepwarm.signs.answering import answer_address
from keepwarm.signs.links import Target, address_of


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text that was frozen, and where its links lead: by place, the reference of a tracked link, or question and answer.

    `asks`: the ids of the questions that it asks.
    """

    template: Template
    pattern: Pattern
    links: Mapping[str, str]
    answers: Mapping[str, tuple[str, str]]
    asks: frozenset[int]


def prepare_texts(mailing: Mailing, *, now: datetime) -> dict[str, Prepared]:
    """Each text of the mailing, in short writes of their own; the same words give the same rows."""
    return {letter: _prepare(mailing, letter, now=now) for letter in (TEXTS if has_two(mailing) else TEXTS[:1])}


def _prepare(mailing: Mailing, letter: str, *, now: datetime) -> Prepared:
    pattern = render_pattern(source_of(mailing, letter), house_brand())
    asked = {place: said for place, url in pattern.links.items() if (said := answer_in(url)) is not None}
    targets = {place: Target(url) for place, url in pattern.links.items() if place not in asked}
    refs = put_links(targets.values(), now=now)
    template = freeze_template(pattern.subject[:300], pattern.text, pattern.html, now=now)
    known = dict(Question.objects.filter(key__in={key for key, _ in asked.values()}).values_list("key", "pk")) if asked else {}
    answers = {place: said for place, said in asked.items() if said[0] in known}
    return Prepared(template, pattern, {place: refs[target] for place, target in targets.items()}, answers, frozenset(known.values()))


def list_id_of(mailing: Mailing) -> str:
    """The name of the list, by the domain of the house's mail account; "" while the house has none: then no mail can go."""
    try:
        account = accounts_for([NewMessage(kind=Kind.MAILING, to_email="")])[None, None]
    except NoAccount:
        return ""
    name = mailing.list_name.replace("<", "").replace(">", "").strip()
    return f"{name} <news.{account.from_email.rpartition('@')[2]}>".strip()


def archive_url(mailing: Mailing) -> str:
    """Where everyone may read it; "" when it is not in the archive."""
    return f"{settings.PUBLIC_URL}/mailings/p/{mailing.ref}/" if mailing.in_archive else ""


def message_of(ready: Ready, text: Prepared, known: Values, *, touch_ref: str, list_id: str) -> tuple[NewMessage, tuple[str, ...]]:
    """The message to one person, and the merge fields that block it: with any, it must not go."""
    keep, mailing = {"address_ref": ready.address_ref, "channel": "mailing"}, ready.row.mailing
    preferences, unsubscribe = preferences_url(ready.prospect_ref, **keep), unsubscribe_url(ready.prospect_ref, **keep)
    urls = {"preferences_url": preferences, "unsubscribe_url": unsubscribe, "web_url": archive_url(mailing)}
    fields, missing = fill_pattern(text.pattern, Values({**known.by_name, **urls}, known.stale))
    links = {place: address_of(link, ready.prospect_ref, touch_ref) for place, link in text.links.items()}
    answers = {place: answer_address(ready.prospect_ref, *said) for place, said in text.answers.items()}
    answers |= {place: preferences for place in text.pattern.links if place not in links | answers}  # the question is gone
    message = NewMessage(
        kind=Kind.MAILING,
        to_email=ready.email,
        to_name=ready.name,
        prospect_id=ready.row.prospect_id,
        address_id=ready.address_id,
        template_id=text.template.pk,
        values={**fields, **links, **answers, **urls},
        list_id=list_id,
        automatic=True,
        once_key=once_key_of(ready.row),
    )
    return message, missing


ONCE = "mailing:"


def once_key_of(row: Recipient) -> str:
    """What makes the message unique. One that was taken back before it left has its key; the next is known by it, too."""
    again = f":{row.message_id}" if row.message_id else ""
    return f"{ONCE}{row.mailing.ref}:{row.prospect_id}{again}"
