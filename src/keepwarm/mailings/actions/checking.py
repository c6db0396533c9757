"""A mailing is checked before it goes: asked for, done piece by piece, stopped. Goes on where a process ended under it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from keepwarm.lib.refusal import Refusal
from keepwarm.mailings.actions.editing import MAKERS, take, take_draft
from keepwarm.mailings.models import Check, Mailing
from keepwarm.mailings.queries.checks import OPEN, Look, begin_look, find_check, segment_condition
from keepwarm.mailings.refusals import CheckRefused
from keepwarm.staff.models import User
from keepwarm.staff.queries import require_role

LEASE: Final = timedelta(seconds=60)
FRESH: Final = timedelta(hours=1)
"""Counts of people so old are not added to; the check begins anew. Our choice."""

Clock = Callable[[], datetime]
Progress = Callable[[Check], object]


def ask_for_check(ref: str, *, by: User | None, now: datetime) -> Check:
    """Ask to look at its people and its text. Done by `run_check`; one that is being done already is not done twice.

    Raises UnknownMailing, MailingRefused when it is no draft, NotYours.
    """
    require_role(by, *MAKERS)
    with transaction.atomic():
        mailing = take_draft(ref)
        condition = segment_condition(mailing)
        running = mailing.checks.filter(OPEN).first()
        if running is not None and (running.version, running.condition) == (mailing.version, condition):
            return running
        mailing.checks.filter(OPEN).update(stopped_at=now, lease_until=None, problem=_changed())
        return Check.objects.create(mailing=mailing, version=mailing.version, condition=condition, asked_by=by, asked_at=now)


def run_check(ref: str, *, clock: Clock, progress: Progress | None = None) -> Check:
    """Do a check to its end, unless it is stopped. Raises CheckRefused when another process does it, or it is over.

    What is counted is kept piece by piece. A segment that cannot be read ends it with a sentence.
    """
    check = _take(ref, now=clock())
    try:
        _look(check, clock, progress)
    except Refusal as refusal:
        _give_up(check, refusal.sentence, now=clock())
    except BaseException as fault:
        _give_up(check, _of_fault(fault), now=clock())
        raise
    return find_check(ref)


def stop_check(mailing: Mailing, *, by: User | None, now: datetime) -> None:
    """Nobody wants to know any more: whoever does it ends at the next piece. One that is over stays."""
    require_role(by, *MAKERS)
    mailing.checks.filter(OPEN).update(stopped_at=now, lease_until=None)


def _look(check: Check, clock: Clock, progress: Progress | None) -> None:
    look = begin_look(check)
    for last, done in look.count_pieces():
        if not _hold(check, clock(), looked_to=last, done=done, total=max(look.total, done), counted=look.counted):
            return
        if progress is not None:
            progress(check)
    _finish(check, look, now=clock())


def _finish(check: Check, look: Look, *, now: datetime) -> None:
    """What was found becomes the check that the mailing stands on, unless it was changed meanwhile."""
    figures = look.figures()
    with transaction.atomic():
        mailing = take(check.mailing.ref)
        if mailing.state != Mailing.State.DRAFT or (mailing.version, segment_condition(mailing)) != (check.version, check.condition):
            _give_up(check, _changed(), now=now)
        elif _hold(check, now, figures=figures, verdict=figures["verdict"], total=check.done, finished_at=now):
            mailing.figures, mailing.verdict, mailing.condition = figures, figures["verdict"], check.condition
            mailing.checked_at, mailing.checked_version = check.as_of, check.version
            mailing.save(update_fields=["figures", "verdict", "condition", "checked_at", "checked_version"])


def _take(ref: str, *, now: datetime) -> Check:
    """The check, to be done by this process alone: on from where it was, or anew when that was long ago."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    mine = Check.objects.filter(OPEN, free, ref=ref)
    if not mine.update(lease_until=now + LEASE):
        raise CheckRefused(_("This check is over, or it is being done already."))
    mine = Check.objects.filter(OPEN, ref=ref, lease_until=now + LEASE)
    anew = Q(as_of__isnull=True) | Q(as_of__lt=now - FRESH)
    mine.filter(anew).update(as_of=now, looked_to=0, done=0, total=0, counted={})
    return find_check(ref)


def _hold(check: Check, now: datetime, **changed: Any) -> bool:
    """Keep the lease and write how far it is; False when the check was stopped or another process has taken it."""
    mine = Check.objects.filter(OPEN, pk=check.pk, lease_until=check.lease_until)
    lease = None if "finished_at" in changed else now + LEASE
    held = mine.update(lease_until=lease, **changed)
    for name, value in changed.items():
        setattr(check, name, value)
    check.lease_until = lease
    return bool(held)


def _give_up(check: Check, problem: str, *, now: datetime) -> None:
    """It is said and not tried for ever; whoever interrupts it has stopped it."""
    Check.objects.filter(OPEN, pk=check.pk).update(problem=problem[:300], stopped_at=now, lease_until=None)


def _changed() -> str:
    return _("Somebody changed this mailing while it was checked. Check it again.")


def _of_fault(fault: BaseException) -> str:
    if isinstance(fault, KeyboardInterrupt):
        return ""
    return _("The check was ended by a fault of the program: %(name)s.") % {"name": type(fault).__name__}
