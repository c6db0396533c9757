"""The list of what came in."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from keepwarm.inbox.queries.lists import PAGE, READERS, TABS, Tab, list_received, number_of
from keepwarm.inbox.views.mailboxes import KEEPERS
from keepwarm.staff.access import needs, signed_in


@require_safe
@needs(*READERS)
def show_list(request: HttpRequest) -> HttpResponse:
    """What waits for a choice, complaints, what was read, and what could not be."""
    wanted = request.GET.get("tab", "")
    tab = wanted if wanted in set(Tab) else str(Tab.WAITING)
    reader = signed_in(request)
    lines = list_received(tab, for_=reader, before=number_of(request.GET.get("after", "")[:16]))
    older = urlencode({"tab": tab, "after": lines[-1].ref}) if len(lines) == PAGE else ""
    newer = urlencode({"tab": tab}) if request.GET.get("after") else ""
    context = {"lines": lines, "tab": tab, "tabs": TABS.items(), "older": older, "newer": newer, "keeps": reader.has_role(*KEEPERS)}
    return TemplateResponse(request, "inbox/list.html", context)
