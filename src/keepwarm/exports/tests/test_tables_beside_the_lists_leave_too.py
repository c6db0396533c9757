"""What is missing in the library, other software, mailboxes, trials, a hand-over, a search: each leaves as its page shows it, whole."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from keepwarm.answers.models import Question
from keepwarm.circle.exports import NobodyLeaves
from keepwarm.courier.models import Endpoint, Parcel
from keepwarm.decisions.actions import settle
from keepwarm.events.models import Subscription
from keepwarm.exports.actions import take_export
from keepwarm.inbox.models import Mailbox
from keepwarm.intake.models import Import
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.models import Account
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.search import index_prospects
from keepwarm.qualification.actions.trial import draw_trial, run_trial, try_version
from keepwarm.qualification.models import Trial
from keepwarm.qualification.queries.trial import NotThrough
from keepwarm.segments.actions import save_segment
from keepwarm.staff.models import User
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = open_house()
    settle([meet(house, "Anna Arnold").pk, meet(house, "Bert Arnold", owner=house.ivo, email="b@b.example").pk], by=None, now=NOW)
    return house


def take(name: str, for_: User, kind: str = "csv", **filters: str) -> bytes:
    file, _count = take_export(name, filters, kind=kind, for_=for_, by=for_, now=NOW)
    with file:
        return file.read()


def rows(name: str, for_: User, **filters: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(take(name, for_, **filters).decode("utf-8-sig"), newline="")))[1:]


def finished() -> Trial:
    trial = run_trial(try_version(0, by=None, now=NOW).ref, clock=lambda: NOW)
    draw_trial(trial)
    return Trial.objects.get(pk=trial.pk)


def test_the_map_of_the_library_is_a_line_a_place(house: House, client: Client) -> None:
    Question.objects.create(key="mills", label="Mills", group="topic", kind="yes_no")
    found = rows("content-map", house.max)
    assert [row[1] for row in found if row[0] == "Mills"] == ["new", "in conversation", "lead", "with sales", "customer"]
    assert {row[-1] for row in found} == {"yes"}
    client.force_login(house.max)
    assert b"/exports/content-map/" in client.get("/content/map/").content


def test_all_deliveries_leave_and_no_secret_does(house: House, client: Client) -> None:
    endpoint = Endpoint.objects.create(kind="events", name="CRM", url="https://crm.example/in", secret="sealed-thing", made_at=NOW)
    Subscription.objects.create(endpoint=endpoint, events=["sale.made"], read_at=NOW, since_at=NOW)
    Parcel.objects.bulk_create(
        Parcel(endpoint=endpoint, once_key=f"sale:{one}", what="sale.made", body="{}", queued_at=NOW, next_try_at=NOW) for one in range(25)
    )
    assert rows("webhooks", house.adam)[0][1:4] == ["CRM", "https://crm.example/in", "something was sold"]
    assert len(rows("webhook-deliveries", house.adam, of=endpoint.ref)) == 25
    assert b"sealed-thing" not in take("webhooks", house.adam) + take("webhook-deliveries", house.adam, of=endpoint.ref)
    with pytest.raises(NotYours):
        take("webhooks", house.mona)
    client.force_login(house.adam)
    assert b"/exports/webhooks/" in client.get("/events/").content
    assert b"/exports/webhook-deliveries/" in client.get(f"/events/{endpoint.ref}/").content


def test_mailboxes_and_accounts_leave_without_their_secrets(house: House, client: Client) -> None:
    for seat in (house.ines, house.ivo):
        Mailbox.objects.create(kind="own", seat=seat, host="imap.example", user=f"{seat.name}@x.example", secret="hush", made_at=NOW)
    Account.objects.create(name="House", host="smtp.example", from_email="h@x.example", secret="hush", made_at=NOW)
    assert [row[4] for row in rows("mailboxes", house.mona)] == ["Ines", "Ivo"]
    assert [row[4] for row in rows("mailboxes", user_of(house.ines))] == ["Ines"]
    assert b"smtp.example" in take("mail-accounts", house.mona)
    assert b"smtp.example" not in take("mail-accounts", user_of(house.ines))
    assert b"hush" not in take("mail-accounts", house.adam) + take("mailboxes", house.adam)
    client.force_login(house.mona)
    assert b"/exports/mailboxes/" in client.get("/inbox/mailboxes/").content
    assert b"/exports/mail-accounts/" in client.get("/outbox/").content


def test_a_trial_its_inquiries_and_its_pdf(house: House, client: Client) -> None:
    trial = finished()
    assert rows("trials", house.dora)[0][:2] == [trial.ref, "The provisional definition"]
    assert [row[1] for row in rows("trial-inquiries", house.mona, of=trial.ref)] == ["Anna Arnold", "Bert Arnold"]
    assert [row[1] for row in rows("trial-inquiries", user_of(house.ines), of=trial.ref)] == ["Anna Arnold", ""]
    assert rows("trial-inquiries", house.mona, of=trial.ref, figure="bought") == []
    assert take("trial", house.mona, "pdf", of=trial.ref).startswith(b"%PDF-")
    assert "Web form" in take("trial", house.mona, part="sources", of=trial.ref).decode()
    with pytest.raises(NotThrough, match="no such figure"):
        take("trial-inquiries", house.mona, of=trial.ref, figure="nonsense")
    with pytest.raises(NotThrough, match="not through"):
        take("trial", house.mona, "pdf", of=try_version(0, by=None, now=NOW).ref)
    client.force_login(house.mona)
    assert b"/exports/trial/" in client.get(f"/lead/trials/{trial.ref}/").content
    assert b'name="figure" value="leads"' in client.get(f"/lead/trials/{trial.ref}/leads/").content
    assert b"/exports/trials/" in client.get("/lead/trials/").content


def test_how_alike_a_segment_is_goes_to_paper(house: House, client: Client) -> None:
    segment = save_segment("All", "attempts < 99", by=None, now=NOW)
    assert take("likeness", house.mona, "pdf", of=segment.ref).startswith(b"%PDF-")
    assert b"What sets them apart?" in take("likeness", house.mona, of=segment.ref)
    with pytest.raises(NotYours):
        take("likeness", user_of(house.ines), "pdf", of=segment.ref)
    client.force_login(house.mona)
    assert b"/exports/likeness/" in client.get(f"/segments/{segment.ref}/likeness/").content


def test_who_takes_over_whom(house: House, client: Client) -> None:
    assert rows("hand-over", house.mona, of=house.ivo.ref) == [["Ines", "1", "0"]]
    ((_ref, name, _firm, to, why, promised, _due),) = rows("hand-over-people", house.mona, of=house.ivo.ref)
    assert (name, to, promised) == ("Bert Arnold", "Ines", "")
    assert why
    with pytest.raises(NobodyLeaves):
        take("hand-over", house.mona, of="nobody")
    with pytest.raises(NotYours):
        take("hand-over-people", user_of(house.ivo), of=house.ivo.ref)
    client.force_login(house.mona)
    assert b"/exports/hand-over-people/" in client.get(reverse("circle:leave", args=[house.ivo.ref])).content


def test_a_search_leaves_with_those_whom_the_reader_may_see(house: House, client: Client) -> None:
    index_prospects(list(Prospect.objects.values_list("pk", flat=True)))
    assert [row[1] for row in rows("found", house.mona, of="arnold")] == ["Anna Arnold", "Bert Arnold"]
    assert [row[1] for row in rows("found", user_of(house.ines), of="arnold")] == ["Anna Arnold"]
    with pytest.raises(Refusal, match="Say of which"):
        take("found", house.mona)
    client.force_login(house.mona)
    assert b'name="of" value="arnold"' in client.get("/prospects/find/?q=arnold").content


def test_every_list_that_may_hold_opportunities_leaves(house: House) -> None:
    Import.objects.bulk_create(
        Import(kind="inquiries", state=Import.State.DONE, source=house.web, file_name=f"{one}.csv", made_at=NOW - timedelta(one))
        for one in range(35)
    )
    assert len(rows("pipelines", house.mona)) == 35
