"""The pages under /lead/: a draft is written row by row, what is wrong is said at its criterion, and both sides sign."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from keepwarm.answers.models import Question
from keepwarm.engine.conditions.text import parse
from keepwarm.engine.words import Evidence
from keepwarm.policy.actions import begin_draft
from keepwarm.policy.models import DefinitionDraft
from keepwarm.policy.queries import definition_in_force, definition_of_draft
from keepwarm.qualification.actions.agreeing import sign
from keepwarm.qualification.queries.telling import draft_as_json
from keepwarm.qualification.rows import Row, condition_of_row, rows_of
from keepwarm.qualification.tests.agreed import agree, ask_questions, asks, drafted
from keepwarm.staff.models import User
from tests.cast import NOW, House, open_house, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    ask_questions()
    return open_house()


def enter(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def said(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def filled(draft: DefinitionDraft, **more: str) -> dict[str, str]:
    """The form of a criterion as a browser sends it."""
    base = {"revision": str(draft.revision), "count": "1", "label": "Big enough", "group": "fit", "weight": "required", "joined": "all"}
    return base | {"evidence": "5", "question_0": "machines", "how_0": "at_least", "value_0": "10", "do": "save"} | more


def test_answers_to_choose_from_are_shown_as_they_are_written_and_compared_folded(house: House) -> None:
    draft = drafted(
        house, asks("trade", 'answer.trade in ("mill", "bakery")'), asks("both", 'answer.trade = "mill" and answer.trade = "bakery"')
    )
    assert definition_of_draft(draft).criteria[0].condition == parse('answer.trade in ("mill", "bakery")')
    page = said(enter(house.max), reverse("qualification:draft", args=[draft.ref]))
    assert "“Mill”, “Bakery”" in page
    assert "“Trade” is “Mill” and “Trade” is “Bakery”" in page
    assert "“mill”" not in page


def test_a_draft_says_when_a_newer_version_came_into_force_since_it_was_begun(house: House) -> None:
    draft = drafted(house, asks("need", "answer.need is known"))
    path, sentence = reverse("qualification:draft", args=[draft.ref]), "Version 1 came into force since this was begun."
    assert sentence not in said(enter(house.max), path)
    agree(house, asks("trade", "answer.trade is known"))
    assert sentence in said(enter(house.max), path)


def test_signatures_show_the_readers_own_time(house: House) -> None:
    User.objects.filter(pk=house.max.pk).update(zone="America/New_York")
    draft = drafted(house, asks("need", "answer.need is known"))
    sign(draft.ref, "marketing", revision=draft.revision, by=house.max, now=NOW)
    pages = [said(enter(User.objects.get(pk=who.pk)), reverse("qualification:draft", args=[draft.ref])) for who in (house.max, house.mona)]
    assert "Signed by Max, 18 November 2026, 04:30" in pages[0]
    assert "Signed by Max, 18 November 2026, 09:30" in pages[1]
    sign(draft.ref, "sales", revision=draft.revision, by=house.mona, now=NOW)
    for path in ("/lead/", "/lead/versions/"):
        assert "18 November 2026, 04:30" in said(enter(User.objects.get(pk=house.max.pk)), path)


def test_the_provisional_definition_says_so_and_how_to_agree(house: House) -> None:
    page = said(enter(house.dora), "/lead/")
    assert "provisional" in page
    assert "two different people, sign it" in page
    assert "Draft a change" not in page
    assert "Draft a change" in said(enter(house.max), "/lead/")


def test_a_criterion_is_written_without_code(house: House) -> None:
    client = enter(house.max)
    assert client.post(reverse("qualification:begin"), {"from": "nothing"}).status_code == 302
    draft = DefinitionDraft.objects.get()
    path = reverse("qualification:add_criterion", args=[draft.ref])
    assert client.post(path, filled(draft)).status_code == 302
    draft.refresh_from_db()
    (one,) = definition_of_draft(draft).criteria
    assert (one.name, one.condition, one.evidence) == ("big_enough", parse("answer.machines >= 10"), frozenset({Evidence.CONVERSATION}))
    page = said(client, reverse("qualification:draft", args=[draft.ref]))
    assert "“Machines” is at least 10" in page
    assert "said in a conversation" in page


def test_a_group_of_the_houses_own_has_the_name_the_house_gives_it(house: House) -> None:
    draft = drafted(house, asks("need", "answer.need is known"))
    client, path = enter(house.max), reverse("qualification:add_criterion", args=[draft.ref])
    client.post(path, filled(draft, group="own", own_group=" Plant   safety "))
    draft.refresh_from_db()
    client.post(path, filled(draft, label="Certified", own_group="of no use here"))
    draft.refresh_from_db()
    assert [one.own_group for one in definition_of_draft(draft).criteria] == ["", "Plant safety", ""]
    page = said(client, reverse("qualification:draft", args=[draft.ref]))
    assert page.index("Fit</") < page.index("Our own</") < page.index("Plant safety</")
    assert 'value="Plant safety"' in said(client, reverse("qualification:edit_criterion", args=[draft.ref, "big_enough"]))
    assert draft_as_json(draft)["criteria"][1]["own_group"] == "Plant safety"


def test_lines_come_and_go_without_a_script(house: House) -> None:
    client, draft = enter(house.max), begin_draft(by=house.max, now=NOW, empty=True)
    path = reverse("qualification:add_criterion", args=[draft.ref])
    more = client.post(path, filled(draft, do="more"))
    assert more.status_code == 422
    assert 'name="question_1"' in more.content.decode()
    assert "errorlist" not in more.content.decode()
    two = filled(draft, count="2", joined="any", question_1="trade", how_1="one_of", value_1="mill, Bakery")
    assert "selected>Trade" in client.post(path, two | {"do": "drop-0"}).content.decode()
    assert not definition_of_draft(DefinitionDraft.objects.get()).criteria
    client.post(path, two)
    (one,) = definition_of_draft(DefinitionDraft.objects.get()).criteria
    assert one.condition == parse('answer.machines >= 10 or answer.trade in ("mill", "bakery")')


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"value_0": "many"}, "“many” is not a number."),
        ({"value_0": ""}, "Write what “Machines” is compared with."),
        ({"question_0": "trade", "how_0": "is", "value_0": "shop"}, "“shop” is none of the answers to “Trade”: Mill, Bakery."),
        ({"question_0": "", "how_0": "known"}, "Choose a question."),
        ({"label": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_is_said_at_its_line(house: House, wrong: dict[str, str], sentence: str) -> None:
    draft = begin_draft(by=house.max, now=NOW, empty=True)
    answer = enter(house.max).post(reverse("qualification:add_criterion", args=[draft.ref]), filled(draft, **wrong))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_contradiction_stands_at_both_criteria_and_cannot_be_signed(house: House) -> None:
    draft = drafted(house, asks("big", "answer.machines >= 10"), asks("small", "answer.machines < 5"))
    page = said(enter(house.max), reverse("qualification:draft", args=[draft.ref]))
    assert page.count("No answer to “Machines” fits them together.") == 2
    assert "Sign for marketing" not in page
    body = {"revision": str(draft.revision), "side": "marketing"}
    refused = enter(house.max).post(reverse("qualification:sign", args=[draft.ref]), body)
    assert refused.status_code == 422
    assert "This cannot be signed yet." in refused.content.decode()


def test_both_sides_sign_on_the_page(house: House) -> None:
    draft = drafted(house, asks("need", "answer.need is known"))
    sign = reverse("qualification:sign", args=[draft.ref])
    body = {"revision": str(draft.revision), "comment": "At last"}
    assert "Sign for sales" not in said(enter(house.max), reverse("qualification:draft", args=[draft.ref]))
    enter(house.max).post(sign, body | {"side": "marketing"})
    assert "Signed by Max" in said(enter(user_of(house.cara)), reverse("qualification:draft", args=[draft.ref]))
    assert enter(user_of(house.cara)).post(sign, body | {"side": "sales"})["Location"] == "/lead/"
    assert definition_in_force().version == 1
    page = said(enter(house.dora), "/lead/")
    assert "Version 1, in force since" in page
    assert "Cara" in page
    assert "At last" in page


def test_a_stale_form_is_refused_with_what_changed(house: House) -> None:
    draft = drafted(house, asks("need", "answer.need is known"))
    stale = filled(draft) | {"revision": str(draft.revision - 1)}
    answer = enter(house.mona).post(reverse("qualification:add_criterion", args=[draft.ref]), stale)
    assert "“Need” is new" in answer.content.decode()
    assert len(definition_of_draft(DefinitionDraft.objects.get()).criteria) == 1


def test_threshold_comment_removal_and_withdrawal(house: House) -> None:
    draft = drafted(house, asks("need", "answer.need is known"), asks("big", "answer.machines >= 10", required=False))
    client = enter(house.max)
    client.post(
        reverse("qualification:change_whole", args=[draft.ref]), {"revision": draft.revision, "supporting_needed": "1", "because": "x"}
    )
    draft.refresh_from_db()
    assert (draft.supporting_needed, draft.because) == (1, "x")
    enter(user_of(house.ines)).post(reverse("qualification:comment", args=[draft.ref]), {"text": "Good"})
    assert "“Good”" in said(client, reverse("qualification:draft", args=[draft.ref]))
    client.post(reverse("qualification:remove_criterion", args=[draft.ref, "big"]), {"revision": draft.revision})
    draft.refresh_from_db()
    assert [one.name for one in definition_of_draft(draft).criteria] == ["need"]
    client.post(reverse("qualification:withdraw", args=[draft.ref]))
    assert "withdrawn" in said(client, reverse("qualification:draft", args=[draft.ref]))


def test_versions_stand_side_by_side(house: House) -> None:
    agree(house, asks("need", "answer.need is known"))
    agree(house, asks("need", "answer.need is known", required=False), asks("big", "answer.machines >= 10"), needed=1)
    page = said(enter(house.dora), "/lead/versions/")
    for words in ("version 1", "version 2", "now supporting", "new", "another number"):
        assert words in page
    assert enter(house.dora).get("/lead/versions/?old=9").status_code == 404


def test_a_question_is_added_where_it_is_needed(house: House) -> None:
    client, draft = enter(house.max), begin_draft(by=house.max, now=NOW, empty=True)
    back = reverse("qualification:add_criterion", args=[draft.ref])
    body = {"label": "Shifts", "kind": "choice", "choices": "one\ntwo\nthree", "ask": "How many shifts?", "group": "fit", "back": back}
    assert client.post("/lead/questions/new/", body)["Location"] == back
    made = Question.objects.get(key="shifts")
    assert (made.choices, made.asked) == (["one", "two", "three"], True)
    assert "Shifts" in said(client, back)
    again = client.post("/lead/questions/new/", body)
    assert "There is a question “Shifts” already." in again.content.decode()
    assert client.post("/lead/questions/new/", body | {"back": "//evil.example/"}).status_code == 422


@pytest.mark.parametrize(
    "row",
    [
        Row("need"),
        Row("machines", "at_least", "10"),
        Row("machines", "is", "2.5"),
        Row("trade", "one_of", "mill, bakery"),
        Row("need", "none_of", "no, none"),
        Row("need", "contains", "stop"),
    ],
)
def test_a_row_reads_back_as_it_was_written(house: House, row: Row) -> None:
    assert rows_of(condition_of_row(row, Question.objects.get(key=row.question))) == ((row,), False)
