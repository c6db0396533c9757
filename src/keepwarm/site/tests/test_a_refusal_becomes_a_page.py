import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

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
