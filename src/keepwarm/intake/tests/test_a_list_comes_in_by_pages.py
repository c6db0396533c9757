"""Bring a file, say what its columns are, look before, import, see what came of it, undo it: all without JavaScript."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from keepwarm.intake.mapping.read import read_map
from keepwarm.intake.mapping.writing import as_toml
from keepwarm.intake.models import Import, ImportedRow
from keepwarm.prospects.models import Doubt, Prospect
from keepwarm.touches.models import Inquiry
from tests.cast import House, open_house

pytestmark = pytest.mark.django_db
FILE = (
    b"Ansprechpartner;Firma;E-Mail;Telefon;Datum;Gr\xf6\xdfe\n"
    b"Ann Lee;Acme;ann@acme.example;+44 113 496 0001;24.12.2025;10\n;;;;;\nBad;;nope;;;\n"
)


@pytest.fixture(autouse=True)
def run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test never commits; what waits for the commit is done at once."""
    monkeypatch.setattr(transaction, "on_commit", lambda work: work())


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def marketer(house: House, client: Client) -> Client:
    client.force_login(house.max)
    return client


def upload(client: Client, content: bytes = FILE) -> Import:
    response = client.post("/intake/imports/", {"file": SimpleUploadedFile("messe.csv", content)})
    assert response.status_code == 302, response.content
    return Import.objects.get()


def choices(client: Client, draft: Import) -> dict[str, str]:
    """The form of the columns as it is guessed."""
    form = client.get(f"/intake/imports/{draft.ref}/columns/").context["form"]
    return {name: str(form.get_initial_for_field(form.fields[name], name) or "") for name in form.fields}


def test_the_columns_are_guessed_by_name_and_content(marketer: Client) -> None:
    guessed = choices(marketer, upload(marketer))
    assert [guessed[f"column_{place}"] for place in range(6)] == ["name", "organization", "email", "phone", "date", "answer"]
    assert guessed["source"] == "messe"


def test_whoever_agreed_to_the_newsletter_is_not_taken_for_one_who_refused_it(marketer: Client) -> None:
    agreed = b"Name,Email,Phone no,Asked on,Newsletter,No newsletter\nAnn Lee,ann@acme.example,+44 113 496 0001,24.12.2025,yes,no\n"
    draft = upload(marketer, agreed)
    guessed = choices(marketer, draft)
    assert [guessed[f"column_{place}"] for place in range(6)] == ["name", "email", "phone", "date", "mailing", "no_mailing"]
    marketer.post(f"/intake/imports/{draft.ref}/columns/", guessed)
    marketer.post(f"/intake/imports/{draft.ref}/look/")
    ann = Prospect.objects.get()
    assert [(one.channel, one.kind, one.proof) for one in ann.permissions.all()] == [("mailing", "express", "“Newsletter” in the list")]
    assert not ann.wishes.exists()


def test_looking_before_writes_nothing_and_shows_what_would_come(marketer: Client) -> None:
    draft = upload(marketer)
    response = marketer.post(f"/intake/imports/{draft.ref}/columns/", choices(marketer, draft), follow=True)
    page = response.content.decode()
    assert "Ann Lee" in page
    assert "not an email" in page
    assert not Prospect.objects.exists()


def test_the_look_before_says_who_wishes_what(marketer: Client) -> None:
    rows = b"Name,Email,Do Not Call,Do Not Contact,Newsletter\nAnn,a@x.example,t,,yes\nBob,b@x.example,no,1,no\nCid,c@x.example,perhaps,,\n"
    draft = upload(marketer, rows)
    page = marketer.post(f"/intake/imports/{draft.ref}/columns/", choices(marketer, draft), follow=True).content.decode()
    assert "1 want to hear nothing from us · 1 want no calls · 1 agreed to hear from us" in page
    assert "Line 4: “perhaps” is neither yes nor no" in page


def test_from_the_file_to_the_result_and_back_again(marketer: Client) -> None:
    draft = upload(marketer)
    marketer.post(f"/intake/imports/{draft.ref}/columns/", choices(marketer, draft))
    page = marketer.post(f"/intake/imports/{draft.ref}/look/", follow=True).content.decode()
    imported = Import.objects.get()
    assert (imported.state, imported.created, imported.rejected) == ("done", 1, 1)
    assert "What came of it?" in page
    assert Prospect.objects.get().name == "Ann Lee"
    led_to = marketer.get(f"/intake/imports/{draft.ref}/refused.csv")["Location"]
    assert led_to == f"/exports/import-refused/?of={draft.ref}"
    sent = marketer.post("/exports/import-refused/", {"of": draft.ref, "kind": "csv"})
    refused = b"".join(sent).decode("utf-8-sig")
    assert refused.splitlines()[0].startswith("line,reason,Ansprechpartner")
    assert "Take back all" in marketer.get(f"/circle/imports/{draft.ref}/undo/").content.decode()
    page = marketer.post(f"/circle/imports/{draft.ref}/undo/", follow=True).content.decode()
    assert Import.objects.get().state == "undone"
    assert not Prospect.objects.exists()
    assert "undone" in page


def test_while_it_is_taken_back_the_page_says_how_far_that_is(marketer: Client) -> None:
    draft = upload(marketer, b"Name,Email\nAnn Lee,ann@x.example\nBob Ray,bob@y.example\n")
    marketer.post(f"/intake/imports/{draft.ref}/columns/", choices(marketer, draft))
    marketer.post(f"/intake/imports/{draft.ref}/look/")
    Import.objects.update(state="undoing")
    ImportedRow.objects.filter(line=2).delete()
    page = marketer.get(f"/intake/imports/{draft.ref}/").content.decode()
    assert "Taking back" in page
    assert "1 of 2" in page
    assert "Reading and writing" not in page


def test_a_file_without_a_table_is_refused_in_a_sentence_and_not_kept(marketer: Client) -> None:
    response = marketer.post("/intake/imports/", {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7 \n")})
    assert response.status_code == 422
    assert "PDF" in response.content.decode()
    assert not Import.objects.exists()


def test_a_draft_can_be_left(marketer: Client) -> None:
    draft = upload(marketer)
    marketer.post(f"/intake/imports/{draft.ref}/discard/")
    assert not Import.objects.exists()


def test_a_rep_may_not_import(house: House, client: Client) -> None:
    assert house.ines.user is not None
    client.force_login(house.ines.user)
    assert client.get("/intake/imports/").status_code == 403


def test_the_part_that_changes_comes_alone_for_htmx(marketer: Client) -> None:
    draft = upload(marketer)
    Import.objects.update(state="running")
    part = marketer.get(f"/intake/imports/{draft.ref}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "every 1s" in part


def test_the_chosen_columns_are_kept_as_a_map_for_the_command_line(marketer: Client) -> None:
    import tomllib

    draft = upload(marketer)
    marketer.post(f"/intake/imports/{draft.ref}/columns/", choices(marketer, draft))
    data = tomllib.loads(marketer.get(f"/intake/imports/{draft.ref}/map.toml").content.decode())
    assert data == tomllib.loads(as_toml(Import.objects.get().map))
    header = ("Ansprechpartner", "Firma", "E-Mail", "Telefon", "Datum", "Größe")
    assert read_map(data, header, called="map", file="messe.csv").answers[0].label == "Größe"


def test_doubts_are_shown_with_their_reasons(marketer: Client) -> None:
    upload(marketer, b"Name,Email\nAnn Lee,lee@home.example\nBert Lee,lee@home.example\n")
    draft = Import.objects.get()
    marketer.post(f"/intake/imports/{draft.ref}/columns/", choices(marketer, draft))
    marketer.post(f"/intake/imports/{draft.ref}/look/")
    assert Doubt.objects.count() == 1
    assert Inquiry.objects.count() == 2
    page = marketer.get("/intake/doubts/").content.decode()
    assert "same email" in page
