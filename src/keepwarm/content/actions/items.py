"""Items are made, changed and retired."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.answers.models import Question
from keepwarm.content.models import Item, Kind, State
from keepwarm.content.queries.buying import asks_to_buy
from keepwarm.content.queries.fields import FIELDS, question_fields
from keepwarm.content.rendering import require_sound_markup
from keepwarm.content.rendering.mail import URLS
from keepwarm.engine.merging import MergeRefused, require_sound
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Stage
from keepwarm.staff.models import EDITORS, Seat, User
from keepwarm.staff.queries import require_role

OFFERED_AT = (Stage.NEW, Stage.CONVERSING, Stage.LEAD, Stage.IN_SALES, Stage.CUSTOMER)
TOPIC = "topic"
"""The group of the questions that are interests."""
LONGEST_BODY = 100_000
DEAREST = 10**12
LONGEST_SHORT = 480
"""Signs: about three text messages in one, and what messengers show without a click. Our choice."""


class ItemRefused(Refusal):
    """An item that cannot be kept, or is not there any more."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item as a person or another room writes it; see `models.Item` for what each means. `asks_said` None: as its text reads."""

    kind: str
    title: str
    teaser: str = ""
    body: str = ""
    html: str = ""
    short_text: str = ""
    url: str = ""
    interests: tuple[str, ...] = ()
    stages: tuple[int, ...] = ()
    language: str = ""
    minutes: int = 0
    worth: int = 50
    fresh_until_on: date | None = None
    owner_id: int | None = None
    question: str = ""  # its key
    file_id: int | None = None
    asks_said: bool | None = None
    state: str = State.DRAFT
    copy_minor: int = 0


def make_item(new: NewItem, *, by: User | None, now: datetime) -> Item:
    """A new item. Raises ItemRefused, NotYours; `by` None is the system, which may."""
    require_role(by, *EDITORS)
    values = _checked(new)
    with transaction.atomic():
        return Item.objects.create(**values, made_at=now, made_by=by, changed_at=now, changed_by=by)


def change_item(ref: str, new: NewItem, *, version: int = 0, by: User | None, now: datetime) -> Item:
    """An item written anew. `version`: the one that was read; 0 does not ask. Raises ItemRefused, NotYours."""
    require_role(by, *EDITORS)
    values = _checked(new)
    with transaction.atomic():
        row = _taken(ref)
        if version and version != row.version:
            raise ItemRefused(_("Somebody else has changed this item meanwhile. Open it again, and change what is there now."))
        _write(row, values, by=by, now=now)
    return row


def attach_file(ref: str, file_id: int, *, by: User | None, now: datetime) -> Item:
    """The file of an item, in place of the one before. Raises ItemRefused, NotYours."""
    require_role(by, *EDITORS)
    with transaction.atomic():
        row = _taken(ref)
        _write(row, {"file_id": file_id}, by=by, now=now)
    return row


def retire_item(ref: str, *, by: User | None, now: datetime) -> Item:
    """Nobody is offered it any more; who had it stays known. Raises ItemRefused, NotYours."""
    require_role(by, *EDITORS)
    with transaction.atomic():
        row = _taken(ref)
        if row.state != State.RETIRED:
            _write(row, {"state": State.RETIRED}, by=by, now=now)
    return row


def keep_item_of(source: str, new: NewItem, *, by: User | None, now: datetime) -> Item:
    """The item that a room above keeps for what it has ("seminar:<ref>"): made when it is missing, else brought up to date.

    What it says already is not written again; what a person said of asking to buy stays, and what a copy costs. Raises ItemRefused.
    """
    values = _checked(new)
    with transaction.atomic():
        made, is_new = Item.objects.get_or_create(source=source, defaults={**values, **_stamps(by, now), "made_at": now, "made_by": by})
        if is_new:
            return made
        row = Item.objects.select_for_update(of=("self",)).get(pk=made.pk)
        values["copy_minor"] = row.copy_minor
        if row.asks_said is not None and new.asks_said is None:
            values |= {"asks_said": row.asks_said, "asks_to_buy": row.asks_said}
        if any(getattr(row, name) != value for name, value in values.items()):
            _write(row, values, by=by, now=now)
    return row


def require_ready(title: str, teaser: str, body: str, html: str = "", short_text: str = "") -> None:
    """Refuse a text that cannot be sent: fields that do not exist, pictures from elsewhere, links that lead nowhere. Raises Refusal."""
    for text in (title, teaser, body, html, short_text):
        try:
            require_sound(text, frozenset((*FIELDS, *question_fields(), *URLS)))
        except MergeRefused as refused:
            raise ItemRefused(_(refused.key) % refused.args_shown) from refused
    require_sound_markup(body)


def _taken(ref: str) -> Item:
    row = Item.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    if row is None:
        raise ItemRefused(_("There is no such item any more."))
    return row


def _write(row: Item, values: dict[str, Any], *, by: User | None, now: datetime) -> None:
    for name, value in {**values, **_stamps(by, now)}.items():
        setattr(row, name, value)
    is_retired = row.state == State.RETIRED
    row.retired_at = (row.retired_at or now) if is_retired else None
    row.version += 1
    row.save()


def _stamps(by: User | None, now: datetime) -> dict[str, Any]:
    return {"changed_at": now, "changed_by": by}


def _checked(new: NewItem) -> dict[str, Any]:
    """Columns and their values. Raises ItemRefused."""
    values = {field.name: getattr(new, field.name) for field in fields(new)}
    values["title"], values["teaser"] = new.title.strip()[:200], new.teaser.strip()[:300]
    values["url"], values["short_text"] = new.url.strip(), new.short_text.strip()
    values["interests"] = _interests(new.interests)
    values["stages"] = sorted({int(stage) for stage in new.stages})
    values["question_id"] = _question_id(values.pop("question"))
    _refuse_what_is_off(new, values)
    reads = new.asks_said is None and asks_to_buy(new.title, new.teaser, new.body + "\n\n" + new.short_text, new.html)
    values["asks_to_buy"] = reads if new.asks_said is None else new.asks_said
    if new.state == State.IN_USE:
        require_ready(new.title, new.teaser, new.body, new.html, new.short_text)
    return values


def _refuse_what_is_off(new: NewItem, values: dict[str, Any]) -> None:
    wrong = {
        _("Give the item a title."): not values["title"],
        _("Choose what kind of thing it is."): new.kind not in Kind.values,
        _("An item is a draft, in use or retired."): new.state not in State.values,
        _("Its worth is a number from 1 to 100, 100 for the best."): not 1 <= new.worth <= 100,
        _("A web address begins with https:// or http://."): not _is_web(values["url"]),
        _("What a copy costs is nothing or an amount below ten billion."): not 0 <= new.copy_minor < DEAREST,
        _("The minutes it takes are a number from 0 to 10,000."): not 0 <= new.minutes <= 10_000,
        _("An item can be for the stages from new to customer."): not set(values["stages"]) <= set(OFFERED_AT),
        _("The text is longer than a mail can be. Keep it below 100,000 characters."): len(new.body) > LONGEST_BODY,
        _("There is nothing in it to send: give it a text, a sentence, an address or a file. Until then it is a draft."): (
            new.state == State.IN_USE and not _has_anything(values)
        ),
        _("That owner is not here any more."): new.owner_id is not None and not Seat.objects.filter(pk=new.owner_id).exists(),
    }
    for sentence, is_wrong in wrong.items():
        if is_wrong:
            raise ItemRefused(sentence)


def _has_anything(values: dict[str, Any]) -> bool:
    """Whether a mail with it would say more than hello."""
    return any(values[name] and str(values[name]).strip() for name in ("teaser", "body", "html", "url", "file_id", "short_text"))


def _is_web(url: str) -> bool:
    return not url or (url.startswith(("https://", "http://")) and len(url) <= 1000 and not any(letter.isspace() for letter in url))


def _interests(keys: tuple[str, ...]) -> list[str]:
    known = set(Question.objects.filter(group=TOPIC, key__in=keys).values_list("key", flat=True))
    for key in keys:
        if key not in known:
            raise ItemRefused(_("There is no interest called “%(key)s”.") % {"key": key[:60]})
    return sorted(known)


def _question_id(key: str) -> int | None:
    if not key:
        return None
    found = Question.objects.filter(key=key).values_list("pk", flat=True).first()
    if found is None:
        raise ItemRefused(_("There is no question “%(question)s”.") % {"question": key[:60]})
    return found
