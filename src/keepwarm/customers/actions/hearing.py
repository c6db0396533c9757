"""What the customer says on the page that asks them: kept or not, and what else they were promised. The page is the customer's own word."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.customers.actions.finding import take_promise
from keepwarm.customers.actions.recording import record_promises
from keepwarm.customers.actions.settling import break_promise, keep_promise
from keepwarm.customers.actions.withdrawing import hold_promised
from keepwarm.customers.models import Asked, Case, Promise
from keepwarm.customers.new import NewPromise
from keepwarm.customers.refusals import NoSuchThing, SettledAlready
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.engine.words import Disposition
from keepwarm.touches.models import Channel, Direction

MOST_THEIRS: Final = 10
"""Promises a customer adds to one sale on the page; more is somebody trying the page. Our choice."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What they said: of each promise (by reference) whether it was kept, and one more that they know of, kept or not, or not said."""

    kept: dict[str, bool] = field(default_factory=dict)
    more: str = ""
    more_kept: bool | None = None
    words: str = ""


def hear(asked_ref: str, heard: Heard, *, now: datetime) -> Asked:
    """Keep it, with a touch of theirs on the timeline. What is settled stays as it is; saying the same twice is as once.

    Raises NoSuchThing, and SettledAlready when they have added too much.
    """
    with transaction.atomic():
        asked = Asked.objects.select_related("sale__seat", "prospect").filter(ref=asked_ref, sale__undone_at__isnull=True).first()
        if asked is None:
            raise NoSuchThing(gettext("There is no such question any more."))
        hold_promised(asked.sale)
        asked.refresh_from_db(fields=["prospect", "answered_at", "content", "words"])  # two tabs at once lose no word of either
        changed = [_judge(asked, ref, kept, now=now) for ref, kept in heard.kept.items()]
        changed += [_add(asked, heard, now=now)] if heard.more.strip() else []
        if any(changed) or heard.words.strip() or asked.answered_at is None:
            _note(asked, heard, now=now)
    return asked


def _judge(asked: Asked, promise_ref: str, kept: bool, *, now: datetime) -> bool:
    promise = take_promise(promise_ref)
    if promise.sale_id != asked.sale_id or promise.state != Promise.State.OPEN:
        return False
    if kept:
        keep_promise(promise.ref, gettext("The customer says so."), by=None, now=now)
    else:
        break_promise(promise.ref, gettext("The customer says so."), channel=Case.Channel.PAGE, by=None, now=now)
    return True


def _add(asked: Asked, heard: Heard, *, now: datetime) -> bool:
    """A promise that we had not written down. For which day they need not know: today, where they say how it went."""
    if Promise.objects.filter(sale=asked.sale, recorded=False).count() >= MOST_THEIRS:
        raise SettledAlready(gettext("You have told us a lot already. Please call us about the rest."))
    day = max(date_of(now), asked.sale.sold_at.date())
    new = NewPromise(heard.more[:300], day, asked.prospect_id, source=Promise.Source.CUSTOMER)
    made = record_promises(asked.sale, [new], by=None, now=now)
    for promise in made:
        if heard.more_kept is not None:
            _judge(asked, promise.ref, heard.more_kept, now=now)
    return bool(made)


def date_of(now: datetime) -> date:
    """The day in UTC."""
    return now.date()


def _note(asked: Asked, heard: Heard, *, now: datetime) -> None:
    words = "\n".join(part for part in (asked.words, heard.more.strip(), heard.words.strip()) if part)[:4000]
    broken = Promise.objects.filter(sale=asked.sale, state=Promise.State.BROKEN).exists()
    asked.answered_at, asked.words, asked.content = now, words, not broken
    asked.save(update_fields=["answered_at", "words", "content"])
    note = gettext("Told us on our page what was promised, and how it went.")
    said = "\n".join(part for part in (note, heard.more.strip(), heard.words.strip()) if part)
    log_touch(
        NewTouch(asked.prospect_id, Channel.WEB, Direction.IN, Disposition.RECEIVED, now, note=said[:4000], args={"asked": asked.ref}),
        by=None,
        now=now,
    )
