"""A text for many: frozen once with its links and questions, and filled for each who gets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from keepwarm.answers.models import Question
from keepwarm.content.brand import Brand
from keepwarm.content.rendering import MailSource, Pattern, answer_in, fill_pattern, render_pattern
from keepwarm.engine.merging import Values
from keepwarm.outbox.actions.queueing import freeze_template
from keepwarm.outbox.links import one_click_url, preferences_url, unsubscribe_url
from keepwarm.outbox.models import Kind, Template
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.queries.accounts import NoAccount, accounts_for
from keepwarm.signs.actions import put_links
from keepwarm.signs.answering import answer_address
from keepwarm.signs.links import Target, address_of


class Addressed(Protocol):
    """Somebody who gets it now, and where."""

    @property
    def prospect_ref(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def address_id(self) -> int | None: ...
    @property
    def address_ref(self) -> str: ...
    @property
    def email(self) -> str: ...


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

    def subject_of(self, message: NewMessage) -> str:
        """The subject as this message has it, for its touch."""
        return self.pattern.subject.format_map(_Blank(message.values))[:200]


class _Blank(dict[str, str]):
    """What is no place stays empty."""

    def __missing__(self, key: str) -> str:
        return ""


def prepare_text(source: MailSource, brand: Brand, *, item_id: int | None = None, now: datetime) -> Prepared:
    """Freeze a text, in short writes of their own; the same words give the same rows. `item_id`: what its links tell of."""
    pattern = render_pattern(source, brand)
    asked = {place: said for place, url in pattern.links.items() if (said := answer_in(url)) is not None}
    targets = {place: Target(url, item_id) for place, url in pattern.links.items() if place not in asked}
    refs = put_links(targets.values(), now=now)
    template = freeze_template(pattern.subject[:300], pattern.text, pattern.html, now=now)
    known = dict(Question.objects.filter(key__in={key for key, _ in asked.values()}).values_list("key", "pk")) if asked else {}
    answers = {place: said for place, said in asked.items() if said[0] in known}
    return Prepared(template, pattern, {place: refs[target] for place, target in targets.items()}, answers, frozenset(known.values()))


@dataclass(frozen=True, slots=True)
class Sent:
    """What is told of one mail to one person: whose it is, its touch, the list it is of, and what makes it unique."""

    prospect_id: int
    touch_ref: str
    list_id: str
    once_key: str
    web_url: str | None = None  # where everyone may read it, "" nowhere; None where the text has no such place


def fill_text(text: Prepared, to: Addressed, known: Values, sent: Sent) -> tuple[NewMessage, tuple[str, ...]]:
    """The message to one person, and the merge fields that block it: with any, it must not go."""
    keep = {"address_ref": to.address_ref, "channel": "mailing"}
    preferences, unsubscribe = preferences_url(to.prospect_ref, **keep), unsubscribe_url(to.prospect_ref, **keep)
    urls = {"preferences_url": preferences, "unsubscribe_url": unsubscribe}
    urls |= {} if sent.web_url is None else {"web_url": sent.web_url}
    fields, missing = fill_pattern(text.pattern, Values({**known.by_name, **urls}, known.stale))
    links = {place: address_of(link, to.prospect_ref, sent.touch_ref) for place, link in text.links.items()}
    answers = {place: answer_address(to.prospect_ref, *said) for place, said in text.answers.items()}
    answers |= {place: preferences for place in text.pattern.links if place not in links | answers}  # the question is gone
    message = NewMessage(
        kind=Kind.MAILING,
        to_email=to.email,
        to_name=to.name,
        prospect_id=sent.prospect_id,
        address_id=to.address_id,
        template_id=text.template.pk,
        values={**fields, **links, **answers, **urls},
        list_id=sent.list_id,
        unsubscribe_url=one_click_url(to.prospect_ref, **keep),
        automatic=True,
        once_key=sent.once_key,
    )
    return message, missing


def list_id_named(name: str, box: str) -> str:
    """The name of a list, by the domain of the house's mail account; "" while the house has none: then no mail can go."""
    try:
        account = accounts_for([NewMessage(kind=Kind.MAILING, to_email="")])[None, None]
    except NoAccount:
        return ""
    return f"{name.replace('<', '').replace('>', '').strip()} <{box}.{account.from_email.rpartition('@')[2]}>".strip()
