"""A mail with a paper leads to the page of its file, which knows who comes; the question before it is optional and asked once."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from keepwarm.answers.actions import add_question, record_asked
from keepwarm.answers.models import Answer, Asked, Question, Way
from keepwarm.answers.queries import next_question
from keepwarm.content.actions import NewItem, change_item
from keepwarm.content.links import paper_path, paper_url
from keepwarm.content.models import Item, Received, StoredFile
from keepwarm.messaging.queries.composing import compose_turn
from keepwarm.outbox.models import Message
from keepwarm.post.models import Letter
from keepwarm.post.queries.composing import source_of as on_paper
from keepwarm.prospects.models import Prospect
from keepwarm.signs.models import Sign
from tests.cast import NOW, House, meet, open_house
from tests.keeping import a_day, item, run_program, warm
from tests.writing import open_mail

pytestmark = pytest.mark.django_db
BODY = "Hello {first_name|there},\n\nfour pages that you can print."


@pytest.fixture
def house() -> House:
    house = open_house()
    open_mail()
    run_program(house, "Pumps", "pumps")
    return house


def paper(*, body: str = "", short_text: str = "") -> Item:
    """A white paper with a file and, unless it is known, a question before it."""
    made = {"name": "Guide.pdf", "media_type": "application/pdf", "size": 5, "raw": b"%PDF-", "kept_at": NOW}
    file = StoredFile.objects.get_or_create(hashed="a" * 64, defaults=made)[0]
    if not Question.objects.filter(key="by-when").exists():
        add_question("By when?", kind=Question.Kind.CHOICE, choices=["this year", "next year"])
    return item(
        "Where to measure first", "pumps", kind="white_paper", body=body, file_id=file.pk, question="by-when", short_text=short_text
    )


def links_of(message: Message) -> list[str]:
    """Where the tracked links of a mail lead, as paths of the house."""
    found = [url for name, url in message.values["fill"].items() if name.startswith("link_")]
    return [url.removeprefix(settings.PUBLIC_URL) for url in found]


def opened(client: Client, path: str) -> str:
    """The page to which a link of the mail leads, as a path with what it says of who comes."""
    return str(client.get(path)["Location"]).removeprefix(settings.PUBLIC_URL)


@pytest.mark.parametrize("body", ["", BODY])
def test_the_mail_leads_to_the_file_and_the_page_knows_who_comes(client: Client, house: House, body: str) -> None:
    guide, anna = paper(body=body), warm(house, interests=["pumps"])
    a_day(NOW)
    (link,) = links_of(Message.objects.get(prospect=anna))
    page = opened(client, link)
    assert page.startswith(paper_path(guide.ref) + "?for=")
    assert "One question before" in client.get(page).content.decode()
    assert client.post(page, {"answer": "next year"}).content == b"%PDF-"
    assert Answer.objects.get(prospect=anna, question__key="by-when").value == "next year"
    assert Sign.objects.filter(prospect=anna, kind="download", item=guide).count() == 1


def test_the_question_is_asked_once_whoever_asked_it(client: Client, house: House) -> None:
    guide, anna = paper(), warm(house, interests=["pumps"])
    a_day(NOW)
    page = opened(client, links_of(Message.objects.get(prospect=anna))[0])
    assert client.post(page, {}).status_code == 200
    assert "One question before" not in client.get(page).content.decode()
    assert Asked.objects.filter(prospect=anna, question=guide.question).count() == 1
    following = next_question(anna.pk, way=Way.MAIL)
    assert following is None or following.key != "by-when"
    ben = warm(house, "Ben Bauer", interests=["pumps"])
    a_day(NOW)
    record_asked([(ben.pk, guide.question_id or 0)], way=Way.MAIL, now=NOW)
    page = opened(client, links_of(Message.objects.get(prospect=ben))[0])
    assert "One question before" not in client.get(page).content.decode()


def test_who_took_it_from_another_mail_is_not_sent_it_again(client: Client, house: House) -> None:
    from keepwarm.circle.actions.answering import take_download

    guide, anna = paper(), warm(house, interests=["pumps"])
    take_download(anna, guide, now=NOW)
    assert Received.objects.filter(prospect=anna, item=guide).count() == 1
    a_day(NOW)
    assert not Message.objects.filter(prospect=anna, values__fill__link_1__isnull=False).exists()


def test_a_changed_link_is_a_strangers(client: Client, house: House) -> None:
    guide, anna = paper(), warm(house, interests=["pumps"])
    a_day(NOW)
    page = opened(client, links_of(Message.objects.get(prospect=anna))[0])
    assert "One question before" not in client.get(page[:-1] + ("A" if page[-1] != "A" else "B")).content.decode()
    assert client.get(paper_path(guide.ref)).status_code == 200


def test_its_address_stands_on_its_page_and_in_a_text_that_names_it_no_button_is_added(client: Client, house: House) -> None:
    guide = paper()
    client.force_login(house.max)
    assert paper_url(guide.ref) in client.get(f"/content/{guide.ref}/").content.decode()
    text = f"{BODY}\n\n[Read it]({paper_url(guide.ref)})"
    change_item(
        guide.ref,
        NewItem("white_paper", guide.title, body=text, interests=("pumps",), file_id=guide.file_id, state="in_use"),
        by=None,
        now=NOW,
    )
    shown = client.get(f"/content/{guide.ref}/mail/?reader=bare").content.decode()
    assert shown.count(paper_url(guide.ref)) == 1


def test_a_letter_on_paper_and_a_short_message_say_where_it_is(house: House) -> None:
    guide = paper(short_text="Where to measure first, four pages:")
    anna: Prospect = meet(house)
    _subject, text = on_paper(Letter(prospect=anna, kind="item", made_at=NOW), guide, "en", now=NOW)
    assert paper_url(guide.ref) in text
    assert paper_url(guide.ref) in compose_turn(anna, guide, "item", {}).text
