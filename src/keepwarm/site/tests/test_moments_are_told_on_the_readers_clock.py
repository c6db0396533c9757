"""A moment on a page is told on the clock of whoever reads it, on every page alike."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from keepwarm.site.middleware import InTheReadersZone
from keepwarm.staff.models import User

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def tell_noon(request: HttpRequest) -> HttpResponse:
    """A page with a moment on it that says nothing about zones."""
    return HttpResponse(Template('{{ at|date:"H:i" }}').render(Context({"at": NOON})))


@pytest.mark.parametrize(
    ("zone", "told"), [("Europe/Berlin", "14:00"), ("Asia/Kolkata", "17:30"), ("UTC", "12:00"), ("Nowhere/At all", "12:00"), ("", "12:00")]
)
def test_noon_is_told_in_the_readers_zone(rf: RequestFactory, zone: str, told: str) -> None:
    request = rf.get("/")
    request.user = User(zone=zone)
    assert InTheReadersZone(tell_noon)(request).content.decode() == told
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_stranger_has_no_zone_of_ours(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    assert InTheReadersZone(tell_noon)(request).content.decode() == "12:00"
