"""What followed a reply by itself, and was wrong, is as if it had never been, once a person has said what it is."""

from datetime import timedelta

import pytest

from keepwarm.consent.models import Channel, Permission, Suppression, Wish
from keepwarm.customers.models import Case
from keepwarm.inbox.actions import choose_kind
from keepwarm.inbox.models import Proposal, Received
from keepwarm.inbox.tests.conftest import LATER, Take, Written
from keepwarm.letters.models import PointToSay
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import AuditRow
from keepwarm.touches.models import Signal
from tests.cast import NOW, user_of
from tests.mails import mail

pytestmark = pytest.mark.django_db
NO_MORE = "Please remove me from your mailing list."
LEFT = "Anna Arnold has left the company. Please contact Udo Uhl, udo@arnold.example instead."


def choose(row: Received, written: Written, kind: str) -> Received:
    return choose_kind(row, kind, by=user_of(written.house.ines), now=LATER + timedelta(hours=1))


def permit(anna: Prospect) -> Permission:
    return Permission.objects.create(prospect=anna, channel=Channel.MAILING, kind=Permission.Kind.EXPRESS, proof="said so", given_at=NOW)


def test_whoever_only_asked_something_was_never_unsubscribed(written: Written, take: Take) -> None:
    permission = permit(written.anna)
    row = take(mail(NO_MORE, **written.thread))
    assert (row.kind, row.state) == ("unsubscribe", "done")
    choose(row, written, "question")
    permission.refresh_from_db()
    assert permission.withdrawn_at is None
    assert Suppression.objects.get().lifted_at is not None
    assert not Wish.objects.filter(lifted_at__isnull=True).exists()
    assert set(AuditRow.objects.values_list("what", flat=True)) >= {"suppression_lifted", "permission_restored"}


def test_what_was_closed_before_stays_closed(written: Written, take: Take) -> None:
    permission = permit(written.anna)
    first = take(mail(NO_MORE, **written.thread))
    second = take(mail(NO_MORE + " Again.", message_id="<again@arnold.example>", **written.thread), now=LATER + timedelta(minutes=5))
    assert first.state == second.state == "done"
    choose(second, written, "question")
    permission.refresh_from_db()
    assert permission.withdrawn_at is not None
    assert Suppression.objects.get().lifted_at is None
    assert Wish.objects.filter(lifted_at__isnull=True, channel=Channel.MAILING).exists()


def test_a_wish_that_was_none_is_lifted_though_something_newer_was_logged(written: Written, take: Take) -> None:
    row = take(mail(NO_MORE, **written.thread))
    newer = take(mail("Two pears.", message_id="<n@arnold.example>", **written.thread), now=LATER + timedelta(minutes=5))
    assert newer.touch is not None
    choose(row, written, "thanks_only")
    assert not Wish.objects.filter(lifted_at__isnull=True).exists()
    assert Signal.objects.open().get(kind=Signal.Kind.REPLY).source == f"touch:{newer.touch.ref}", "the newer one still waits"


def test_whoever_is_only_away_has_left_no_address(written: Written, take: Take) -> None:
    row = take(mail(LEFT, auto_submitted="auto-replied", subject="Automatic reply: Hello", **written.thread))
    assert (row.kind, written.address().state) == ("left_company", Address.State.LEFT)
    choose(row, written, "auto_ack")
    assert written.address().state == Address.State.OK
    assert Proposal.objects.get().state == Proposal.State.LEFT


def test_an_address_that_came_back_is_not_in_use_again(written: Written, take: Take) -> None:
    Address.objects.filter(prospect=written.anna, kind="email").update(state=Address.State.BOUNCED)
    row = take(mail(LEFT, auto_submitted="auto-replied", subject="Automatic reply: Hello", **written.thread))
    choose(row, written, "auto_ack")
    assert written.address().state == Address.State.BOUNCED


def test_whoever_did_not_complain_has_no_case_and_who_did_not_object_no_point(written: Written, take: Take) -> None:
    for kind, number in (("complaint", 1), ("objection", 2)):
        row = take(mail(f"{number} pears.", message_id=f"<{number}@arnold.example>", **written.thread))
        Received.objects.filter(pk=row.pk).update(kind=kind)
        row.refresh_from_db()
        _as_if_read(row, written)
        choose(row, written, "thanks_only")
    assert not Case.objects.filter(settled_at__isnull=True).exists()
    assert not PointToSay.objects.filter(said_at__isnull=True).exists()


def _as_if_read(row: Received, written: Written) -> None:
    """What follows its kind, as when it was sure."""
    from keepwarm.customers.actions import open_case
    from keepwarm.inbox.actions.following import point_of
    from keepwarm.letters.actions.noting import note_point

    if row.kind == "complaint":
        open_case(written.anna.pk, row.text, source=f"received:{row.ref}", by=None, now=LATER)
    else:
        note_point(written.anna.pk, written.anna.owner_id, point_of(row), now=LATER)
