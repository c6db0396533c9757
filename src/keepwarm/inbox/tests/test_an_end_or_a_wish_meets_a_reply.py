"""Somebody who said no, or wished for no calls, writes again: thanks reopen nothing, and a call they ask for is theirs to have."""

from datetime import timedelta

import pytest

from keepwarm.consent.models import Channel, Wish
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch, NewWish
from keepwarm.engine.words import Disposition
from keepwarm.inbox.actions import choose_kind
from keepwarm.inbox.tests.conftest import LATER, Take, Written
from tests.cast import NOW, user_of
from tests.mails import mail

pytestmark = pytest.mark.django_db
CALL = "Please give me a call, I would like to talk about this on the phone."
SOON = NOW + timedelta(days=60)


def said_before(written: Written, *, wishes: tuple[NewWish, ...] = (), end: str = "") -> None:
    touch = NewTouch(
        prospect_id=written.anna.pk,
        channel="email",
        direction="in",
        disposition=Disposition.RECEIVED,
        happened_at=NOW,
        wishes=wishes,
        end=end,
        because="x" if end else "",
    )
    log_touch(touch, by=None, now=NOW + timedelta(minutes=1))


@pytest.mark.parametrize(("reason", "comes_back"), [("said_no", False), ("no_fit", False), ("no_sign_of_life", True)])
def test_thanks_bring_back_only_who_was_given_up_for_silence(written: Written, take: Take, reason: str, comes_back: bool) -> None:
    said_before(written, end=reason)
    row = take(mail("Thank you very much!", **written.thread))
    assert (row.kind, row.state) == ("thanks_only", "done")
    assert (written.fresh().ended_at is None) is comes_back


@pytest.mark.parametrize(
    ("wish", "stays"),
    [
        (NewWish(Wish.Kind.STOP, words="x"), {(Wish.Kind.NO_CHANNEL, Channel.EMAIL), (Wish.Kind.NO_CHANNEL, Channel.POST)}),
        (NewWish(Wish.Kind.NO_CHANNEL, Channel.PHONE, words="x"), set()),
        (NewWish(Wish.Kind.NOT_BEFORE, Channel.PHONE, SOON, "x"), set()),
    ],
)
def test_who_wished_for_no_calls_and_asks_for_one_is_called_once_a_person_has_read_it(
    written: Written, take: Take, wish: NewWish, stays: set[tuple[str, str]]
) -> None:
    said_before(written, wishes=(wish,))
    row = take(mail(CALL, **written.thread))
    assert (row.kind, row.state) == ("wants_call", "waits"), "no machine lifts a wish"
    assert Wish.objects.get(lifted_at__isnull=True).kind == wish.kind
    choose_kind(row, "wants_call", by=user_of(written.house.ines), now=LATER + timedelta(hours=1))
    assert set(Wish.objects.filter(lifted_at__isnull=True).values_list("kind", "channel")) == stays
    assert written.fresh().because_rule == "reply_to_speak"
