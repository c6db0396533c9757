"""A question answered by a link in a mail, and a paper with one optional question before it: GET shows, POST does."""

import pytest
from django.test import Client
from django.utils import timezone

from keepwarm.answers.actions import add_question
from keepwarm.answers.models import Answer, Question
from keepwarm.content.models import Item, StoredFile
from keepwarm.prospects.models import Prospect
from keepwarm.signs.answering import answer_path, paper_path
from keepwarm.signs.models import Sign
from keepwarm.touches.models import Touch
from tests.cast import NOW, meet, open_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Prospect:
    return meet(open_house())


@pytest.fixture
def when() -> Question:
    return add_question("By when?", kind=Question.Kind.CHOICE, choices=["this year", "next year"])


@pytest.fixture
def guide(when: Question) -> Item:
    file = StoredFile.objects.create(
        hashed="a" * 64, name="Price guide.pdf", media_type="application/pdf", size=5, raw=b"%PDF-", kept_at=NOW
    )
    given = {"kind": "white_paper", "title": "Price guide", "state": "in_use", "made_at": NOW, "changed_at": NOW}
    return Item.objects.create(file=file, question=when, **given)


def test_the_answer_of_the_link_is_chosen_and_a_press_keeps_it(client: Client, anna: Prospect, when: Question) -> None:
    path = answer_path(anna.ref, when.key, "next year")
    page = client.get(path).content.decode()
    assert 'value="next year"' in page
    assert page.count("checked") == 1
    assert not Answer.objects.exists()  # a scanner that opens every link answers nothing
    assert "next year" in client.post(path, {"answer": "next year"}).content.decode()
    assert (Answer.objects.get().value, Answer.objects.get().evidence) == ("next year", 3)
    assert Sign.objects.get().kind == "answered"
    assert Touch.objects.get(channel="web").direction == "in"


def test_another_answer_supersedes_and_none_is_told(client: Client, anna: Prospect, when: Question) -> None:
    path = answer_path(anna.ref, when.key)
    for value in ("next year", "this year"):
        client.post(path, {"answer": value})
    assert list(Answer.objects.filter(superseded_by__isnull=True).values_list("value", flat=True)) == ["this year"]
    for wrong in ({}, {"answer": "in a thousand years"}):
        assert client.post(path, wrong).status_code == 422
    assert client.get(path[:-3] + "xx/").status_code == 404


def test_an_answer_that_is_refused_is_said_on_the_page_of_the_paper_and_the_paper_still_comes(
    client: Client, anna: Prospect, guide: Item
) -> None:
    said = {"prospect": anna, "channel": "web", "direction": "in", "disposition": "received", "happened_at": timezone.now()}
    Touch.objects.bulk_create([Touch(**said, logged_at=timezone.now()) for _ in range(20)])
    path = paper_path(guide.ref, anna.ref)
    refused = client.post(path, {"answer": "this year"}, headers={"Accept-Language": "de"})
    assert (refused.status_code, "Sie haben heute sehr oft geantwortet" in refused.content.decode()) == (422, True)
    assert not Answer.objects.exists()
    assert client.post(path, {"answer": ""}).content == b"%PDF-"


def test_very_many_answers_are_a_machines(client: Client, anna: Prospect, when: Question) -> None:
    path = answer_path(anna.ref, when.key)
    codes = [client.post(path, {"answer": ("this year", "next year")[turn % 2]}).status_code for turn in range(22)]
    assert (codes[0], codes[-1]) == (200, 422)


def test_the_question_before_a_paper_is_optional_and_asked_once(client: Client, anna: Prospect, guide: Item) -> None:
    path = paper_path(guide.ref, anna.ref)
    assert "One question before" in client.get(path).content.decode()
    assert not Sign.objects.exists()
    got = client.post(path, {})
    assert (got.content, got["Content-Type"]) == (b"%PDF-", "application/pdf")
    assert "Price guide.pdf" in got["Content-Disposition"]
    assert not Answer.objects.exists()
    assert "One question before" not in client.get(path).content.decode()
    client.post(path, {})
    assert Sign.objects.get(kind="download").item == guide  # twice on one day is one sign


def test_an_answer_before_a_paper_is_kept(client: Client, anna: Prospect, guide: Item) -> None:
    client.post(paper_path(guide.ref, anna.ref), {"answer": "this year"})
    assert Answer.objects.get().source == "Price guide"
    assert set(Sign.objects.values_list("kind", flat=True)) == {"answered", "download"}


def test_everyone_may_take_a_paper_and_nobody_a_draft(client: Client, guide: Item) -> None:
    assert "One question before" not in client.get(paper_path(guide.ref)).content.decode()
    assert client.post(paper_path(guide.ref)).content == b"%PDF-"
    Item.objects.update(state="draft")
    assert client.get(paper_path(guide.ref)).status_code == 404


def test_no_answer_is_asked_for_once_more(client: Client, anna: Prospect, when: Question) -> None:
    page = client.post(answer_path(anna.ref, when.key), {}).content.decode()
    assert "Please give an answer first." in page
    assert not Answer.objects.exists()


def test_a_topic_is_asked_as_a_question_and_a_yes_is_told_in_their_language(client: Client, anna: Prospect) -> None:
    Question.objects.create(key="pumps", label="Pumps", kind="yes_no", group="topic")
    Prospect.objects.filter(pk=anna.pk).update(language="de")
    path = answer_path(anna.ref, "pumps")
    assert "Interessiert Sie „Pumps“?" in client.get(path).content.decode()
    thanks = client.post(path, {"answer": "yes"}).content.decode()
    assert "„Interessiert Sie „Pumps“?“: ja" in thanks
    assert Answer.objects.get().value == "yes"


def test_a_mails_question_is_asked_in_the_words_of_mails(client: Client, anna: Prospect, when: Question) -> None:
    when.words = {"mail": "When would you like to begin?"}
    when.save()
    page = client.get(answer_path(anna.ref, when.key)).content.decode()
    assert "When would you like to begin?" in page


def test_a_german_file_keeps_its_name(client: Client, anna: Prospect, guide: Item) -> None:
    StoredFile.objects.update(name="Prüfplan für Lager.pdf")
    got = client.post(paper_path(guide.ref, anna.ref), {})
    assert "filename*=utf-8''Pr%C3%BCfplan%20f%C3%BCr%20Lager.pdf" in got["Content-Disposition"]
