"""`may_send`: the table of docs/consent.md, for many at once, and the first reason that holds in words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keepwarm.consent.actions import record_permissions, stamp_used, suppress
from keepwarm.consent.models import Permission, Wish
from keepwarm.consent.queries import Mail, MaySend, Sending, WhyNot, may_send
from keepwarm.consent.terms import end_of, terms
from keepwarm.consent.words import say_why_not
from keepwarm.prospects.models import Address, Prospect, Stage
from tests.cast import LONG_AGO, NOW, meet, open_house

pytestmark = pytest.mark.django_db
KINDS = (Mail.PERSONAL, Mail.ANSWER, Mail.MAILING, Mail.SYSTEM)
LATER = NOW + timedelta(days=30)


@pytest.fixture
def anna() -> Prospect:
    found = meet(open_house())
    permit(found)
    return found


def permit(prospect: Prospect, **fields: object) -> Permission:
    given = {"channel": "mailing", "kind": "express", "proof": "form", "given_at": LONG_AGO, **fields}
    return record_permissions([Permission(prospect=prospect, **given)])[0]


def answers(prospect: Prospect, **fields: object) -> list[str]:
    """What stands in the way of each kind of mail; "" for nothing."""
    mailbox = Address.objects.filter(prospect=prospect, kind="email").first()
    asked = [Sending(prospect.pk, kind, mailbox.pk if mailbox else None, **fields) for kind in KINDS]  # type: ignore[arg-type]
    return [answer.why_not for answer in may_send(asked, now=NOW)]


def wish(prospect: Prospect, kind: str, channel: str = "", **fields: object) -> None:
    Wish.objects.create(prospect=prospect, kind=kind, channel=channel, said_at=NOW, **fields)


def test_nothing_stands_in_the_way(anna: Prospect) -> None:
    assert answers(anna) == ["", "", "", ""]


@pytest.mark.parametrize(
    ("kind", "channel", "found"),
    [
        ("stop", "", ["stop", "stop", "stop", ""]),
        ("no_channel", "", ["no_email", "no_email", "no_email", ""]),
        ("no_channel", "email", ["no_email", "no_email", "no_email", ""]),
        ("no_channel", "mailing", ["", "", "no_mailing", ""]),
        ("no_channel", "phone", ["", "", "", ""]),
        ("not_before", "", ["not_before", "", "not_before", ""]),
        ("not_before", "email", ["not_before", "", "not_before", ""]),
        ("not_before", "mailing", ["", "", "not_before", ""]),
        ("not_before", "phone", ["", "", "", ""]),
        ("pace", "", ["", "", "", ""]),
    ],
)
def test_wishes(anna: Prospect, kind: str, channel: str, found: list[str]) -> None:
    wish(anna, kind, channel, until_at=LATER if kind == "not_before" else None)
    assert answers(anna) == found


def test_a_wish_for_a_day_says_until_when_and_ends_with_it(anna: Prospect) -> None:
    wish(anna, "not_before", until_at=LATER)
    wish(anna, "not_before", "email", until_at=NOW + timedelta(days=3))
    (answer,) = may_send([Sending(anna.pk, to_email="anna@arnold.example")], now=NOW)
    assert (answer.until_at, answer.sentence) == (LATER, "They asked to be left in peace until 18 December 2026.")
    assert may_send([Sending(anna.pk, to_email="anna@arnold.example")], now=LATER) == [MaySend()]


def test_a_lifted_wish_holds_nothing_back(anna: Prospect) -> None:
    wish(anna, "stop", lifted_at=NOW, lifted_because="they rang")
    assert answers(anna) == ["", "", "", ""]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"withdrawn_at": NOW}, "permission_over"),
        ({"expires_at": NOW}, "permission_over"),
        ({"expires_at": NOW + timedelta(seconds=1)}, ""),
        ({"kind": "implied"}, "permission_over"),
        ({"kind": "existing_customer"}, ""),
        ({"channel": "phone"}, "no_permission"),
    ],
)
def test_permissions(fields: dict[str, object], found: str) -> None:
    otto = meet(open_house(), "Otto Other")
    permit(otto, **fields)
    assert answers(otto) == ["", "", found, ""]


def test_one_permission_that_holds_is_enough(anna: Prospect) -> None:
    permit(anna, withdrawn_at=NOW)
    assert answers(anna)[2] == ""


def test_addresses(anna: Prospect) -> None:
    row = Address.objects.filter(prospect=anna, kind="email")
    for state in ("bounced", "wrong", "left", "retired"):
        row.update(state=state)
        assert answers(anna) == ["address_dead"] * 4
    row.update(state="blocked")
    assert answers(anna) == ["suppressed"] * 4
    row.delete()
    assert answers(anna) == ["no_address"] * 4
    assert [one.why_not for one in may_send([Sending(anna.pk, address_id=987654)], now=NOW)] == ["no_address"]


def test_what_is_suppressed_counts_for_the_row_and_for_what_the_mail_says(anna: Prospect) -> None:
    suppress("email", "other@arnold.example", reason="asked", by=None, now=NOW)
    assert answers(anna, to_email="Other+x@Arnold.example") == ["suppressed"] * 4
    suppress("email", "anna@arnold.example", scope="mailing", reason="unsubscribed", by=None, now=NOW)
    assert answers(anna) == ["", "", "suppressed", ""]


def test_people(anna: Prospect) -> None:
    Prospect.objects.filter(pk=anna.pk).update(
        ended_at=NOW, end_reason="said_no", next_touch_at=None, next_step="", because_rule="", stage=Stage.ENDED
    )
    assert answers(anna) == ["ended", "ended", "ended", ""]
    Prospect.objects.filter(pk=anna.pk).update(end_reason="forgotten")
    assert answers(anna) == ["forgotten"] * 4
    assert [one.why_not for one in may_send([Sending(987654, to_email="x@y.example")], now=NOW)] == ["unknown"]


def test_many_are_asked_about_with_five_queries(anna: Prospect) -> None:
    house_of = anna.owner
    for count in range(30):
        row = Prospect.objects.get(pk=anna.pk)
        row.pk, row.ref, row.owner = None, f"many{count:08}", house_of
        row.save(force_insert=True)
        Address.objects.create(prospect=row, kind="email", value=f"m{count}@x.example", normalized=f"m{count}@x.example")
    asked = [Sending(pk, Mail.MAILING, address) for pk, address in Address.objects.filter(kind="email").values_list("prospect_id", "pk")]
    with CaptureQueriesContext(connection) as queries:
        found = may_send(asked, now=NOW)
    assert (len(queries), len(found)) == (5, 31)
    assert sorted(one.why_not for one in found) == [""] + ["no_permission"] * 30


def test_every_reason_has_its_sentence() -> None:
    for why in WhyNot:
        assert say_why_not(why, until_at=NOW).endswith(".")


def test_what_the_law_gives_an_end_ends_and_names_its_source() -> None:
    end = end_of("implied", NOW.replace(month=8, day=31))
    assert end is not None
    assert (end.month, end.day) == (2, 28)
    assert end_of("express", NOW) is None
    assert all(one.source and one.looked_at for one in terms())


def test_use_is_stamped_for_what_holds_and_never_set_back(anna: Prospect) -> None:
    permit(anna, withdrawn_at=NOW)
    permit(anna, channel="phone")
    for at in (NOW, NOW - timedelta(days=2)):
        stamp_used([(anna.pk, "mailing"), (anna.pk, "note")], now=at)
    rows = Permission.objects.order_by("pk").values_list("channel", "withdrawn_at", "last_used_at")
    assert list(rows) == [("mailing", None, NOW), ("mailing", NOW, None), ("phone", None, None)]
