import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from keepwarm.lib.refusal import Refusal
from keepwarm.site.middleware import REFUSED, RefusalAsPage
from keepwarm.staff.models import User


class BudgetSpent(Refusal):
    """For this test."""


def answer(exception: Exception, **headers: str) -> HttpResponse | None:
    request: HttpRequest = RequestFactory().get("/desk/", headers=headers)
    request.user = User(email="ann@example.com", name="Ann")
    request.user.__dict__["_roles"] = frozenset()
    return RefusalAsPage(lambda request: HttpResponse()).process_exception(request, exception)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_its_sentence_is_shown_as_a_page_or_as_a_fragment(headers: dict[str, str]) -> None:
    response = answer(BudgetSpent("Two of ten were letters: call first."), **headers)
    assert response is not None
    assert response.status_code == REFUSED
    text = response.content.decode()
    assert "Two of ten were letters: call first." in text
    assert ("<html" in text) is not bool(headers)


def test_a_fault_of_ours_is_not_dressed_up_as_a_refusal() -> None:
    assert answer(ValueError("a fault")) is None


@pytest.mark.django_db
def test_on_a_page_for_everyone_it_is_one_of_those_pages_in_their_language(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BudgetSpent("Das geht heute nicht.")

    monkeypatch.setattr("keepwarm.mailings.views.public.list_archive", refuse)
    answered = client.get("/mailings/p/", headers={"Accept-Language": "de"})
    page = answered.content.decode()
    assert (answered.status_code, "Das geht heute nicht." in page, "Es wurde nichts geändert." in page) == (REFUSED, True, True)
    assert "<nav" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/ask/a%00b/", "/mailings/p/a%00/", "/seminars/p/a%00/", "/hear/%00/", "/mailings/p/?page=%00"])
def test_an_address_that_no_database_can_look_for_leads_nowhere(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_by_the_api_it_is_said_in_json(client: Client) -> None:
    answered = client.get("/api/v1/segments/a%00")
    assert (answered.status_code, answered.json()) == (404, {"error": "There is no such thing here."})
