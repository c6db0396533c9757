"""Marketers print, post and take back on pages, by the shell and by the API; reps read; a stranger comes by the code on the letter."""

from __future__ import annotations

import json

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from keepwarm.cli.main import keepwarm
from keepwarm.consent.links import preferences_path
from keepwarm.post.links import code_in_groups
from keepwarm.post.models import Batch, Letter
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import User
from tests.cast import NOW, House, user_of
from tests.papers import by_post, paper_house, posted, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return paper_house()


def browser(user: User) -> Client:
    """Signed in."""
    client = Client()
    client.force_login(user)
    return client


@time_machine.travel(NOW, tick=False)
def test_written_printed_posted_and_returned_on_pages(house: House) -> None:
    anna, max_ = by_post(house), browser(house.max)
    said = {"prospect": anna.ref, "subject": "A word", "text": "Hello {first_name|there}."}
    assert max_.post("/post/write/", said).status_code == 302
    assert "Anna Arnold" in max_.get("/post/").content.decode()
    assert max_.post("/post/print/").status_code == 302
    batch, letter = Batch.objects.get(), Letter.objects.get()
    pdf = max_.get(f"/post/{batch.ref}/letters.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    max_.post(f"/post/{batch.ref}/posted/", {"on": ""})
    found = max_.get("/post/returned/", {"find": code_in_groups(letter.code)}).content.decode()
    assert "They have moved" in found
    max_.post(f"/post/letter/{letter.ref}/returned/", {"because": "moved"})
    assert "they have moved" in max_.get("/post/returned/").content.decode()
    assert "came back" in max_.get(f"/post/{batch.ref}/").content.decode()
    max_.post(f"/post/letter/{letter.ref}/there/")
    letter.refresh_from_db()
    assert letter.state == "posted"


@time_machine.travel(NOW, tick=False)
def test_a_rep_reads_and_changes_nothing(house: House) -> None:
    write(house, by_post(house))
    ines = browser(user_of(house.ines))
    page = ines.get("/post/").content.decode()
    assert "Anna Arnold" in page
    assert "Make the next batch" not in page
    assert ines.post("/post/print/").status_code == 403
    assert not Batch.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_bad_input_on_a_page_is_a_sentence(house: House) -> None:
    max_ = browser(house.max)
    assert "Say to whom" in max_.post("/post/write/", {"subject": "A", "text": "b"}).content.decode()
    assert "Nothing waits" in max_.post("/post/print/", follow=True).content.decode()
    assert max_.get("/post/nothing/").status_code == 404
    assert "No letter that was posted" in max_.get("/post/returned/", {"find": "zzz"}).content.decode()


@time_machine.travel(NOW, tick=False)
def test_the_code_on_a_letter_leads_to_the_page_of_its_reader(house: House) -> None:
    posted(house, by_post(house))
    letter = Letter.objects.get()
    answer = Client().get(f"/post/p/{code_in_groups(letter.code)}/")
    assert letter.address is not None
    assert answer["Location"] == preferences_path(letter.prospect.ref, address_ref=letter.address.ref, channel="post")
    assert Client().get(answer["Location"]).status_code == 200
    for wrong in ("2222-2222-2222", "x", letter.code[:-1]):
        answer = Client().get(f"/post/p/{wrong}/", headers={"Accept-Language": "de"})
        assert answer.status_code == 404
        assert "Zu diesem Code gibt es keinen Brief" in answer.content.decode()


def test_the_shell_lists_prints_posts_and_takes_returns(house: House) -> None:
    write(house, by_post(house))

    def run(*words: str) -> dict[str, object]:
        done = CliRunner().invoke(keepwarm, ["post", *words, "--json"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        told: dict[str, object] = json.loads(done.output)
        return told

    with time_machine.travel(NOW, tick=True):
        assert run("list")["count"] == 1
        ref = str(run("print", "--by", "max@house.example")["ref"])
        assert run("posted", ref, "--by", "max@house.example")["state"] == "posted"
        code = code_in_groups(Letter.objects.get().code)
        assert run("returned", code, "--because", "unknown", "--by", "max@house.example")["state"] == "returned"
        assert run("returned", code, "--undo", "--by", "max@house.example")["state"] == "posted"


@time_machine.travel(NOW, tick=False)
def test_the_api_does_the_same(house: House) -> None:
    anna = by_post(house)
    key, _row = make_key(house.max, name="a tool", scopes=[Scope.POST_READ, Scope.POST_WRITE], by=house.max, now=NOW)

    def ask(method: str, path: str, body: object = None) -> dict[str, object]:
        given = {"data": json.dumps(body), "content_type": "application/json"} if method == "post" else {}
        answer = getattr(Client(), method)(
            f"/api/v1{path}", headers={"Authorization": f"Bearer {key}", "Idempotency-Key": f"{method}:{path}"}, **given
        )
        assert answer.status_code < 300, answer.content
        told: dict[str, object] = answer.json()
        return told

    assert ask("post", "/post/letters", {"subject": "A", "text": "Hi.", "prospects": [anna.ref]}) == {"waiting": 1, "held": {}}
    assert ask("get", "/post")["count"] == 1
    batch = ask("post", "/post/batches", {})
    assert ask("post", f"/post/batches/{batch['ref']}/posted", {})["state"] == "posted"
    code = code_in_groups(Letter.objects.get().code)
    assert ask("post", f"/post/letters/{code}/returned", {"because": "moved"})["state"] == "returned"
    assert ask("post", f"/post/letters/{code}/there", {})["state"] == "posted"
