"""A batch: print it, download it, say that it was posted, or take it back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keepwarm.lib.refusal import Refusal
from keepwarm.post import actions
from keepwarm.post.forms import PostedForm
from keepwarm.post.models import Batch, PrintedFile
from keepwarm.post.queries import lists
from keepwarm.post.refusals import UnknownBatch
from keepwarm.post.rendering import render
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import EDITORS
from keepwarm.staff.submissions import once


@require_POST
@needs(*EDITORS, changes=True)
@once
def print_it(request: HttpRequest) -> HttpResponse:
    """Freeze what waits, and make the PDF."""
    try:
        batch = actions.print_batch(by=signed_in(request), now=timezone.now(), name=request.POST.get("name", "")[:120])
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("post:list")
    messages.success(request, _("The letters are ready to print."))
    return redirect("post:show", batch.ref)


@require_safe
@needs(*EVERYONE, about="batch")
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """One batch and its letters."""
    user, batch = signed_in(request), _find(ref)
    may_edit = user.has_role(*EDITORS)
    context = {"batch": lists.show_batch(batch), "letters": lists.letters_of(batch, for_=user), "form": PostedForm(), "may_edit": may_edit}
    return TemplateResponse(request, "post/batch.html", context)


@require_safe
@needs(*EDITORS, about="batch")
def download(request: HttpRequest, ref: str) -> HttpResponse:
    """The PDF as it was kept; made on the spot, and not kept, where it went with somebody who was forgotten."""
    batch = _find(ref)
    if batch.state == Batch.State.CANCELLED:
        raise Http404
    raw = PrintedFile.objects.get(pk=batch.pdf_id).raw if batch.pdf_id else render(batch)
    answer = HttpResponse(bytes(raw), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="letters-{batch.ref}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs(*EDITORS, about="batch", changes=True)
@once
def make(request: HttpRequest, ref: str) -> HttpResponse:
    """The PDF of letters that were chosen when something broke off."""
    said = _("The letters are ready to print.")
    return _do(request, ref, lambda: actions.make_pdf(ref, by=signed_in(request), now=timezone.now()), said)


@require_POST
@needs(*EDITORS, about="batch", changes=True)
@once
def posted(request: HttpRequest, ref: str) -> HttpResponse:
    """It was brought to the post."""
    form, now = PostedForm(request.POST), timezone.now()
    if not form.is_valid():
        messages.error(request, _("This is no day. Choose one, or leave it empty for today."))
        return redirect("post:show", _find(ref).ref)
    said = _("These letters are on their way. Each person has a next touch from this day on.")
    return _do(request, ref, lambda: actions.mark_posted(ref, at=form.at(now), by=signed_in(request), now=now), said)


@require_POST
@needs(*EDITORS, about="batch", changes=True)
@once
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Its letters wait for another batch."""
    said = _("The letters of this batch wait again. Throw the printed ones away.")
    return _do(request, ref, lambda: actions.take_batch_back(ref, by=signed_in(request), now=timezone.now()), said)


def _do(request: HttpRequest, ref: str, act: Callable[[], object], said: str) -> HttpResponse:
    _find(ref)
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said)
    return redirect("post:show", ref)


def _find(ref: str) -> Batch:
    try:
        return lists.find_batch(ref)
    except UnknownBatch:
        raise Http404 from None
