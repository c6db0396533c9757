"""What waits for paper, and a letter of our own words."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from keepwarm.lib.refusal import Refusal
from keepwarm.post.actions import Written, write_letters
from keepwarm.post.actions.writing import MOST
from keepwarm.post.forms import WriteForm
from keepwarm.post.queries import lists
from keepwarm.post.words import say_held
from keepwarm.prospects.queries import seek_visible
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import EDITORS
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_safe
@needs(*EVERYONE)
def show_waiting(request: HttpRequest) -> HttpResponse:
    """What goes with the next batch, what is held and why, and the batches."""
    user = signed_in(request)
    context = {
        "waiting": lists.waiting(),
        "letters": lists.list_waiting(for_=user),
        "held": lists.list_held(for_=user),
        "batches": lists.list_batches(),
        "may_edit": user.has_role(*EDITORS),
    }
    return TemplateResponse(request, "post/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS, changes=True)
@once
def write(request: HttpRequest) -> HttpResponse:
    """A letter to one person (`?to=` their reference) or to a segment."""
    user, to = signed_in(request), request.POST.get("prospect") or request.GET.get("to", "")
    person = seek_visible(to, for_=user)
    form = WriteForm(request.POST if request.method == "POST" else None, initial={"prospect": to})
    if form.is_bound and form.is_valid():
        try:
            ids = form.keys_of(person, for_=user, now=timezone.now(), most=MOST)
            done = write_letters(ids, **_said(form), by=user, now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, say_written(done))
            return redirect("post:list")
    context = {"form": form, "person": person}
    return TemplateResponse(request, "post/write.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def say_written(done: Written) -> str:
    """What became of it, in a sentence."""
    said = ngettext("%(count)s letter waits for print.", "%(count)s letters wait for print.", done.waiting) % {"count": done.waiting}
    held = [_("%(count)s held: %(why)s.") % {"count": count, "why": say_held(key)} for key, count in done.held.items()]
    return " ".join([said, *held])


def _said(form: WriteForm) -> dict[str, str]:
    return {"subject": form.cleaned_data["subject"], "text": form.cleaned_data["text"]}
