"""Pages of the phone room: talking points, listed, written and retired."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.phone.actions import retire_points, save_points
from keepwarm.phone.forms import PointsForm, initial_of
from keepwarm.phone.models import TalkingPoints
from keepwarm.phone.queries.points import list_points
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import EDITORS
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_safe
@needs(*EVERYONE)
def show_points(request: HttpRequest) -> HttpResponse:
    """All talking points in use; whoever edits them finds the way to each."""
    may_edit = signed_in(request).has_role(*EDITORS)
    return TemplateResponse(request, "phone/points.html", {"lines": list_points(), "may_edit": may_edit})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS)
@once
def write_points(request: HttpRequest) -> HttpResponse:
    """New talking points."""
    return _show_or_save(request, PointsForm(request.POST or None))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS)
@once
def edit_points(request: HttpRequest, ref: str) -> HttpResponse:
    """Talking points that stand, to be written anew."""
    row = get_object_or_404(TalkingPoints, ref=ref)
    return _show_or_save(request, PointsForm(request.POST or None, initial=initial_of(row)), ref=ref)


def _show_or_save(request: HttpRequest, form: PointsForm, *, ref: str = "") -> HttpResponse:
    if form.is_bound and form.is_valid():
        row = save_points(form.as_text(), ref=ref, by=signed_in(request), now=timezone.now())
        messages.success(request, _("“%(name)s” is saved.") % {"name": row.name})
        return redirect("phone:points")
    status = UNPROCESSABLE if form.is_bound else 200
    return TemplateResponse(request, "phone/points_form.html", {"form": form, "ref": ref}, status=status)


@require_POST
@needs(*EDITORS)
@once
def retire(request: HttpRequest, ref: str) -> HttpResponse:
    """Take talking points out of use."""
    retire_points(ref, now=timezone.now())
    messages.success(request, _("Taken out of use."))
    return redirect("phone:points")
