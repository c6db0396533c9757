"""How the house looks to its readers, and its pictures."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from keepwarm.content.actions.files import PICTURE, keep_file
from keepwarm.content.actions.look import NewLook, set_look
from keepwarm.content.brand import house_brand
from keepwarm.content.forms import LookForm, PictureForm, bytes_of
from keepwarm.content.models import HouseLook, StoredFile
from keepwarm.content.views.library import UNPROCESSABLE
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.access import needs, public, signed_in
from keepwarm.staff.models import EDITORS
from keepwarm.staff.submissions import once

SHOWN = 60
A_YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS)
@once
def edit_look(request: HttpRequest) -> HttpResponse:
    """Name, postal address, colour and logo."""
    row = HouseLook.objects.order_by("pk").first()
    brand = house_brand()
    initial = {"name": brand.name, "postal_address": brand.postal_address, "website": brand.website, "accent": brand.accent}
    form = LookForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            _save_look(request, form, row)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("From now on every mail looks so."))
            return redirect("content:look")
    return TemplateResponse(request, "content/look.html", {"form": form, "brand": brand}, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS)
@once
def pictures(request: HttpRequest) -> HttpResponse:
    """Pictures for mails, the newest first, each with the line that shows it."""
    form = PictureForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            keep_file(sent.name, bytes_of(sent), kind=PICTURE, by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return redirect("content:pictures")
    rows = StoredFile.objects.filter(media_type__startswith="image/").defer("raw").order_by("-pk")[:SHOWN]
    lines = [(row, f"![{row.name}](/content/p/pictures/{row.hashed}/)") for row in rows]
    return TemplateResponse(
        request, "content/pictures.html", {"form": form, "lines": lines}, status=UNPROCESSABLE if form.is_bound else 200
    )


@require_safe
@public("Pictures of mails are shown by mail programs, to whoever got the mail; the address is the picture's own hash.")
def show_picture(request: HttpRequest, hashed: str) -> HttpResponse:
    """The bytes of a picture; they never change."""
    row = StoredFile.objects.filter(hashed=hashed, media_type__startswith="image/").first()
    if row is None:
        raise Http404(_("There is no such picture."))
    kept = {"Cache-Control": f"public, max-age={A_YEAR}, immutable", "Content-Security-Policy": "default-src 'none'"}
    return HttpResponse(bytes(row.raw), content_type=row.media_type, headers=kept)


def _save_look(request: HttpRequest, form: LookForm, row: HouseLook | None) -> None:
    data, by, now = form.cleaned_data, signed_in(request), timezone.now()
    sent = data["logo"]
    logo_id = keep_file(sent.name, bytes_of(sent), kind=PICTURE, by=by, now=now).pk if sent else (row.logo_id if row else None)
    set_look(NewLook(data["name"], data["postal_address"], data["website"], data["accent"], logo_id), by=by, now=now)
