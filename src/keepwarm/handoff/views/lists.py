"""The lists of hand-offs, and the agreed reasons to return one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.handoff.actions.agreed_list import add_reason, change_reason, restore_reason, retire_reason
from keepwarm.handoff.actions.noticing import see_notices
from keepwarm.handoff.forms import ReasonForm
from keepwarm.handoff.queries.page_list import WHOSE, Wanted, list_handoffs
from keepwarm.handoff.queries.page_notices import unseen_notices
from keepwarm.handoff.queries.page_one import all_reasons
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.queries import RUNS_THE_TEAM
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_safe
@needs(*EVERYONE)
def show_list(request: HttpRequest) -> HttpResponse:
    """Offered, waiting, accepted, returned."""
    wanted = Wanted.read(request.GET)
    page = list_handoffs(wanted, for_=signed_in(request), now=timezone.now())
    kept = {name: value for name, value in {"whose": wanted.whose, "rep": wanted.rep}.items() if value}
    context = {
        "page": page,
        "whose": WHOSE.items(),
        "kept": urlencode(kept),
        "older": urlencode({"tab": wanted.tab, **kept, "after": page.older}) if page.older else "",
        "newer": urlencode({"tab": wanted.tab, **kept}) if wanted.after else "",
        "notices": unseen_notices(signed_in(request), now=timezone.now()),
        "may_agree": signed_in(request).has_role(*RUNS_THE_TEAM),
    }
    return TemplateResponse(request, "handoff/list.html", context)


@require_POST
@needs(*EVERYONE)
def see(request: HttpRequest) -> HttpResponse:
    """All that one was told is seen."""
    see_notices(request.POST.getlist("notice") or None, by=signed_in(request), now=timezone.now())
    if request.headers.get("HX-Request"):
        return HttpResponse("")
    return redirect("handoff:list" if request.POST.get("from") == "list" else "home")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*RUNS_THE_TEAM)
@once
def show_reasons(request: HttpRequest) -> HttpResponse:
    """The agreed list, and a form for a new reason."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        return _do(request, form, lambda: add_reason(data["label"], data["goes"], by=signed_in(request), now=timezone.now()))
    return _show(request, form, status=UNPROCESSABLE if form.is_bound else 200)


@require_POST
@needs(*RUNS_THE_TEAM)
@once
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Other words, another way to go, out of use or back."""
    who: dict[str, Any] = {"by": signed_in(request), "now": timezone.now()}
    if request.POST.get("do") == "retire":
        return _do(request, ReasonForm(), lambda: retire_reason(key, **who))
    if request.POST.get("do") == "restore":
        return _do(request, ReasonForm(), lambda: restore_reason(key, **who))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, ReasonForm(), status=UNPROCESSABLE, refusal=_("A reason needs words."))
    data = form.cleaned_data
    return _do(request, ReasonForm(), lambda: change_reason(key, data["label"], data["goes"], **who))


def _do(request: HttpRequest, form: ReasonForm, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        return _show(request, form, status=UNPROCESSABLE, refusal=refusal.sentence)
    messages.success(request, _("The list is as you wrote it."))
    return redirect("handoff:reasons")


def _show(request: HttpRequest, form: ReasonForm, *, status: int, refusal: str = "") -> HttpResponse:
    lines = [(row, ReasonForm(initial={"label": row.label, "goes": row.goes}, auto_id=f"id_{row.key}_%s")) for row in all_reasons()]
    context = {"lines": lines, "form": form, "refusal": refusal}
    return TemplateResponse(request, "handoff/reasons.html", context, status=status)
