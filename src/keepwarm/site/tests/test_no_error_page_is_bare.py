"""What went wrong is said in words on a page of ours: not yours, not there, too old, broken."""

import pytest
from django.conf import settings
from django.test import Client, RequestFactory, override_settings

from keepwarm.site.views import show_broken
from tests.cast import open_house


def words_of(content: bytes) -> str:
    text = content.decode()
    assert "<h1>" in text
    assert "Keepwarm" in text
    return text


@pytest.mark.django_db
def test_who_may_not_open_a_page_learns_whose_it_is_and_what_is_not_there_can_be_looked_for(client: Client) -> None:
    client.force_login(open_house().max)
    refused, missing = client.get("/staff/people/new/"), client.get("/nothing/here/")
    assert (refused.status_code, missing.status_code) == (403, 404)
    assert "This page is for these roles" in words_of(refused.content)
    assert 'role="search"' in words_of(missing.content)


@pytest.mark.django_db
def test_a_page_that_was_opened_long_ago_says_so() -> None:
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {})
    assert answer.status_code == 403
    assert "The page was too old" in words_of(answer.content)


def test_a_fault_of_ours_is_told_also_when_the_styles_were_never_gathered() -> None:
    assert "Something broke here" in words_of(show_broken(RequestFactory().get("/")).content)
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}):
        answer = show_broken(RequestFactory().get("/"))
    assert (answer.status_code, "our fault" in words_of(answer.content)) == (500, True)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nothing/of/the/kind/", "/prospects/nobody/", "/hear/%00/"])
def test_no_page_names_what_happened_in_words_of_programs(client: Client, path: str) -> None:
    """What one person signed for both is said on reports alone, and has no name in common with what Django passes to error pages."""
    client.force_login(open_house().mona)
    said = client.get(path).content.decode()
    assert "Resolver404" not in said
    assert "Http404" not in said
