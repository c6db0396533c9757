"""An item as a mail: the page with two frames, the mail within, and the import of a template."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from keepwarm.content.actions.templates import take_template
from keepwarm.content.forms import TemplateForm, bytes_of
from keepwarm.content.queries.previews import readers_of, show_mail
from keepwarm.content.views.library import UNPROCESSABLE, find_item
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import read_number
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import EDITORS, REPS, SEES_ALL
from keepwarm.staff.submissions import once

NOTHING_RUNS = "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
"""The policy of a mail in its frame: pictures and its own styles, and nothing else."""


@require_safe
@needs(*REPS, *SEES_ALL)
def preview(request: HttpRequest, ref: str) -> HttpResponse:
    """A mail at the width of a desk and of a phone, for this or that reader."""
    item, user, now = find_item(ref), signed_in(request), timezone.now()
    asked = read_number(request.GET.get("seed"), most=999_999)
    seed = now.timetuple().tm_yday if asked is None else asked
    readers = readers_of(seed, for_=user)
    key = request.GET.get("reader", readers[0].key)[:16]
    shown = {"readers": readers, "reader": key, "seed": seed, "next_seed": seed + 1, "mail": show_mail(item, key, for_=user, now=now)}
    context = {"item": item, **shown, "may_edit": user.has_role(*EDITORS)}
    return TemplateResponse(request, "content/preview.html", context)


@require_safe
@needs(*REPS, *SEES_ALL)
@xframe_options_sameorigin
def show_in_frame(request: HttpRequest, ref: str) -> HttpResponse:
    """The mail itself, for a frame in which nothing runs."""
    reader = request.GET.get("reader", "")[:16]
    mail = show_mail(find_item(ref), reader, for_=signed_in(request), now=timezone.now())
    return HttpResponse(mail.html, headers={"Content-Security-Policy": NOTHING_RUNS, "Cache-Control": "no-store"})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS)
@once
def import_template(request: HttpRequest) -> HttpResponse:
    """An HTML template from elsewhere becomes a draft."""
    form = TemplateForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            taken = take_template(
                bytes_of(form.cleaned_data["file"]), title=form.cleaned_data["title"], by=signed_in(request), now=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
        else:
            for sentence in taken.remarks:
                messages.warning(request, sentence)
            messages.success(request, _("“%(title)s” is here, as a draft.") % {"title": taken.item.title})
            return redirect("content:preview", ref=taken.item.ref)
    return TemplateResponse(request, "content/import.html", {"form": form}, status=UNPROCESSABLE if form.is_bound else 200)
