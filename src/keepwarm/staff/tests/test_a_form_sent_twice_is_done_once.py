from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import Submission, Team, User
from keepwarm.staff.submissions import KeyTooLong, SentDifferently, once

pytestmark = pytest.mark.django_db


@once
def make_team(request: HttpRequest) -> HttpResponse:
    team = Team.objects.create(name=f"{request.POST['name']} {Team.objects.count()}")
    if request.POST["name"] == "refused":
        raise Refusal("No.")
    if request.POST["name"] == "wrong":
        return HttpResponse("mend it", status=422)
    if request.POST["name"] == "page":
        return HttpResponse("look again")
    if request.POST["name"] == "htmx":
        return HttpResponse(status=204, headers={"HX-Redirect": "/teams/"})
    if request.POST["name"] == "json":
        return JsonResponse({"team": team.name}, status=201)
    return HttpResponseRedirect(f"/team/{team.ref}/")


def person(email: str = "ann@example.com") -> User:
    return User.objects.get_or_create(email=email, defaults={"name": "Ann", "joined_at": timezone.now()})[0]


def send(name: str, key: str = "k1", user: User | None = None, **more: object) -> HttpRequest:
    request = RequestFactory().post("/team/", {"name": name, "once": key, **more}, headers={"Referer": "/team/"})
    request.user = user or person()
    return request


def test_the_second_time_leads_to_the_same_place_and_writes_nothing() -> None:
    first, second = make_team(send("North")), make_team(send("North"))
    assert Team.objects.count() == 1
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert isinstance(second, HttpResponseRedirect)


def test_without_a_key_each_is_done() -> None:
    make_team(send("North", key=""))
    make_team(send("North", key=""))
    assert Team.objects.count() == 2


def test_a_key_belongs_to_one_person() -> None:
    make_team(send("North"))
    make_team(send("North", user=person("ben@example.com")))
    assert Team.objects.count() == 2


def test_the_same_key_with_other_content_is_refused() -> None:
    make_team(send("North"))
    with pytest.raises(SentDifferently, match="other content"):
        make_team(send("South"))
    assert Team.objects.count() == 1


def test_another_file_is_other_content_and_the_view_still_reads_it() -> None:
    make_team(send("North", file=SimpleUploadedFile("a.csv", b"a")))
    with pytest.raises(SentDifferently):
        make_team(send("North", file=SimpleUploadedFile("a.csv", b"b")))


def test_a_refusal_undoes_everything_and_frees_the_key() -> None:
    with pytest.raises(Refusal, match=r"No\."):
        make_team(send("refused"))
    assert (Team.objects.count(), Submission.objects.count()) == (0, 0)


def test_an_answer_of_400_and_above_undoes_everything_and_frees_the_key() -> None:
    assert make_team(send("wrong")).content == b"mend it"
    assert (Team.objects.count(), Submission.objects.count()) == (0, 0)
    assert make_team(send("right")).status_code == 302


def test_an_answer_in_json_is_kept_with_its_status() -> None:
    make_team(send("json"))
    kept = Submission.objects.get()
    assert (kept.status, kept.answer["body"]) == (201, {"team": "json 0"})


def test_an_answer_in_json_or_to_htmx_is_the_same_again() -> None:
    first, second = make_team(send("json")), make_team(send("json"))
    assert (second.status_code, second.content) == (first.status_code, first.content)
    again = [make_team(send("htmx", key="k2")) for _ in range(2)][1]
    assert (again.status_code, again["HX-Redirect"]) == (204, "/teams/")
    assert Team.objects.count() == 2


def test_a_page_says_that_nothing_was_done_and_frees_the_key() -> None:
    assert make_team(send("page")).content == b"look again"
    assert (Team.objects.count(), Submission.objects.count()) == (0, 0)
    assert make_team(send("North")).status_code == 302


def test_a_key_too_long_to_keep_is_refused() -> None:
    with pytest.raises(KeyTooLong):
        make_team(send("North", key="k" * 65))


def test_the_tag_makes_a_new_key_for_each_form() -> None:
    form = Template("{% load submissions %}{% once %}").render(Context())
    other = Template("{% load submissions %}{% once %}").render(Context())
    assert form.startswith('<input type="hidden" name="once" value="')
    assert form != other
