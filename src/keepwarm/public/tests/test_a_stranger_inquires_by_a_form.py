"""A form of the house: taken in at once, confirmed where the law asks for it, and useless to whoever would flood a mailbox."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from keepwarm.answers.actions import add_question
from keepwarm.answers.models import Answer, Question
from keepwarm.consent.models import Permission
from keepwarm.intake.actions.filling import ask_again, sweep_unconfirmed
from keepwarm.intake.actions.inquiry_forms import FormRefused, FormText, close_form, save_form
from keepwarm.intake.models import Filled, InquiryForm
from keepwarm.outbox.models import Account, Frozen, Message
from keepwarm.prospects.models import Prospect
from keepwarm.signs.models import Sign
from keepwarm.touches.models import Inquiry, Signal
from tests.cast import NOW, House, open_house

pytestmark = pytest.mark.django_db
FULL: dict[str, Any] = {
    "name": "Berta Beispiel",
    "email": "berta@beispiel.example",
    "country": "United Kingdom",
    "text": "We need forty chairs.",
}


@pytest.fixture(autouse=True)
def house() -> House:
    Account.objects.create(name="House", host="127.0.0.1", from_email="hello@house.example", made_at=NOW)
    return open_house()


@pytest.fixture
def form(house: House) -> InquiryForm:
    add_question("How many seats?", kind=Question.Kind.NUMBER)
    text = FormText(
        name="Web", heading="Ask us", source="Our website", questions=("how-many-seats",), permission="Write to me now and then."
    )
    return save_form(text, by=house.max, now=NOW)


def stamp_in(page: str) -> str:
    found = re.search(r'name="stamp" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def send(client: Client, form: InquiryForm, after: float = 30, stamp: str = "", **fields: str) -> tuple[int, str]:
    """Open the form, fill it in for some seconds, send it and read what comes then."""
    path = f"/ask/{form.ref}/"
    with time_machine.travel(NOW, tick=False):
        stamp = stamp or stamp_in(client.get(path).content.decode())
    with time_machine.travel(NOW + timedelta(seconds=after), tick=False):
        got = client.post(path, {"stamp": stamp, **fields})
        if got.status_code == 302:
            got = client.get(got["Location"])
    return got.status_code, got.content.decode()


def link_in_mail() -> str:
    raw = bytes(Frozen.objects.latest("pk").raw).decode()
    found = re.search(r"/ask/confirm/[\w-]+/", raw.replace("=\r\n", ""))
    assert found is not None
    return found[0]


def test_who_inquires_is_taken_in_with_answers_and_an_hours_signal(client: Client, form: InquiryForm) -> None:
    asked: dict[str, Any] = {"answer_how-many-seats": "40", "wants_contact": "on", "phone": "+44 113 496 0042"}
    status, page = send(client, form, **FULL, **asked)
    assert (status, "A person reads it" in page) == (200, True)
    berta = Prospect.objects.get()
    assert (berta.name, berta.next_step, berta.language) == ("Berta Beispiel", "call", "en")
    assert Signal.objects.get(kind="contact_asked").due_at is not None
    assert Answer.objects.get(question__key="how-many-seats").value == "40"
    assert Sign.objects.get(kind="answered").source == f"form:{form.ref}"
    assert not Permission.objects.exists()
    assert not Message.objects.exists()


def test_the_same_page_sent_twice_is_one_inquiry(client: Client, form: InquiryForm) -> None:
    with time_machine.travel(NOW, tick=False):
        stamp = stamp_in(client.get(f"/ask/{form.ref}/").content.decode())
    for _ in range(2):
        assert send(client, form, stamp=stamp, **FULL)[0] == 200
    assert Inquiry.objects.count() == 1


def test_a_yes_holds_at_once_where_nothing_is_to_be_confirmed(client: Client, form: InquiryForm) -> None:
    send(client, form, **FULL, permits="on")
    permission = Permission.objects.get()
    assert (permission.kind, permission.channel, permission.wording) == ("express", "mailing", form.wording)
    assert not Message.objects.exists()


def test_in_germany_a_yes_holds_once_it_is_confirmed_and_its_proof_is_kept(client: Client, form: InquiryForm) -> None:
    _, page = send(client, form, **FULL | {"country": "Germany"}, permits="on")
    assert "One step is left" in page
    assert Inquiry.objects.count() == 1  # what they asked waits for nothing
    assert not Permission.objects.exists()
    assert Message.objects.get().to_email == FULL["email"]
    link = link_in_mail()
    assert "Write to me now and then." in client.get(link).content.decode()
    assert not Permission.objects.exists()  # a scanner that opens links confirms nothing
    for _ in range(2):
        assert "is confirmed" in client.post(link).content.decode()
    permission = Permission.objects.get()
    assert permission.kind == "double_opt_in"
    assert "confirmed by the link in our mail" in permission.proof


def test_who_only_signs_up_is_nobody_until_confirmed_and_swept_if_never(client: Client, form: InquiryForm) -> None:
    send(client, form, email="s@signup.de", permits="on")
    assert not Prospect.objects.exists()
    link = link_in_mail()
    assert sweep_unconfirmed(now=NOW + timedelta(days=10)) == 0
    assert sweep_unconfirmed(now=NOW + timedelta(days=40)) == 1
    assert client.get(link).status_code == 410
    send(client, form, email="s@signup.de", permits="on")
    client.post(link_in_mail())
    assert Prospect.objects.get().name
    assert Permission.objects.get().kind == "double_opt_in"


def test_nobodys_mailbox_is_flooded(client: Client, form: InquiryForm) -> None:
    for spelled in ("victim@gmail.com", "v.ictim@gmail.com", "victim+1@gmail.com", "victim+2@gmail.com"):
        assert send(client, form, email=spelled, permits="on")[0] == 200
    assert Message.objects.count() == 2
    raw = b"".join(bytes(one.raw) for one in Frozen.objects.all())
    assert b"Write to me" not in raw  # nothing that somebody typed goes along


def test_one_network_cannot_send_without_end(client: Client, form: InquiryForm) -> None:
    for number in range(20):
        send(client, form, email=f"n{number}@signup.de", permits="on")
    status, page = send(client, form, email="last@signup.de", permits="on")
    assert (status, "from your network" in page, "last@signup.de" in page) == (429, True, True)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "berta"}, "This is no email address"),
        ({"email": ""}, "This field is required"),
        ({"phone": "12"}, "Please write the number with its country"),
        ({"nothing_here": "x"}, "Please leave this field empty"),
        ({"answer_how-many-seats": "forty"}, "Please write a number"),
        ({"text": "x" * 5000}, "at most 4000 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client: Client, form: InquiryForm, fields: dict[str, Any], sentence: str) -> None:
    status, page = send(client, form, **FULL | {"organization": "Stühle & Söhne"} | fields)
    assert (status, sentence in page) == (422, True)
    assert "Stühle &amp; Söhne" in page
    assert not Filled.objects.exists()


def test_too_quick_too_old_and_from_elsewhere_is_pressed_once_more(client: Client, form: InquiryForm) -> None:
    status, page = send(client, form, after=1, **FULL)
    assert (status, "That was quick" in page, "forty chairs" in page) == (422, True, True)
    assert send(client, form, stamp=stamp_in(page), **FULL)[0] == 200
    status, page = send(client, form, after=3 * 86400, **FULL)
    assert "once more" in page
    assert send(client, form, stamp="nonsense", **FULL)[0] == 422


def test_a_form_stands_in_a_frame_only_where_it_may(client: Client, house: House, form: InquiryForm) -> None:
    text = FormText(name="Framed", heading="Ask us", source="Our website", hosts=("www.example.com",))
    framed = save_form(text, by=house.max, now=NOW)
    got = client.get(f"/ask/{framed.ref}/")
    assert "frame-ancestors https://www.example.com" in got["Content-Security-Policy"]
    assert "X-Frame-Options" not in got.headers
    bare = client.get(f"/ask/{form.ref}/")
    assert "frame-ancestors 'none'" in bare["Content-Security-Policy"]
    assert bare["X-Frame-Options"] == "DENY"
    assert "Set-Cookie" not in bare.headers


def test_a_closed_form_takes_nothing_and_a_bad_one_is_not_made(client: Client, house: House, form: InquiryForm) -> None:
    close_form(form.ref, by=house.max, now=NOW)
    assert client.get(f"/ask/{form.ref}/").status_code == 410
    assert client.get("/ask/nowhere12345/").status_code == 404
    for wrong in ({"questions": ("nothing",)}, {"hosts": ("no site",)}, {"heading": " "}):
        with pytest.raises(FormRefused):
            save_form(FormText(**{"name": "a", "heading": "b", "source": "c", **wrong}), by=house.max, now=NOW)  # type: ignore[arg-type]


def test_a_house_that_cannot_send_yet_asks_later(client: Client, form: InquiryForm, tmp_path: Path) -> None:
    Account.objects.update(retired_at=NOW)
    assert send(client, form, email="s@signup.de", permits="on")[0] == 200
    assert not Message.objects.exists()
    Account.objects.update(retired_at=None)
    assert ask_again(now=NOW + timedelta(minutes=1)) == 1
    assert ask_again(now=NOW + timedelta(minutes=2)) == 0


def test_a_site_that_is_none_is_refused_in_a_sentence(house: House) -> None:
    for site in ("http://[", "https://a b.example", "ftp://x.example"):
        with pytest.raises(FormRefused, match="is no site"):
            save_form(FormText(name="a", heading="b", source="c", hosts=(site,)), by=house.max, now=NOW)
    with pytest.raises(FormRefused, match="longer than 120 characters"):
        save_form(FormText(name="a" * 121, heading="b", source="c"), by=house.max, now=NOW)
