"""Introducing a prospect to the rep: in words that a marketer approves, by a call or a letter, and reminded of until it was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.handoff.actions.noticing import tell, whose_work
from keepwarm.handoff.actions.taking import hold, tell_words, who_was_first
from keepwarm.handoff.models import HandOff, Notice
from keepwarm.handoff.queries.introductions import introduced_otherwise, to_introduce
from keepwarm.handoff.queries.permissions import may_offer
from keepwarm.handoff.refusals import AnsweredAlready, WordsNeeded
from keepwarm.staff.models import Role, User
from keepwarm.staff.queries import NotYours, require_role
from keepwarm.touches.models import Touch

APPROVES = (Role.MARKETER, Role.MANAGER)
REMIND_EVERY = timedelta(days=1)
"""While it is missing. Our choice."""
AT_ONCE = 50


def may_approve(user: User) -> bool:
    """Marketers and managers."""
    return user.has_role(*APPROVES)


def check_words(introduce: str, introduction: str) -> None:
    """An introduction by letter or call has words. Raises WordsNeeded."""
    if introduce not in HandOff.Introduce.values:
        raise WordsNeeded(gettext("They are introduced by a call, by a letter, or not."))
    if introduce != HandOff.Introduce.NOT and not introduction.strip():
        raise WordsNeeded(gettext("Write the words of the introduction: they are what the prospect hears."))


def approve_introduction(handoff_ref: str, *, introduction: str, by: User, now: datetime) -> HandOff:
    """These words go to the prospect; until they were said, or sales is done with it.

    Raises AnsweredAlready, WordsNeeded, NotYours, UnknownHandOff.
    """
    require_role(by, *APPROVES)
    with transaction.atomic():
        handoff = hold(handoff_ref)
        if handoff.closed_at is not None:
            raise AnsweredAlready(who_was_first(handoff))
        if handoff.introduced_at is not None:
            raise WordsNeeded(gettext("They were introduced already, in the words that stand there."))
        check_words(handoff.introduce, introduction)
        handoff.introduction, handoff.approved_by = introduction.strip(), by
        handoff.save(update_fields=["introduction", "approved_by"])
        tell_words(handoff)
    return handoff


def note_introduced(handoff_ref: str, *, by: User | None, now: datetime) -> HandOff:
    """Somebody says that they have introduced the prospect to the rep. Again changes nothing.

    Raises WordsNeeded while nobody approved the words, AnsweredAlready when it is closed, NotYours, UnknownHandOff.
    """
    with transaction.atomic():
        handoff = hold(handoff_ref)
        if handoff.closed_at is not None:
            raise AnsweredAlready(who_was_first(handoff))
        if by is not None and by.pk != handoff.offered_by_id and not may_offer(handoff.prospect, by):
            raise NotYours(gettext("Whoever offered them, or marketing, introduces them."))
        if handoff.introduce == HandOff.Introduce.NOT:
            raise WordsNeeded(gettext("It was agreed that the rep introduces themselves."))
        if handoff.approved_by_id is None:
            raise WordsNeeded(gettext("A marketer approves the words before they are used."))
        if handoff.introduced_at is None:
            handoff.introduced_at, handoff.introduced_by = now, by
            handoff.save(update_fields=["introduced_at", "introduced_by"])
            _see_reminders(handoff, now=now)
    return handoff


def note_introductions(prospect_ids: Sequence[int] | None = None, *, now: datetime) -> None:
    """Introductions that a touch has made since, or whose touch was undone; of these prospects, or of everyone."""
    rows = introduced_otherwise()
    if prospect_ids is not None:
        rows = rows.filter(prospect_id__in=prospect_ids)
    for row in rows.order_by("offered_at")[:AT_ONCE]:
        by_touch: int | None = row.by_touch  # type: ignore[attr-defined]
        touch = Touch.objects.select_related("by").filter(pk=by_touch or 0).first()
        row.introduced_at = touch.happened_at if touch else None
        row.introduced_by, row.introduced_touch = (touch.by if touch else None), touch
        row.save(update_fields=["introduced_at", "introduced_by", "introduced_touch"])
        if touch is not None:
            _see_reminders(row, now=now)


def remind_of_introductions(*, now: datetime) -> int:
    """Whoever is to introduce is told when sales has accepted, and each day until it was done or sales has called. How many."""
    told = HandOff.objects.filter(notices__kind=Notice.Kind.INTRODUCE, notices__at__gt=now - REMIND_EVERY)
    waiting = HandOff.objects.filter(to_introduce()).exclude(pk__in=told.values("pk")).select_related("offered_by", "from_seat__user")
    rows = list(waiting.order_by("answered_at")[:AT_ONCE])
    for row in rows:
        with transaction.atomic():
            _see_reminders(row, now=now)  # the new one says it
            tell(whose_work(row), Notice.Kind.INTRODUCE, row, now=now)
    return len(rows)


def _see_reminders(handoff: HandOff, *, now: datetime) -> None:
    Notice.objects.filter(handoff=handoff, kind=Notice.Kind.INTRODUCE, seen_at__isnull=True).update(seen_at=now)
