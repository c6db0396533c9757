"""A letter is sent: checked, taken from the budget, written as a touch and queued, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwarm.consent.queries import Mail, Sending, may_send
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.promising import check_promise
from keepwarm.engine.letter.aims import keeps_words
from keepwarm.engine.letter.finding import Finding
from keepwarm.engine.letter.words import Purpose
from keepwarm.engine.words import Disposition
from keepwarm.letters.actions.mailing import Ahead, address_for, build_ahead, mail_of
from keepwarm.letters.actions.taking import Taken, check_cap, lock_seat, take_letter
from keepwarm.letters.models import Draft, Letter
from keepwarm.letters.queries.checking import Checked, NewLetter
from keepwarm.letters.queries.known import Known, read_known
from keepwarm.letters.queries.times import still_in
from keepwarm.letters.refusals import LetterRefused, MayNotWrite, NotFree, OnItsWayAlready, PurposeClosed
from keepwarm.outbox.actions import queue_message
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Channel, Direction

MOST_REASONS = 5
"""Findings that a refusal names; the check names all."""


def send_letter(checked: Checked, *, by: User | None, now: datetime) -> Letter:
    """Send a letter that was checked. Either its touch, its message, the budget and the next touch are written, or nothing is.

    Raises LetterRefused, PurposeClosed, EmailBudgetSpent, CapReached, MayNotWrite, OnItsWayAlready, NotFree, CannotBeKept, and all
    that `log_touch` and `outbox.actions.queue_message` raise, such as StaleForm and NoAccount.
    """
    new = checked.new
    _check_purpose(new, checked.known)
    refuse_findings(checked)
    ready_hours([new.prospect.pk], now=now)
    ahead = build_ahead(checked, now=now)
    with transaction.atomic():
        lock_seat(new.seat)
        pk = lock_remaining([new.prospect.pk])[new.prospect.pk]
        known = read_known(Prospect.objects.select_related("organization").get(pk=pk), now=now)
        address = address_for(new, known)
        _check(new, known, address, now=now)
        taken = take_letter(new.seat, known, now=now)
        return _write(checked, known, address, taken, ahead, by=by, now=now)


def refuse_findings(checked: Checked) -> None:
    """Rules stop a letter; advice stops it until its writer says a word why not. Raises LetterRefused."""
    if checked.rules:
        words = ngettext(
            "One thing must be changed before this can go.", "%(count)s things must be changed before this can go.", len(checked.rules)
        )
        raise LetterRefused(_with_reasons(words % {"count": len(checked.rules)}, checked.rules), checked.rules)
    if checked.advice and not checked.new.overrule.strip():
        raise LetterRefused(_with_reasons(_("Change what is marked, or say in a word why it stays."), checked.advice), checked.advice)


def _with_reasons(words: str, findings: Sequence[Finding]) -> str:
    """What must be changed stands in the sentence itself: by the API and in the shell nothing else is seen."""
    said = dict.fromkeys(one.say_because(_) for one in findings)
    return " ".join([words, *list(said)[:MOST_REASONS]])


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
    if new.invite_at is not None:
        check_promise(known.prospect, new.invite_at, now=now)
    kind = Mail.ANSWER if known.asked else Mail.PERSONAL
    (answer,) = may_send([Sending(known.prospect.pk, kind, address.pk)], now=now)
    if not answer.yes:
        raise MayNotWrite(answer.sentence)
    check_cap(known, now=now)


def _write(checked: Checked, known: Known, address: Address, taken: Taken, ahead: Ahead, *, by: User | None, now: datetime) -> Letter:
    new = checked.new
    letter = _row(checked, known, taken, by=by, now=now)
    letter.ref = ahead.ref
    letter.touch = log_touch(_touch(new, known, now=now), by=by, now=now).touch
    letter.save()
    letter.enclosures.set(new.enclosures)
    mail = mail_of(new, known, address, ref=letter.ref, budget_free=letter.budget_free, now=now)
    letter.message = queue_message(replace(mail, touch_id=letter.touch_id), now=now, built=ahead.built)
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
        offered=[at.isoformat() for at in still_in(new.body, new.offered, known.prospect, new.seat)],
        invite_at=new.invite_at,
        queued_at=now,
    )
