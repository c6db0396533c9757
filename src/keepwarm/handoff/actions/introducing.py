"""The words in which a prospect is introduced to the rep: a marketer approves them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.handoff.actions.taking import hold, who_was_first
from keepwarm.handoff.models import HandOff
from keepwarm.handoff.refusals import AnsweredAlready, WordsNeeded
from keepwarm.staff.models import Role, User
from keepwarm.staff.queries import require_role

APPROVES = (Role.MARKETER, Role.MANAGER)


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
    """These words go to the prospect; until sales is done with it. Raises AnsweredAlready, WordsNeeded, NotYours, UnknownHandOff."""
    require_role(by, *APPROVES)
    with transaction.atomic():
        handoff = hold(handoff_ref)
        if handoff.closed_at is not None:
            raise AnsweredAlready(who_was_first(handoff))
        check_words(handoff.introduce, introduction)
        handoff.introduction, handoff.approved_by = introduction.strip(), by
        handoff.save(update_fields=["introduction", "approved_by"])
    return handoff
