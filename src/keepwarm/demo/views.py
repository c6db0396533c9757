"""The page of the demo: load it, watch it, take it away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from keepwarm.demo.actions import is_being_loaded, remove_demo
from keepwarm.demo.actions.loading import check_may_load
from keepwarm.demo.models import DemoHouse
from keepwarm.demo.tasks import load_in_background
from keepwarm.prospects.models import Prospect
from keepwarm.staff.access import needs
from keepwarm.staff.models import Role

RUNS_THE_HOUSE = (Role.ADMIN, Role.MANAGER)


@require_GET
@needs(*RUNS_THE_HOUSE)
def show_house(request: HttpRequest) -> HttpResponse:
    """Whether the demo stands, how far its loading is, and what can be done."""
    house = DemoHouse.objects.first()
    template = "demo/parts/state.html" if request.headers.get("HX-Request") else "demo/house.html"
    is_loading = house is not None and house.finished_at is None and is_being_loaded()
    broken_off = house is not None and house.finished_at is None and not is_loading
    is_free = broken_off or (house is None and not Prospect.objects.exists())
    return render(request, template, {"house": house, "is_loading": is_loading, "broken_off": broken_off, "is_free": is_free})


@require_POST
@needs(*RUNS_THE_HOUSE)
def load(request: HttpRequest) -> HttpResponse:
    """Begin to load; the page shows how far it is. Twice begins it once: the demo's row is unique."""
    check_may_load()
    load_in_background()
    messages.info(request, _("The demo house is being lived in: 120 days take about a minute."))
    return redirect("demo:house")


@require_POST
@needs(*RUNS_THE_HOUSE)
def remove(request: HttpRequest) -> HttpResponse:
    """Take the demo away, whole."""
    messages.success(request, _("The demo house is gone, with %(count)s prospects.") % {"count": remove_demo()})
    return redirect("setup")
