"""From approval to the mail: who gets it, who gets it later and when, and who does not and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from keepwarm.answers.actions import Learned, keep_answers
from keepwarm.answers.models import Answer, Question
from keepwarm.consent.models import Permission
from keepwarm.engine.words import Disposition
from keepwarm.mailings.actions import chunks, sending
from keepwarm.mailings.actions.approving import approve_mailing
from keepwarm.mailings.actions.listing import write_down
from keepwarm.mailings.actions.sending import send_what_is_due
from keepwarm.mailings.actions.writing import prepare_texts
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.queries.holding import is_running
from keepwarm.mailings.refusals import MailingRefused, StaleMailing
from keepwarm.outbox.models import Account, Message
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Touch
from tests.blasting import DAY, MINUTE, check, checked, crowd, drafted, go_on, postman, send
from tests.cast import NOW, House, open_house
from tests.writing import open_mail

pytestmark = pytest.mark.django_db
PUMPS = "interest.pumps = yes"


@pytest.fixture
def house() -> House:
    house = open_house()
    open_mail()
    return house


def test_each_gets_a_touch_and_a_message_of_their_own(house: House) -> None:
    crowd(house, 5, "pumps")
    mailing = send(house, checked(house, "Pumps", PUMPS, topic="pumps"))
    assert mailing.state == Mailing.State.DONE
    assert Message.objects.filter(once_key__startswith=f"mailing:{mailing.ref}:").count() == 5
    assert set(Touch.objects.filter(channel="mailing").values_list("disposition", flat=True)) == {Disposition.QUEUED}
    message = Message.objects.order_by("pk")[0]
    assert message.values["headers"]["list_id"] == "<news.house.example>"
    assert message.values["headers"]["one_click_url"]
    assert "/go/" in message.values["fill"]["link_1"]
    assert postman(now=NOW + MINUTE) == 5
    assert set(Touch.objects.filter(channel="mailing").values_list("disposition", flat=True)) == {Disposition.DELIVERED}
    assert not Prospect.objects.filter(next_touch_at__isnull=True).exists()


def test_the_second_mailing_of_the_hour_is_moved_by_the_pace(house: House) -> None:
    crowd(house, 4, "pumps")
    one, two = checked(house, "One", PUMPS, topic="pumps"), checked(house, "Two", PUMPS, topic="pumps")
    send(house, one)
    later = send(house, two, now=NOW + 30 * MINUTE)
    assert later.state == Mailing.State.RUNNING
    rows = list(later.recipients.all())
    assert {row.state for row in rows} == {Recipient.State.WAITS}
    assert {row.because for row in rows} == {"gap"}
    assert all(row.moved and row.due_at > NOW + DAY for row in rows)
    postman(now=NOW + 31 * MINUTE)
    assert go_on(later, now=max(row.due_at for row in rows) + MINUTE).state == Mailing.State.DONE
    assert Message.objects.count() == 8


def test_both_approved_at_once_are_told_apart_when_they_leave(house: House) -> None:
    crowd(house, 3, "pumps")
    for name in ("One", "Two"):
        mailing = checked(house, name, PUMPS, topic="pumps")
        approve_mailing(mailing.ref, version=mailing.version, by=house.max, now=NOW)
    write_down(now=NOW)
    done = send_what_is_due(now=NOW)
    assert (done.sent, done.moved, done.skipped) == (3, 3, 0)


def test_who_may_not_get_it_is_kept_with_the_reason(house: House) -> None:
    anna, ben, cleo = crowd(house, 3, "pumps")
    mailing = checked(house, "Pumps", PUMPS, topic="pumps", body="Dear {firm},\n\nread on.")
    assert mailing.figures["blocked"] == 3
    from keepwarm.prospects.models import Organization

    firm = Organization.objects.create(name="Mill", name_folded="mill", created_at=NOW)
    Prospect.objects.filter(pk__in=[anna.pk, cleo.pk]).update(organization=firm)
    Permission.objects.filter(prospect=cleo).delete()
    mailing = send(house, mailing)
    found = dict(mailing.recipients.values_list("prospect_id", "because"))
    assert found == {anna.pk: "", ben.pk: "missing_field", cleo.pk: "not_permitted"}
    assert mailing.state == Mailing.State.DONE


def test_what_has_no_date_before_it_is_old_is_told_as_too_late(house: House) -> None:
    (anna,) = crowd(house, 1, "pumps")
    mailing = checked(house, "Pumps", PUMPS, topic="pumps")
    approve_mailing(mailing.ref, version=mailing.version, by=house.max, now=NOW)
    write_down(now=NOW)
    from keepwarm.consent.models import Wish

    Wish.objects.create(prospect=anna, kind="not_before", until_at=NOW + 60 * DAY, said_at=NOW)
    assert send_what_is_due(now=NOW).skipped == 1
    assert Recipient.objects.get().because == "too_late"


def test_without_a_mail_account_everything_waits(house: House) -> None:
    crowd(house, 2, "pumps")
    mailing = checked(house, "Pumps", PUMPS, topic="pumps")
    Account.objects.all().delete()
    mailing = send(house, mailing)
    assert (mailing.state, mailing.recipients.filter(state="waits").count()) == (Mailing.State.RUNNING, 2)


def test_a_crash_in_the_middle_doubles_nobody_and_loses_nobody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(house, 7, "pumps")
    mailing = checked(house, "Pumps", PUMPS, topic="pumps")
    approve_mailing(mailing.ref, version=mailing.version, by=house.max, now=NOW)
    monkeypatch.setattr("keepwarm.mailings.actions.listing.AT_ONCE", 2)
    monkeypatch.setattr(chunks, "BEGIN", 3)
    monkeypatch.setattr(chunks, "MOST", 3)

    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr("keepwarm.mailings.actions.listing.choose_who_goes_ahead", crash)
        with pytest.raises(RuntimeError):
            write_down(now=NOW)
    write_down(now=NOW)
    with monkeypatch.context() as broken:
        broken.setattr(chunks, "_note_sent", crash)
        with pytest.raises(RuntimeError):
            send_what_is_due(now=NOW)
    assert (Message.objects.count(), Touch.objects.count()) == (0, 0)
    send_what_is_due(now=NOW)
    assert (Recipient.objects.count(), Message.objects.count(), Touch.objects.count()) == (7, 7, 7)


def test_a_segment_on_a_question_that_is_gone_holds_its_mailing_and_no_other(house: House) -> None:
    anna, *_others = crowd(house, 3, "pumps")
    trade = Question.objects.create(key="trade", label="Trade", kind="text")
    keep_answers([Learned(anna.pk, "trade", "mill", 3, NOW)], by=None)
    for name, condition in (("Trade", 'answer.trade = "mill"'), ("Pumps", PUMPS)):
        mailing = checked(house, name, condition)
        approve_mailing(mailing.ref, version=mailing.version, by=house.max, now=NOW)
    Answer.objects.all().filter(question=trade).delete()
    trade.delete()
    write_down(now=NOW)
    gone, other = Mailing.objects.get(name="Trade"), Mailing.objects.get(name="Pumps")
    assert (gone.state, gone.recipients.count(), other.recipients.count()) == (Mailing.State.PAUSED, 0, 3)
    assert "“trade” is not there any more" in gone.paused_because
    write_down(now=NOW + MINUTE)
    assert Message.objects.filter(kind="system").count() == 1


def test_an_address_that_no_mail_can_bear_holds_up_nobody_else(house: House) -> None:
    anna, ben, cleo = crowd(house, 3, "pumps")
    odd = {"value": "no at", "normalized": "no at"}
    Address.objects.filter(prospect__in=[ben, cleo], kind="email").update(**odd)
    Address.objects.create(prospect=cleo, kind="email", value="cleo@firm.example", normalized="cleo@firm.example")
    mailing = send(house, checked(house, "Pumps", PUMPS, topic="pumps"))
    assert dict(mailing.recipients.values_list("prospect_id", "because")) == {anna.pk: "", ben.pk: "no_address", cleo.pk: ""}
    assert set(Message.objects.values_list("to_email", flat=True)) == {"person0@firm0.example", "cleo@firm.example"}
    assert mailing.state == Mailing.State.DONE


def test_what_cannot_be_written_holds_its_own_mailing_and_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(house, 2, "pumps")
    crowd(house, 2, "roofs", named="Roof")
    for name, condition in (("One", PUMPS), ("Two", "interest.roofs = yes")):
        mailing = checked(house, name, condition)
        approve_mailing(mailing.ref, version=mailing.version, by=house.max, now=NOW)
    write_down(now=NOW)

    def refuse(mailing: Mailing, *, now: Any) -> Any:
        if mailing.name == "One":
            raise MailingRefused("This text cannot be written.")
        return prepare_texts(mailing, now=now)

    monkeypatch.setattr(sending, "prepare_texts", refuse)
    send_what_is_due(now=NOW)
    assert dict(Mailing.objects.values_list("name", "state")) == {"One": Mailing.State.PAUSED, "Two": Mailing.State.DONE}
    assert Mailing.objects.get(name="One").paused_because == "This text cannot be written."


def test_a_mailing_to_nobody_is_refused_in_a_sentence(house: House) -> None:
    mailing = checked(house, "Nobody", "never")
    assert mailing.verdict == "refuse"
    with pytest.raises(MailingRefused, match="Nobody would get this mailing"):
        approve_mailing(mailing.ref, version=mailing.version, because="all the same", by=house.mona, now=NOW)


def test_what_was_changed_since_it_was_read_is_not_sent(house: House) -> None:
    crowd(house, 2, "pumps")
    mailing = checked(house, "Pumps", PUMPS, topic="pumps")
    with pytest.raises(StaleMailing):
        approve_mailing(mailing.ref, version=mailing.version + 1, by=house.max, now=NOW)
    with pytest.raises(MailingRefused, match="Check it first"):
        approve_mailing(mailing.ref, version=mailing.version, by=house.max, now=NOW + 2 * DAY)
    unchecked = drafted(house, "Other", PUMPS)
    with pytest.raises(MailingRefused, match="Check it first"):
        approve_mailing(unchecked, version=1, by=house.max, now=NOW)
    assert check(house, unchecked, now=NOW + timedelta(hours=1)).verdict == "warn"


def test_one_that_is_paused_between_two_pieces_leaves_the_rest_waiting_and_goes_on_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose mails are made ahead are not sent ahead: each piece asks, when it holds the lock, whether the mailing still runs."""
    monkeypatch.setattr(chunks, "BEGIN", 2)
    monkeypatch.setattr(chunks, "MOST", 2)
    monkeypatch.setattr(chunks, "FEWEST", 2)
    crowd(house, 7, "pumps")
    mailing = checked(house, "Pumps", PUMPS, topic="pumps")
    approve_mailing(mailing.ref, version=mailing.version, by=house.max, now=NOW)
    write_down(now=NOW)
    asked: list[int] = []

    def paused_before_the_third(pk: int) -> bool:
        asked.append(pk)
        if len(asked) == 3:
            Mailing.objects.filter(pk=pk).update(state=Mailing.State.PAUSED)
        return is_running(pk)

    monkeypatch.setattr(chunks, "is_running", paused_before_the_third)
    assert send_what_is_due(now=NOW).sent == 4
    assert len(asked) <= 4, "it was tried again and again"
    assert Recipient.objects.filter(state=Recipient.State.WAITS, message=None, touch=None).count() == 3
    assert Message.objects.count() == Touch.objects.filter(channel="mailing").count() == 4
    Mailing.objects.update(state=Mailing.State.RUNNING)
    assert send_what_is_due(now=NOW).sent == 3
    assert Message.objects.values("prospect_id").distinct().count() == 7


def test_it_begins_at_a_moment_with_its_zone_and_not_in_years(house: House) -> None:
    crowd(house, 2, "pumps")
    mailing = checked(house, "Pumps", PUMPS, topic="pumps")
    nowhere, in_years = (NOW + DAY).replace(tzinfo=None), datetime.max.replace(tzinfo=UTC)
    for begins_at, sentence in ((nowhere, "with its zone"), (in_years, "more than 90 days")):
        with pytest.raises(MailingRefused, match=sentence):
            approve_mailing(mailing.ref, version=mailing.version, by=house.max, now=NOW, begins_at=begins_at)
    approve_mailing(mailing.ref, version=mailing.version, by=house.max, now=NOW, begins_at=NOW + 7 * DAY)
    assert go_on(mailing, now=NOW).recipients.filter(state="sent").count() == 0
    assert go_on(mailing, now=NOW + 7 * DAY).state == Mailing.State.DONE
