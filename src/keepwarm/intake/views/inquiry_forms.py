"""Inquiry forms for marketers: the list, the page that puts one together, and the lines to put it on a site."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.intake.actions.inquiry_forms import KEEPERS, close_form, open_form, save_form
from keepwarm.intake.forms.inquiry_forms import InquiryFormForm
from keepwarm.intake.models import InquiryForm
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import REPS, SEES_ALL, Role
from keepwarm.staff.submissions import once

REFUSED = 422
READERS = (*sorted(REPS), *sorted(SEES_ALL), Role.MARKETER)


@require_safe
@needs(*READERS)
def show_forms(request: HttpRequest) -> HttpResponse:
    """All forms, the open ones first."""
    counts = {"sent": Count("filled"), "waiting": Count("filled", filter=Q(filled__confirmed_at__isnull=True) & ~Q(filled__waits={}))}
    rows = InquiryForm.objects.select_related("source").annotate(**counts).order_by("closed_at", "name", "pk")[:200]
    return TemplateResponse(request, "intake/forms.html", {"forms": rows, "may_edit": signed_in(request).has_role(*KEEPERS)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*KEEPERS)
@once
def write_form(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _show_or_save(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*KEEPERS)
@once
def edit_form(request: HttpRequest, ref: str) -> HttpResponse:
    """One that stands."""
    return _show_or_save(request, get_object_or_404(InquiryForm.objects.select_related("wording", "source"), ref=ref))


@require_POST
@needs(*KEEPERS)
@once
def turn_form(request: HttpRequest, ref: str) -> HttpResponse:
    """Close an open one, open a closed one."""
    row, now, by = get_object_or_404(InquiryForm, ref=ref), timezone.now(), signed_in(request)
    row = open_form(ref, by=by, now=now) if row.closed_at else close_form(ref, by=by, now=now)
    said = _("“%(name)s” is closed.") if row.closed_at else _("“%(name)s” is open.")
    messages.success(request, said % {"name": row.name})
    return redirect("intake:forms")


def _show_or_save(request: HttpRequest, row: InquiryForm | None) -> HttpResponse:
    form = InquiryFormForm(request.POST if request.method == "POST" else None, form=row)
    if form.is_bound and form.is_valid():
        try:
            saved = save_form(form.as_text(), ref=row.ref if row else "", by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": saved.name})
            return redirect("intake:edit_form", saved.ref)
    address = f"{settings.PUBLIC_URL}/ask/{row.ref}/" if row else ""
    context = {"form": form, "row": row, "address": address}
    return TemplateResponse(request, "intake/form_edit.html", context, status=REFUSED if form.is_bound else 200)
