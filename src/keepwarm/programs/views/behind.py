"""The people behind a figure of a program."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from keepwarm.programs.queries.behind import Wanted, behind
from keepwarm.staff.access import EVERYONE, needs, signed_in


@require_safe
@needs(*EVERYONE)
def show_rows(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """Who they are, of those whom the reader may see."""
    wanted = Wanted.read(what, ref, request.GET)
    found = behind(wanted, for_=signed_in(request), now=timezone.now())
    kept = {"item": wanted.item} if wanted.item else {}
    pages = {
        "older": urlencode({**kept, "after": found.after}) if found.after else "",
        "newer": urlencode(kept) or "from=first" if wanted.after else "",
    }
    return TemplateResponse(request, "programs/rows.html", {"behind": found, **pages})
