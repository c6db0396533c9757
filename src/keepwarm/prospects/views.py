"""Finding anyone from every page, and the list of prospects."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from keepwarm.prospects.forms import ListForm
from keepwarm.prospects.queries import list_page
from keepwarm.prospects.search import find
from keepwarm.staff.access import EVERYONE, needs, signed_in


@require_safe
@needs(*EVERYONE)
@vary_on_headers("HX-Request")
def find_anyone(request: HttpRequest) -> HttpResponse:
    """Whom a part of a name, firm, number or email names: a list for htmx, a page without it."""
    found = find(request.GET.get("q", ""), for_=signed_in(request))
    template = "prospects/parts/found.html" if request.headers.get("HX-Request") else "prospects/find.html"
    return TemplateResponse(request, template, {"found": found, "q": found.text})


@require_safe
@needs(*EVERYONE)
def show_list(request: HttpRequest) -> HttpResponse:
    """The prospects the reader works with, by next touch; filters and pages stand in the address."""
    reader, after = signed_in(request), request.GET.get("after", "")
    form = ListForm(request.GET, for_=reader)
    page = list_page(reader, form.filters(), now=timezone.now(), after=after)
    context = {"page": page, "form": form, "older": form.query(after=page.after), "newer": form.query() if after else ""}
    return TemplateResponse(request, "prospects/list.html", context)
