"""A question of the house's own, when the one a criterion needs is not asked yet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from keepwarm.answers.actions import add_question
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.roles import DRAFTS
from keepwarm.qualification.forms.draft import QuestionForm
from keepwarm.staff.access import needs
from keepwarm.staff.submissions import once


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*DRAFTS)
@once
def add(request: HttpRequest) -> HttpResponse:
    """A new question; then back to where one came from."""
    form, back = QuestionForm(request.POST or None), _back(request)
    if form.is_valid():
        data = form.cleaned_data
        try:
            question = add_question(
                data["label"], kind=data["kind"], choices=data["choices"].splitlines(), ask=data["ask"], group=data["group"]
            )
        except Refusal as refusal:
            form.add_error("label", refusal.sentence)
        else:
            messages.success(request, gettext("“%(label)s” can be asked and used now.") % {"label": question.label})
            return redirect(back or "qualification:definition")
    return TemplateResponse(request, "qualification/question.html", {"form": form, "back": back}, status=422 if form.errors else 200)


def _back(request: HttpRequest) -> str:
    """Where one came from, when that is a page of this house."""
    back = request.POST.get("back") or request.GET.get("back") or ""
    return back if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""
