"""Letters that came back: one field for a code or a name, on a phone beside the pile."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keepwarm.lib.refusal import Refusal
from keepwarm.post.actions import note_return, take_return_back
from keepwarm.post.models import Letter
from keepwarm.post.queries.finding import find_posted
from keepwarm.post.queries.lists import line_of, list_returned
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import EDITORS
from keepwarm.staff.submissions import once


@require_safe
@needs(*EDITORS)
def show_form(request: HttpRequest) -> HttpResponse:
    """Whose letter came back?"""
    user, said = signed_in(request), request.GET.get("find", "").strip()[:400]
    found = [line_of(letter) for letter in find_posted(said, for_=user, now=timezone.now())] if said else []
    context = {"said": said, "found": found, "returned": list_returned(for_=user, limit=20)}
    return TemplateResponse(request, "post/returned.html", context)


@require_POST
@needs(*EDITORS, about="letter", changes=True)
@once
def note(request: HttpRequest, ref: str) -> HttpResponse:
    """This one came back."""
    because, said = request.POST.get("because", ""), _("Noted: %(name)s. The address is used no more, and the next touch is set.")
    return _do(request, lambda: note_return(ref, because=because, by=signed_in(request), now=timezone.now()), said)


@require_POST
@needs(*EDITORS, about="letter", changes=True)
@once
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    """It was another one."""
    said = _("Taken back: the letter to %(name)s counts as there, and the address is in use again.")
    return _do(request, lambda: take_return_back(ref, by=signed_in(request), now=timezone.now()), said)


def _do(request: HttpRequest, act: Callable[[], Letter], said: str) -> HttpResponse:
    try:
        letter = act()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said % {"name": letter.prospect.name})
    return redirect("post:returned")
