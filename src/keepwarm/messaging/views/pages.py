"""What goes out, what is in doubt, what people sent us, and a message of our own words."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.courier.actions import SETTERS
from keepwarm.courier.queries import gateway, tell
from keepwarm.lib.refusal import Refusal
from keepwarm.messaging.actions import EDITORS, WRITERS, Written, write_messages
from keepwarm.messaging.actions import decide as decide_message
from keepwarm.messaging.actions.writing import MOST
from keepwarm.messaging.forms import WriteForm
from keepwarm.messaging.queries import lists
from keepwarm.messaging.queries.offering import offer_message
from keepwarm.messaging.words import say_held
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import seek_visible
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import User
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_safe
@needs(*EVERYONE)
def show_list(request: HttpRequest) -> HttpResponse:
    """The newest messages, those in doubt first, and what came in."""
    user, through = signed_in(request), gateway()
    context = {
        "gateway": tell(through) if through else None,
        "doubtful": lists.list_doubtful(for_=user),
        "lines": lists.list_messages(for_=user),
        "heard": lists.list_heard(for_=user),
        "may_edit": user.has_role(*EDITORS),
        "may_set": user.has_role(*SETTERS),
    }
    return TemplateResponse(request, "messaging/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*WRITERS, changes=True)
@once
def write(request: HttpRequest) -> HttpResponse:
    """A message to one person (`?to=` their reference) or, of marketing, to a segment."""
    user, to = signed_in(request), request.POST.get("prospect") or request.GET.get("to", "")
    person = seek_visible(to, for_=user)
    form = WriteForm(request.POST if request.method == "POST" else None, initial={"prospect": to})
    if form.is_bound and form.is_valid():
        try:
            ids = form.keys_of(person, for_=user, now=timezone.now(), most=MOST)
            done = write_messages(ids, text=form.cleaned_data["text"], by=user, now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, say_written(done))
            return redirect("messaging:list")
    status = UNPROCESSABLE if form.is_bound else 200
    return TemplateResponse(request, "messaging/write.html", {"form": form, **_around(person, user)}, status=status)


@require_POST
@needs(*EDITORS, about="message", changes=True)
@once
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """It arrived, send it again, leave it, or do not send it."""
    user = signed_in(request)
    try:
        decide_message(lists.find_message(ref, for_=user).ref, request.POST.get("what", ""), by=user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Noted. Their next touch follows from it."))
    return redirect("messaging:list")


def say_written(done: Written) -> str:
    """What became of it, in a sentence."""
    said = ngettext("%(count)s message is on its way.", "%(count)s messages are on their way.", done.waiting) % {"count": done.waiting}
    held = [_("%(count)s held: %(why)s.") % {"count": count, "why": say_held(key)} for key, count in done.held.items()]
    return " ".join([said, *held])


def _around(person: Prospect | None, user: User) -> dict[str, object]:
    """What the form to write says: to whom, and what would hold it back."""
    offered = offer_message(person, for_=user, now=timezone.now()) if person else None
    return {"person": person, "has_gateway": gateway() is not None, "offered": offered}
