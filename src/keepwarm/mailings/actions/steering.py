"""A running mailing is paused, by itself or by a person; it goes on, or ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.engine.blast import must_pause
from keepwarm.mailings.actions.editing import MAKERS, take
from keepwarm.mailings.actions.taking_back import take_back
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.queries.figures import limits_in_force
from keepwarm.mailings.queries.turning_away import turned_since
from keepwarm.mailings.refusals import MailingRefused, ReasonMissing
from keepwarm.mailings.words import PAUSED, STOPPED
from keepwarm.outbox.actions import queue_message
from keepwarm.outbox.models import Kind
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.queries.accounts import NoAccount
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import User
from keepwarm.staff.queries import require_role

AT_ONCE = 500


def pause_by_itself(mailing: Mailing, *, now: datetime) -> bool:
    """Stop it when more people turn away than the house allows, and tell whoever approved it. True when it stopped."""
    why = must_pause(turned_since(mailing), limits_in_force())
    return bool(why) and pause_because(mailing, why, now=now)


def pause_because(mailing: Mailing, why: str, *, now: datetime) -> bool:
    """Hold it though nobody of us said so. `why`: a key of `words.PAUSED`, or a sentence. False when it does not run."""
    with transaction.atomic():
        row = take(mailing.ref)
        if row.state != Mailing.State.RUNNING:
            return False
        row.state, row.paused_at, row.paused_because = Mailing.State.PAUSED, now, why[:300]
        row.save(update_fields=["state", "paused_at", "paused_because"])
        note_in_audit("mailing_paused_by_itself", {"mailing": row.ref, "because": why}, by=None, now=now)
        _tell(row, why, now=now)
    take_back(mailing, now=now)
    return True


def _tell(mailing: Mailing, why: str, *, now: datetime) -> None:
    """A line by mail to whoever sent it on its way; the page says it anyway."""
    person = mailing.approved_by
    if person is None or not person.email:
        return
    text = _("%(why)s Nobody else gets “%(name)s” until somebody decides: look at the page of the mailing.")
    note = NewMessage(
        kind=Kind.SYSTEM,
        to_email=person.email,
        to_name=person.name,
        subject=_("“%(name)s” stopped by itself") % {"name": mailing.name},
        text=text % {"why": PAUSED.get(why, why), "name": mailing.name},
        automatic=True,
        once_key=f"mailing-paused:{mailing.ref}:{int(now.timestamp())}"[:64],
    )
    try:
        queue_message(note, now=now)
    except NoAccount:
        return


def pause_mailing(ref: str, *, because: str, by: User, now: datetime) -> Mailing:
    """Hold it: who has not got it waits. Raises MailingRefused, ReasonMissing."""
    with transaction.atomic():
        mailing = _take_in(ref, (Mailing.State.RUNNING,), because, by=by)
        mailing.state, mailing.paused_at, mailing.paused_because = Mailing.State.PAUSED, now, because.strip()[:300]
        mailing.save(update_fields=["state", "paused_at", "paused_because"])
        note_in_audit("mailing_paused", {"mailing": ref, "because": because.strip()[:300]}, by=by, now=now)
    take_back(mailing, now=now)
    return mailing


def resume_mailing(ref: str, *, because: str, by: User, now: datetime) -> Mailing:
    """It goes on; from now on those count who turn away from what goes from now on."""
    with transaction.atomic():
        mailing = _take_in(ref, (Mailing.State.PAUSED,), because, by=by)
        mailing.state, mailing.resumed_at, mailing.resumed_because = Mailing.State.RUNNING, now, because.strip()[:300]
        mailing.paused_because = ""
        mailing.save(update_fields=["state", "resumed_at", "resumed_because", "paused_because"])
        note_in_audit("mailing_resumed", {"mailing": ref, "because": because.strip()[:300]}, by=by, now=now)
    return mailing


def stop_mailing(ref: str, *, because: str, by: User, now: datetime) -> Mailing:
    """It ends here: nobody else gets it, and each of them says so."""
    with transaction.atomic():
        mailing = _take_in(ref, (Mailing.State.RUNNING, Mailing.State.PAUSED), because, by=by)
        mailing.state, mailing.ended_at, mailing.paused_because = Mailing.State.STOPPED, now, because.strip()[:300]
        mailing.save(update_fields=["state", "ended_at", "paused_because"])
        note_in_audit("mailing_stopped", {"mailing": ref, "because": because.strip()[:300]}, by=by, now=now)
    take_back(mailing, now=now)
    skip_the_stopped(now=now)
    return mailing


def skip_the_stopped(*, now: datetime) -> int:
    """Whoever waits for a mailing that was stopped does not get it. In short writes; what a crash leaves is done the next time."""
    done = 0
    waiting = Recipient.objects.filter(mailing__state=Mailing.State.STOPPED, state=Recipient.State.WAITS)
    while keys := list(waiting.values_list("pk", flat=True)[:AT_ONCE]):
        still = Recipient.objects.filter(pk__in=keys, state=Recipient.State.WAITS)
        done += still.update(state=Recipient.State.SKIPPED, because=STOPPED, ended_at=now)
    return done


def _take_in(ref: str, states: tuple[Mailing.State, ...], because: str, *, by: User) -> Mailing:
    require_role(by, *MAKERS)
    if "\0" in because:
        raise ReasonMissing(_("Say why in words: what was sent holds a sign that no keyboard writes."))
    if not because.strip():
        raise ReasonMissing(_("Say why, in a few words: others will ask."))
    mailing = take(ref)
    if mailing.state not in states:
        raise MailingRefused(_("This mailing is not at a point where that can be done. Look at its page again."))
    return mailing
