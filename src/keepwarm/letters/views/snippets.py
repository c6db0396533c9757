"""Snippets: listed for everyone who writes, written by marketers and managers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.letters.actions import retire_snippet, save_snippet
from keepwarm.letters.forms import SnippetForm
from keepwarm.letters.models import Snippet
from keepwarm.letters.queries.fields import FIELDS
from keepwarm.letters.queries.listing import snippets_in_use
from keepwarm.letters.words import say_purpose
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import EDITORS, REPS, SEES_ALL
from keepwarm.staff.submissions import once


@require_safe
@needs(*REPS, *SEES_ALL)
def show_snippets(request: HttpRequest) -> HttpResponse:
    """All snippets in use."""
    lines = [(row, say_purpose(row.purpose)) for row in snippets_in_use()]
    return TemplateResponse(request, "letters/snippets.html", {"lines": lines, "may_edit": signed_in(request).has_role(*EDITORS)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS)
@once
def write_snippet(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _show_or_save(request, SnippetForm(request.POST or None))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS)
@once
def edit_snippet(request: HttpRequest, ref: str) -> HttpResponse:
    """One that stands, to be written anew."""
    row = get_object_or_404(Snippet, ref=ref)
    initial = {name: getattr(row, name) for name in ("name", "purpose", "language", "subject", "text")}
    return _show_or_save(request, SnippetForm(request.POST or None, initial=initial), ref=ref)


def _show_or_save(request: HttpRequest, form: SnippetForm, *, ref: str = "") -> HttpResponse:
    if form.is_bound and form.is_valid():
        row = save_snippet(form.as_text(), ref=ref, by=signed_in(request), now=timezone.now())
        messages.success(request, _("“%(name)s” is saved.") % {"name": row.name})
        return redirect("letters:snippets")
    fields = [(f"{{{{{name}}}}}", words) for name, words in FIELDS.items()]
    context = {"form": form, "ref": ref, "fields": fields}
    return TemplateResponse(request, "letters/snippet_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(*EDITORS)
@once
def retire(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a snippet out of use."""
    retire_snippet(ref, by=signed_in(request), now=timezone.now())
    messages.success(request, _("Taken out of use."))
    return redirect("letters:snippets")
