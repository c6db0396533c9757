"""The pages of the library: list, map, one item, preview in a frame in which nothing runs, pictures, look, import."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from keepwarm.answers.actions import Learned, add_question, keep_answers
from keepwarm.content.actions import NewItem, NewReceived, make_item, record_received
from keepwarm.content.actions.counting import count_anew, count_everyone
from keepwarm.content.models import HouseLook, Item, StoredFile
from keepwarm.content.queries.fields import values_of
from keepwarm.content.queries.listing import Filters, find_items, read_map
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def max_(client: Client, house: House) -> Client:
    client.force_login(house.max)
    return client


def interest(label: str, *people: object) -> str:
    key = add_question(label, kind="yes_no", group="topic", asked=False).key
    keep_answers([Learned(one.pk, key, "yes", 3, NOW) for one in people], by=None)  # type: ignore[attr-defined]
    return key


def made(title: str, **more: object) -> Item:
    return make_item(NewItem("article", title, **{"state": "in_use", "teaser": "In a sentence", **more}), by=None, now=NOW)  # type: ignore[arg-type]


def test_a_marketer_adds_an_item_and_sees_its_mail(max_: Client, house: House) -> None:
    interest("Heat pumps")
    sent = {"title": "Warm halls", "kind": "article", "state": "in_use", "worth": "70", "interests": ["heat-pumps"], "stages": ["2"]}
    answer = max_.post("/content/new/", {**sent, "body": "# Warm halls\r\n\r\nHello {first_name|there}."}, follow=True)
    item = Item.objects.get()
    assert answer.redirect_chain[-1][0] == f"/content/{item.ref}/preview/"
    assert (item.interests, item.stages, item.worth, item.made_by) == (["heat-pumps"], [2], 70, house.max)
    page = max_.get(f"/content/{item.ref}/mail/?reader=bare")
    assert "Hello there." in page.content.decode()
    assert "sandbox" in page["Content-Security-Policy"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_what_could_not_be_sent_is_refused_beside_what_was_typed(max_: Client) -> None:
    sent = {"title": "A", "kind": "article", "state": "in_use", "worth": "70", "body": "Hello {frist_name|there}"}
    answer = max_.post("/content/new/", sent)
    assert answer.status_code == 422
    assert "frist_name" in answer.content.decode()
    assert not Item.objects.exists()
    assert max_.post("/content/new/", {**sent, "state": "draft"}).status_code == 302
    empty = max_.post("/content/new/", {**sent, "body": " "})
    assert (empty.status_code, "nothing in it to send" in empty.content.decode(), Item.objects.count()) == (422, True, 1)


def test_a_rep_reads_and_changes_nothing(client: Client, house: House) -> None:
    item = made("Warm halls")
    client.force_login(user_of(house.ines))
    assert client.get("/content/").status_code == 200
    assert client.get(f"/content/{item.ref}/", follow=True).status_code == 200
    assert client.post("/content/new/", {"title": "x"}).status_code == 403
    client.post(f"/content/{item.ref}/", {"title": "x", "kind": "video", "state": "draft", "worth": "1"})
    item.refresh_from_db()
    assert item.title == "Warm halls"


def test_the_map_shows_holes_and_what_is_worn_out(max_: Client, house: House) -> None:
    anna, bert = meet(house, "Anna"), meet(house, "Bert", phone="", email="b@b.example")
    heat, wall = interest("Heat", anna, bert), interest("Walls", anna)
    item = made("On heat", interests=(heat,), stages=(1,))
    made("Old", interests=(heat,), stages=(2,), fresh_until_on=(NOW - timedelta(days=1)).date())
    record_received([NewReceived(anna.pk, item.pk), NewReceived(bert.pk, item.pk)], now=NOW)
    assert count_anew(now=NOW)
    assert not count_anew(now=NOW + timedelta(minutes=30))
    found = read_map(now=NOW)
    cells = {(cell.interest, cell.stage): cell for row in found.rows for cell in row.cells}
    assert (cells[heat, 1].fresh, cells[heat, 1].worn, cells[heat, 1].is_hole, cells[heat, 1].people) == (1, 1, True, 2)
    assert (cells[heat, 2].fresh, cells[heat, 2].stale) == (0, 1)
    assert cells[wall, 1].people == 1
    assert {one.title for one in found.worn} == {"On heat", "Old"}
    assert "nothing" in max_.get("/content/map/").content.decode()


def test_an_ended_or_other_person_is_not_counted(house: House) -> None:
    anna = meet(house, "Anna")
    item = made("For customers", stages=(5,))
    record_received([NewReceived(anna.pk, item.pk)], now=NOW)
    count_everyone(now=NOW)
    assert (item.count.fits, item.count.had) == (0, 0)


def test_the_list_is_filtered(house: House) -> None:
    heat = interest("Heat")
    made("On heat", interests=(heat,), worth=10)
    made("A video", worth=90)
    made("Old", fresh_until_on=(NOW - timedelta(days=1)).date())
    make_item(NewItem("article", "Gone", state="retired"), by=None, now=NOW)

    def titles(**more: object) -> list[str]:
        return [item.title for item in find_items(Filters(**more), now=NOW)[0]]  # type: ignore[arg-type]

    assert titles() == ["A video", "Old", "On heat"]
    assert titles(interest=heat) == ["On heat"]
    assert titles(state="stale") == ["Old"]
    assert titles(state="retired") == ["Gone"]
    assert titles(words="VIDEO") == ["A video"]


def test_values_of_many_leave_out_what_is_too_old(house: House) -> None:
    anna = meet(house, "Anna Arnold", firm="Arnold & Sons")
    key = add_question("Budget").key
    keep_answers([Learned(anna.pk, key, "20,000", 3, NOW - timedelta(days=400))], by=None)
    values = values_of([anna.pk], now=NOW)[anna.pk]
    assert values.by_name["first_name"] == "Anna"
    assert values.by_name["firm"] == "Arnold & Sons"
    assert values.stale == {"answer_budget"}


def test_a_picture_is_kept_once_and_shown_to_everyone(max_: Client) -> None:
    for _ in range(2):
        max_.post("/content/pictures/", {"file": SimpleUploadedFile("roof.png", PNG)})
    row = StoredFile.objects.get()
    shown = Client().get(f"/content/p/pictures/{row.hashed}/")
    assert (shown.content, shown["Content-Type"]) == (PNG, "image/png")
    assert max_.post("/content/pictures/", {"file": SimpleUploadedFile("a.png", b"<svg onload=x>")}).status_code == 422
    assert Client().get("/content/p/pictures/nothing/").status_code == 404


def test_a_paper_is_no_picture_for_everyone(max_: Client) -> None:
    pdf = SimpleUploadedFile("paper.pdf", b"%PDF-1.7 x")
    max_.post("/content/new/", {"title": "Paper", "kind": "white_paper", "state": "draft", "worth": "50", "file": pdf})
    item = Item.objects.select_related("file").get()
    assert item.file is not None
    assert item.file.media_type == "application/pdf"
    assert Client().get(f"/content/p/pictures/{item.file.hashed}/").status_code == 404


def test_the_look_of_the_house_is_said_once(max_: Client) -> None:
    sent = {"name": "Kiln & Co", "postal_address": "4 Lime Street, York", "accent": "#c2571a", "website": ""}
    assert max_.post("/content/look/", sent).status_code == 302
    assert max_.post("/content/look/", {**sent, "accent": "red"}).status_code == 422
    assert HouseLook.objects.get().accent == "#c2571a"
    item = made("Warm halls", body="Hello")
    assert "Kiln &amp; Co, 4 Lime Street, York" in max_.get(f"/content/{item.ref}/mail/").content.decode()


def test_a_template_from_elsewhere_is_taken_in_as_a_draft(max_: Client) -> None:
    html = b'<html><head><title>News</title></head><body><p>{{thing}}</p><img src="https://x.example/a.png"></body></html>'
    page = max_.post("/content/import/", {"file": SimpleUploadedFile("news.html", html)}, follow=True).content.decode()
    item = Item.objects.get()
    assert (item.title, item.state) == ("News", "draft")
    assert "{thing}" in page
    assert "lies elsewhere" in page
    assert "Some of its look" not in page
    linked = b'<html><head><link rel="stylesheet" href="styles.css"></head><body><p class="x">Hello</p></body></html>'
    assert (
        "Some of its look lies in a file"
        in max_.post("/content/import/", {"file": SimpleUploadedFile("b.html", linked)}, follow=True).content.decode()
    )
    Item.objects.exclude(pk=item.pk).delete()
    assert max_.post("/content/import/", {"file": SimpleUploadedFile("a.html", b"no")}).status_code == 422
