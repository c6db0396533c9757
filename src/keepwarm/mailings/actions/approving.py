"""A mailing is approved: its group becomes recipients, and nothing of it changes any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.engine.blast import Verdict
from keepwarm.mailings.actions.editing import MAKERS, take_draft
from keepwarm.mailings.models import Mailing
from keepwarm.mailings.queries.checks import why_stale
from keepwarm.mailings.refusals import MailingRefused, ReasonMissing, StaleMailing
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import Role, User
from keepwarm.staff.queries import require_role

LATEST = timedelta(days=90)
"""So far ahead a mailing may begin: what was checked is another crowd by then. Our choice."""
OVERRULERS = (Role.MANAGER, Role.ADMIN)
"""Who may send what the check refuses, with a reason."""


def approve_mailing(ref: str, *, version: int, by: User, now: datetime, because: str = "", begins_at: datetime | None = None) -> Mailing:
    """Send it: to the people of the segment as it stands now. `because`: why a refusal of the check is overruled, by who may.

    Raises StaleMailing, MailingRefused, ReasonMissing, NotYours.
    """
    require_role(by, *MAKERS)
    if begins_at is not None:
        _require_near(begins_at, now=now)
    with transaction.atomic():
        mailing = take_draft(ref)
        _require_checked(mailing, version, now=now)
        if mailing.verdict == Verdict.REFUSE:
            _overrule(mailing, because, by=by)
        mailing.state, mailing.approved_at, mailing.approved_by = Mailing.State.RUNNING, now, by
        mailing.begins_at = max(begins_at or now, now)
        mailing.first = int(mailing.figures.get("first", 0))
        mailing.version += 1
        mailing.save()
        note_in_audit(
            "mailing_approved", {"mailing": ref, "verdict": mailing.verdict, "because": mailing.overruled_because}, by=by, now=now
        )
    return mailing


def _require_near(begins_at: datetime, *, now: datetime) -> None:
    if begins_at.tzinfo is None:
        raise MailingRefused(_("Say the moment at which it begins with its zone, such as 2026-12-01T09:00:00Z."))
    if begins_at > now + LATEST:
        raise MailingRefused(_("It is to begin more than %(days)s days from now: approve it later.") % {"days": LATEST.days})


def _require_checked(mailing: Mailing, version: int, *, now: datetime) -> None:
    if version != mailing.version:
        raise StaleMailing(_("Somebody else has changed this mailing meanwhile. Open it again, and look at what is there now."))
    if stale := why_stale(mailing, now=now):
        raise MailingRefused(stale)
    if not mailing.figures.get("open"):
        raise MailingRefused(_("Nobody would get this mailing. Choose a group with people in it who may be written to."))
    if not mailing.subject.strip() or not mailing.body.strip():
        raise MailingRefused(_("Write a subject and a text first."))


def _overrule(mailing: Mailing, because: str, *, by: User) -> None:
    if not by.has_role(*OVERRULERS):
        raise MailingRefused(_("The check refuses this mailing. Choose a group that fits, or ask a manager."))
    if not because.strip() or "\0" in because:
        raise ReasonMissing(_("The check refuses this mailing. Say why it is to go all the same."))
    mailing.overruled_because, mailing.overruled_by = because.strip()[:300], by
