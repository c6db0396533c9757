"""The composer as a plain form: each button saves and comes back, nothing typed is lost, and sending happens once."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes

import pytest
import time_machine
from django.test import Client

from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.batch import NewTouch
from keepwarm.letters.actions import write_first_snippets
from keepwarm.letters.models import Draft, Letter, Snippet
from keepwarm.letters.queries.times import read_times
from keepwarm.outbox.models import Account, Message
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet, user_of
from tests.writing import A_TIME, call_others, write_to

pytestmark = pytest.mark.django_db
FORM = {"purpose": "schedule", "subject": "Thursday?", "body": A_TIME.replace("\n", "\r\n"), "version": "0"}


@pytest.fixture(autouse=True)
def at_work() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def anna(house: House) -> Prospect:
    anna = meet(house)
    settle([anna.pk], by=None, now=NOW)
    return Prospect.objects.get(pk=anna.pk)


def as_(who: Seat | User) -> Client:
    client = Client()
    client.force_login(who if isinstance(who, User) else user_of(who))
    return client


def test_a_letter_is_written_and_sent_once(house: House, anna: Prospect) -> None:
    client, path = as_(house.ines), f"/letters/new/{anna.ref}/send/"
    page = client.get(f"/letters/new/{anna.ref}/").content.decode()
    assert "anna@arnold.example" in page
    for _twice in range(2):
        answer = client.post(path, {**FORM, "overrule": "fine", "once": "key-of-this-form"})
        assert answer["Location"].startswith("/desk/?logged="), answer.content.decode()
    assert Letter.objects.count() == Message.objects.count() == 1
    assert Letter.objects.get().text == A_TIME, "lines end as they were written"
    assert "is on its way" in client.get("/letters/").content.decode() + client.get(f"/letters/new/{anna.ref}/").content.decode()


def test_what_is_refused_is_still_there(house: House, anna: Prospect) -> None:
    client = as_(house.ines)
    answer = client.post(f"/letters/new/{anna.ref}/send/", {**FORM, "purpose": "", "overrule": "fine"})
    assert answer.status_code == 422
    assert "Choose first what the letter is for" in answer.content.decode()
    assert "may I call you on Thursday" in answer.content.decode()
    assert Draft.objects.get().body == A_TIME
    assert not Touch.objects.filter(channel="email").exists()


def test_a_draft_saved_elsewhere_is_not_written_over(house: House, anna: Prospect) -> None:
    client, path = as_(house.ines), f"/letters/new/{anna.ref}/"
    client.post(path, {**FORM, "do": "check"})
    assert Draft.objects.get().version == 1
    answer = client.post(path, {**FORM, "body": "from an older window", "do": "check"})
    assert answer.status_code == 409
    assert "from an older window" in answer.content.decode()
    assert Draft.objects.get().body == A_TIME
    assert client.post(f"{path}check/", {**FORM, "body": "typed on"}).status_code == 200
    assert Draft.objects.get().body == A_TIME


def test_a_text_of_the_house_comes_with_names_and_times(house: House, anna: Prospect) -> None:
    write_first_snippets(now=NOW)
    snippet = Snippet.objects.get(name="A time to talk")
    client = as_(house.ines)
    client.post(f"/letters/new/{anna.ref}/", {"version": "0", "snippet": snippet.ref, "do": "snippet"})
    draft = Draft.objects.get()
    assert draft.body.startswith("Hello Anna,")
    assert "Thursday 19 November at 10:00" in draft.body
    assert draft.body.rstrip().endswith("Ines")
    assert len(draft.offered) == 3
    client.post(f"/letters/new/{anna.ref}/send/", {**FORM, "body": draft.body, "version": str(draft.version), "overrule": "fine"})
    letter = Letter.objects.get()
    assert len(letter.offered) == 3


def test_a_time_that_they_take_is_confirmed_with_an_invitation_and_promised(house: House, anna: Prospect) -> None:
    call_others(house, 4, named="More")
    client = as_(house.ines)
    client.post(f"/letters/new/{anna.ref}/", {**FORM, "do": "times"})
    draft = Draft.objects.get()
    client.post(f"/letters/new/{anna.ref}/send/", {**FORM, "body": draft.body, "version": str(draft.version), "overrule": "fine"})
    letter = Letter.objects.get()
    Touch.objects.filter(pk=letter.touch_id).update(disposition="delivered")
    client.post(f"/letters/{letter.ref}/taken/", {"at": letter.offered[0]})
    draft = Draft.objects.get()
    assert (draft.purpose, draft.invite_at is not None) == ("confirm", True)
    form = {"purpose": "confirm", "subject": draft.subject, "body": draft.body, "version": str(draft.version), "overrule": "fine"}
    answer = client.post(f"/letters/new/{anna.ref}/send/", form)
    assert answer.status_code == 302, answer.content.decode()
    message = Message.objects.order_by("-pk")[0]
    assert message.frozen is not None
    (calendar,) = [part for part in message_from_bytes(bytes(message.frozen.raw)).walk() if part.get_content_type() == "text/calendar"]
    said = str(calendar.get_payload(decode=True))
    assert ("METHOD:REQUEST" in said, "DTSTART:20261119T100000Z" in said, calendar.get_param("method")) == (True, True, "REQUEST")
    anna.refresh_from_db()
    assert anna.because_rule == "promised_call"
    assert anna.next_touch_at == NOW + timedelta(days=1, minutes=30)


def test_times_are_offered_and_confirmed_in_their_language(house: House, anna: Prospect) -> None:
    call_others(house, 4, named="More")
    Prospect.objects.filter(pk=anna.pk).update(language="de")
    client = as_(house.ines)
    client.post(f"/letters/new/{anna.ref}/", {"purpose": "schedule", "version": "0", "body": "", "subject": "", "do": "times"})
    body = Draft.objects.get().body
    assert body.startswith("Wann passt Ihnen ein Anruf: Donnerstag, 19. November um 10:00 Uhr, ")
    assert "When" not in body
    letter = write_to(Prospect.objects.get(pk=anna.pk), body=body, subject="Donnerstag?", offered=read_times(Draft.objects.get().offered))
    client.post(f"/letters/{letter.ref}/taken/", {"at": letter.offered[0]})
    draft = Draft.objects.get()
    assert draft.body.startswith("Guten Tag Anna Arnold,")
    assert (draft.subject, "Ich rufe Sie am Donnerstag, 19. November um 10:00 Uhr an." in draft.body) == ("Unser Telefonat", True)


def test_times_in_a_text_of_the_house_are_in_the_language_of_the_text(house: House, anna: Prospect) -> None:
    write_first_snippets(now=NOW)
    Prospect.objects.filter(pk=anna.pk).update(language="de")
    snippet = Snippet.objects.get(name="A time to talk")
    as_(house.ines).post(f"/letters/new/{anna.ref}/", {"version": "0", "snippet": snippet.ref, "do": "snippet"})
    assert "Thursday 19 November at 10:00" in Draft.objects.get().body


def test_a_time_that_has_gone_by_since_it_was_put_in_stops_the_letter(house: House, anna: Prospect) -> None:
    client = as_(house.ines)
    client.post(f"/letters/new/{anna.ref}/", {**FORM, "do": "times"})
    draft = Draft.objects.get()
    form = {**FORM, "body": draft.body, "version": str(draft.version), "overrule": "fine"}
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        answer = client.post(f"/letters/new/{anna.ref}/send/", form)
    assert answer.status_code == 422
    assert "Thursday 19 November at 10:00 has gone by since it was put into the letter." in answer.content.decode()
    assert not Letter.objects.exists()


def test_a_time_that_was_taken_out_of_the_text_is_offered_to_nobody(house: House, anna: Prospect) -> None:
    client = as_(house.ines)
    client.post(f"/letters/new/{anna.ref}/", {**FORM, "do": "times"})
    form = {**FORM, "body": "Hello Anna,\n\nmay I call you on Thursday at 10:00?\n\nInes\n", "version": "2", "overrule": "fine"}
    answer = client.post(f"/letters/new/{anna.ref}/send/", form)
    assert answer.status_code == 302, answer.content.decode()
    assert [at[11:16] for at in Letter.objects.get().offered] == ["10:00"], "14:00 and 11:00 are free again"


def test_a_letter_that_waits_can_be_held_back(house: House, anna: Prospect) -> None:
    client = as_(house.ines)
    client.post(f"/letters/new/{anna.ref}/send/", {**FORM, "overrule": "fine"})
    letter = Letter.objects.get()
    assert as_(house.ivo).post(f"/letters/{letter.ref}/hold-back/").status_code == 404
    client.post(f"/letters/{letter.ref}/hold-back/")
    assert Message.objects.get().state == "cancelled"
    assert "not sent" in client.get("/letters/").content.decode()


def test_without_a_mail_account_the_page_says_so(house: House, anna: Prospect) -> None:
    Account.objects.all().delete()
    page = as_(house.ines).get(f"/letters/new/{anna.ref}/").content.decode()
    assert "No mail account is set up yet" in page
    assert "/send/" not in page
    assert as_(house.ines).get(f"/desk/{anna.ref}/letter/").status_code == 200


def test_with_one_the_desk_leads_to_the_composer_and_elsewhere_stays_a_link(house: House, anna: Prospect) -> None:
    client = as_(house.ines)
    assert client.get(f"/desk/{anna.ref}/letter/")["Location"] == f"/letters/new/{anna.ref}/"
    assert client.get(f"/desk/{anna.ref}/letter/?elsewhere=1").status_code == 200


def test_nobody_writes_to_whom_somebody_else_looks_after(house: House) -> None:
    theirs = meet(house, "Ben Brook", owner=house.cara)
    assert as_(house.ines).get(f"/letters/new/{theirs.ref}/").status_code == 404


def test_the_follow_up_opens_after_a_call(house: House, anna: Prospect) -> None:
    client = as_(house.ines)
    assert 'value="after_voicemail" disabled' in client.get(f"/letters/new/{anna.ref}/").content.decode()
    log_touch(NewTouch(anna.pk, "phone", "out", "voicemail", NOW, house.ines.pk), by=None, now=NOW)
    assert 'value="after_voicemail" checked' in client.get(f"/letters/new/{anna.ref}/").content.decode()


@pytest.mark.parametrize("text", ["{{ settings.SECRET_KEY }}", "{% load x %}", "{{given_name.__class__}}", "{{nothing_known}}"])
def test_a_snippet_holds_no_code(house: House, text: str) -> None:
    answer = as_(house.max).post("/letters/snippets/new/", {"name": "x", "text": text})
    assert answer.status_code == 422
    assert not Snippet.objects.exists()


@pytest.mark.parametrize("subject", ["Hello\r\nBcc: all@x.example", "Hello\nX: y"])
def test_a_subject_brings_no_header(house: House, anna: Prospect, subject: str) -> None:
    as_(house.ines).post(f"/letters/new/{anna.ref}/send/", {**FORM, "subject": subject, "overrule": "fine"})
    assert "\n" not in Letter.objects.get().subject
