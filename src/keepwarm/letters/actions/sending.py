"""A letter is sent: checked, taken from the budget, written as a touch and queued, in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwarm.consent.queries import Mail, Sending, may_send
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.decisions.batch import NewTouch
from keepwarm.engine.letter.aims import keeps_words
from keepwarm.engine.letter.words import Purpose
from keepwarm.engine.words import Disposition
from keepwarm.letters.actions.taking import Taken, check_cap, lock_seat, take_letter
from keepwarm.letters.ics import METHOD, Invitation, write_invitation
from keepwarm.letters.models import Draft, Letter
from keepwarm.letters.queries.checking import Checked, NewLetter
from keepwarm.letters.queries.known import Known, read_known
from keepwarm.letters.refusals import LetterRefused, MayNotWrite, NotFree, OnItsWayAlready, PurposeClosed
from keepwarm.outbox.actions import queue_message
from keepwarm.outbox.models import Kind, Message
from keepwarm.outbox.new import Attachment, NewMessage
from keepwarm.outbox.queries.accounts import account_of_seat
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Channel, Direction

TALK = timedelta(minutes=30)


def send_letter(checked: Checked, *, by: User | None, now: datetime) -> Letter:
    """Send a letter that was checked. Either its touch, its message, the budget and the next touch are written, or nothing is.

    Raises LetterRefused, PurposeClosed, EmailBudgetSpent, CapReached, MayNotWrite, OnItsWayAlready, NotFree, and all that
    `log_touch` and `outbox.actions.queue_message` raise, such as StaleForm and NoAccount.
    """
    new = checked.new
    _check_purpose(new, checked.known)
    refuse_findings(checked)
    ready_hours([new.prospect.pk], now=now)
    with transaction.atomic():
        lock_seat(new.seat)
        pk = lock_remaining([new.prospect.pk])[new.prospect.pk]
        known = read_known(Prospect.objects.select_related("organization").get(pk=pk), now=now)
        address = _address(new, known)
        _check(new, known, address, now=now)
        taken = take_letter(new.seat, known, now=now)
        return _write(checked, known, address, taken, by=by, now=now)


def refuse_findings(checked: Checked) -> None:
    """Rules stop a letter; advice stops it until its writer says a word why not. Raises LetterRefused."""
    if checked.rules:
        words = ngettext(
            "One thing must be changed before this can go.", "%(count)s things must be changed before this can go.", len(checked.rules)
        )
        raise LetterRefused(words % {"count": len(checked.rules)}, checked.rules)
    if checked.advice and not checked.new.overrule.strip():
        raise LetterRefused(_("Change what is marked, or say in a word why it stays."), checked.advice)


def _address(new: NewLetter, known: Known) -> Address:
    chosen = [one for one in known.addresses if one.pk == new.address_id] or list(known.addresses)
    if not chosen:
        raise MayNotWrite(_("There is no email address in use for %(name)s.") % {"name": known.prospect.name})
    return chosen[0]


def _check_purpose(new: NewLetter, known: Known) -> None:
    if new.purpose not in list(Purpose):
        raise PurposeClosed(_("Choose first what the letter is for."))
    if sentence := known.why_closed(new.purpose):
        raise PurposeClosed(sentence)


def _check(new: NewLetter, known: Known, address: Address, *, now: datetime) -> None:
    """What stood when the page was shown may have changed: all is asked again, within the locks."""
    _check_purpose(new, known)
    if new.purpose == Purpose.INTRODUCTION and not keeps_words(new.body, known.introduction or ""):
        raise PurposeClosed(_("A marketer has approved other words meanwhile. Put them in, and send it then."))
    if known.on_its_way is not None:
        raise OnItsWayAlready(
            _("A letter to %(name)s is on its way. Wait until it is known whether it arrived.") % {"name": known.prospect.name}
        )
    if new.invite_at is not None and new.invite_at <= now:
        raise NotFree(_("The time that this letter confirms has gone by."))
    kind = Mail.ANSWER if known.asked else Mail.PERSONAL
    (answer,) = may_send([Sending(known.prospect.pk, kind, address.pk)], now=now)
    if not answer.yes:
        raise MayNotWrite(answer.sentence)
    check_cap(known, now=now)


def _write(checked: Checked, known: Known, address: Address, taken: Taken, *, by: User | None, now: datetime) -> Letter:
    new = checked.new
    letter = _row(checked, known, taken, by=by, now=now)
    letter.touch = log_touch(_touch(new, known, now=now), by=by, now=now).touch
    letter.save()
    letter.enclosures.set(new.enclosures)
    letter.message = _queue(new, letter, known, address, now=now)
    letter.save(update_fields=["message"])
    taken.use(letter, now=now)
    Draft.objects.filter(seat=new.seat, prospect_id__in={new.prospect.pk, known.prospect.pk}).delete()
    return letter


def _touch(new: NewLetter, known: Known, *, now: datetime) -> NewTouch:
    """On its way; a time that it confirms is promised from now on."""
    return NewTouch(
        prospect_id=known.prospect.pk,
        channel=Channel.EMAIL,
        direction=Direction.OUT,
        disposition=Disposition.QUEUED,
        purpose=new.purpose,
        happened_at=now,
        seat_id=new.seat.pk,
        note=new.body,
        args={"subject": new.subject} if new.subject else {},
        call_back_at=new.invite_at,
        version=new.version,
    )


def _row(checked: Checked, known: Known, taken: Taken, *, by: User | None, now: datetime) -> Letter:
    new = checked.new
    return Letter(
        prospect_id=known.prospect.pk,
        seat=new.seat,
        by=by,
        purpose=new.purpose,
        subject=new.subject[:200],
        text=new.body,
        overruled=[[str(one.kind), one.say_because()] for one in checked.advice],
        overruled_because=new.overrule.strip()[:200] if checked.advice else "",
        budget_free=taken.budget_free,
        offered=[at.isoformat() for at in new.offered],
        invite_at=new.invite_at,
        queued_at=now,
    )


def _queue(new: NewLetter, letter: Letter, known: Known, address: Address, *, now: datetime) -> Message:
    reply_to = next((str(one.args.get("message_id", "")) for one in known.past if one.direction == Direction.IN), "")
    return queue_message(
        NewMessage(
            kind=Kind.ANSWER if letter.budget_free == "asked" else Kind.PERSONAL,
            to_email=address.value,
            to_name=known.prospect.name,
            prospect_id=known.prospect.pk,
            address_id=address.pk,
            touch_id=letter.touch_id,
            seat_id=new.seat.pk,
            from_name=new.seat.name,
            subject=new.subject,
            text=new.body,
            attachments=tuple(Attachment(one.title, one.media_type, bytes(one.raw)) for one in new.enclosures),
            calendar=_invitation(new, letter, known, address, now=now),
            calendar_method=METHOD,
            in_reply_to=reply_to if known.asked else "",
            references=(reply_to,) if reply_to and known.asked else (),
            budget_free=letter.budget_free,
        ),
        now=now,
    )


def _invitation(new: NewLetter, letter: Letter, known: Known, address: Address, *, now: datetime) -> bytes:
    """The calendar file for the time that was agreed; nothing without one."""
    account = account_of_seat(new.seat.pk)
    if new.invite_at is None or account is None:
        return b""
    names = {"theirs": known.prospect.name, "ours": new.seat.name}
    return write_invitation(
        Invitation(
            uid=f"{letter.ref}@{account.from_email.rpartition('@')[2]}",
            starts_at=new.invite_at,
            length=TALK,
            summary=_("Call: %(theirs)s and %(ours)s") % names,
            ours=(new.seat.name, account.from_email),
            theirs=(known.prospect.name, address.value),
        ),
        now=now,
    )
