"""The report by mail: at the chosen hour of the reader's own zone, once, with names, and nothing of it is kept afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.test import Client

from keepwarm.circle.actions import forget
from keepwarm.decisions.actions import refuse_advice, settle
from keepwarm.goals.actions import MailRefused, choose_report_mail
from keepwarm.goals.models import ReportMail
from keepwarm.outbox.models import Account, Frozen, Message, State
from keepwarm.policy.actions import change_policy
from keepwarm.reports import tasks
from keepwarm.reports.tests.day import call
from keepwarm.staff.models import Role, RoleGrant, User
from tests.cast import NOW, House, meet, user_of

WEDNESDAY_SEVEN = NOW.replace(hour=7, minute=30)


@pytest.fixture(autouse=True)
def account(house: House) -> Account:
    return Account.objects.create(name="House", host="mail.house.example", from_email="office@house.example", made_at=NOW)


def choose(user: User, *, minute: int = 450, working_days_only: bool = True, is_on: bool = True) -> None:
    choose_report_mail(user, is_on=is_on, minute=minute, working_days_only=working_days_only, now=NOW - timedelta(days=10))


def parts_of(row: Message) -> tuple[str, str]:
    assert row.frozen is not None
    mail = message_from_bytes(bytes(row.frozen.raw), policy=policy.default)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()


def test_it_comes_once_from_the_chosen_minute_on_whatever_breaks(house: House) -> None:
    choose(house.mona)
    assert tasks.mail_reports(now=WEDNESDAY_SEVEN - timedelta(minutes=1)) == 0
    assert [tasks.mail_reports(now=WEDNESDAY_SEVEN + timedelta(minutes=later)) for later in (0, 1, 90)] == [1, 0, 0]
    row = Message.objects.get()
    assert (row.kind, row.prospect_id, row.touch_id, row.to_email) == ("system", None, None, "mona@house.example")
    assert tasks.mail_reports(now=WEDNESDAY_SEVEN + timedelta(days=1)) == 1


def test_it_names_whom_each_rep_reached_in_html_and_in_text(house: House) -> None:
    call(meet(house, "Anna Arnold", firm="Arnold & Sons"), learned="decides in January")
    call(meet(house, "Ben Bauer", owner=house.cara), "voicemail")
    choose(house.mona)
    tasks.mail_reports(now=WEDNESDAY_SEVEN)
    row = Message.objects.get()
    assert row.subject == "Tuesday 17 November: 1 person reached by phone"
    for said in parts_of(row):
        assert "Anna Arnold" in said
        assert "decides in January" in said
        assert "Ben Bauer" in said
        assert "Whom did we talk to on Tuesday?" in said
    text, html = parts_of(row)
    assert "Arnold & Sons" in text
    assert "Arnold &amp; Sons" in html
    assert "<table" in html


def test_a_rep_gets_their_own_part_only(house: House) -> None:
    call(meet(house, "Anna Arnold"), learned="decides in January")
    call(meet(house, "Ben Bauer", owner=house.cara), learned="a secret")
    choose(user_of(house.ines))
    tasks.mail_reports(now=WEDNESDAY_SEVEN)
    for said in parts_of(Message.objects.get()):
        assert "Anna Arnold" in said
        assert "Ben Bauer" not in said
        assert "a secret" not in said


def test_the_hour_is_that_of_the_readers_own_place(house: House) -> None:
    User.objects.filter(pk=house.dora.pk).update(zone="America/New_York")
    choose(User.objects.get(pk=house.dora.pk))
    assert tasks.mail_reports(now=WEDNESDAY_SEVEN) == 0
    assert tasks.mail_reports(now=datetime(2026, 11, 18, 12, 30, tzinfo=UTC)) == 1


def test_on_working_days_only_unless_every_day_was_chosen(house: House) -> None:
    saturday = WEDNESDAY_SEVEN + timedelta(days=3)
    choose(house.mona)
    choose(house.dora, working_days_only=False)
    tasks.mail_reports(now=saturday)
    assert [row.to_email for row in Message.objects.all()] == ["dora@house.example"]


def test_a_public_holiday_is_no_working_day_of_who_has_a_seat(house: House) -> None:
    choose(user_of(house.ines))
    with time_machine.travel(NOW, tick=False):
        assert tasks.mail_reports(now=datetime(2026, 12, 25, 8, 0, tzinfo=UTC)) == 0


def test_an_hour_chosen_after_it_passed_counts_from_tomorrow(house: House) -> None:
    choose_report_mail(house.mona, is_on=True, minute=450, working_days_only=True, now=NOW)
    assert tasks.mail_reports(now=NOW + timedelta(minutes=1)) == 0
    assert tasks.mail_reports(now=WEDNESDAY_SEVEN + timedelta(days=1)) == 1


def test_nobody_gets_it_who_chose_none_left_or_has_no_report(house: House) -> None:
    choose(house.mona, is_on=False)
    choose(house.dora)
    User.objects.filter(pk=house.dora.pk).update(is_active=False)
    with pytest.raises(MailRefused):
        choose(house.max)
    assert tasks.mail_reports(now=WEDNESDAY_SEVEN) == 0


def test_without_a_mail_account_it_waits(house: House, account: Account) -> None:
    choose(house.mona)
    Account.objects.update(retired_at=NOW)
    assert tasks.mail_reports(now=WEDNESDAY_SEVEN) == 0
    Account.objects.update(retired_at=None)
    assert tasks.mail_reports(now=WEDNESDAY_SEVEN + timedelta(hours=2)) == 1


def test_nothing_of_it_is_kept_once_it_left_or_when_somebody_is_forgotten(house: House) -> None:
    anna = meet(house, "Anna Arnold")
    call(anna)
    choose(house.mona)
    choose(house.dora)
    tasks.mail_reports(now=WEDNESDAY_SEVEN)
    Message.objects.filter(to_email="mona@house.example").update(state=State.ACCEPTED, settled_at=NOW)
    tasks.mail_reports(now=WEDNESDAY_SEVEN + timedelta(minutes=1))
    assert Frozen.objects.count() == 1
    forget(anna.pk, by=house.adam, now=NOW)
    assert not Frozen.objects.exists()
    assert Message.objects.get(to_email="dora@house.example").state == State.CANCELLED
    assert tasks.mail_reports(now=WEDNESDAY_SEVEN + timedelta(hours=3)) == 0


def test_the_hour_is_chosen_on_a_page_that_the_report_leads_to(house: House) -> None:
    client = Client()
    client.force_login(house.mona)
    with time_machine.travel(NOW, tick=False):
        assert 'href="/reports/mail/"' in client.get("/reports/morning/").content.decode()
        assert "Europe/London" in client.get("/reports/mail/").content.decode()
        assert client.post("/reports/mail/", {"is_on": "on", "at": "06:45", "once": "a"}).status_code == 302
        assert client.post("/reports/mail/", {"is_on": "on", "at": "soon", "once": "b"}).status_code == 422
    row = ReportMail.objects.get()
    assert (row.user, row.is_on, row.minute, row.working_days_only) == (house.mona, True, 405, False)


def test_whoever_has_no_role_any_more_that_reads_it_gets_none(house: House) -> None:
    choose(house.mona)
    RoleGrant.objects.filter(user=house.mona).update(role=Role.SERVICE)
    assert tasks.mail_reports(now=WEDNESDAY_SEVEN) == 0
    assert not Message.objects.exists()


def test_whoever_reads_text_is_told_of_refused_advice_and_of_the_policy_too(house: House) -> None:
    anna = meet(house, "Anna Arnold")
    settle([anna.pk], by=None, now=NOW - timedelta(days=2))
    refuse_advice(anna.pk, "bad_moment", by=user_of(house.ines), now=NOW - timedelta(days=2))
    change_policy({"stalled_days": 21}, because="a slow trade", by=house.mona, now=NOW - timedelta(days=2))
    choose(house.mona)
    tasks.mail_reports(now=WEDNESDAY_SEVEN)
    for said in parts_of(Message.objects.get()):
        assert "bad moment 1" in said
        assert "a slow trade" in said
