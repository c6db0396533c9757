"""`N` on every page: somebody new in 20 seconds."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepwarm.decisions.actions import Arrived
from keepwarm.intake.actions.new_person import take_in
from keepwarm.intake.forms.new_person import NewPersonForm
from keepwarm.lib.text import digits_of
from keepwarm.prospects.models import Prospect
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import REPS, Role
from keepwarm.staff.submissions import FIELD, once

WHO_ADDS = (*sorted(REPS), Role.MARKETER, Role.MANAGER, Role.SERVICE, Role.ADMIN)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*WHO_ADDS, changes=True)
@once
def new_person(request: HttpRequest) -> HttpResponse:
    """The form, and what it brings. `?name=` begins it with what was looked for in vain."""
    user = signed_in(request)
    if request.method != "POST":
        form = NewPersonForm(user=user, initial={**_begin(request.GET.get("name", "")), "keep": True})
        return TemplateResponse(request, "intake/new_person.html", {"form": form})
    form = NewPersonForm(request.POST, user=user)
    if not form.is_valid():
        return TemplateResponse(request, "intake/new_person.html", {"form": form}, status=422)
    now = timezone.now()
    proof = _("said so to %(name)s on %(day)s") % {"name": user.name, "day": now.date().isoformat()}
    arrived = take_in(form.person(key=request.POST.get(FIELD, ""), proof=proof), by=user, now=now, region=form.region)
    prospect = Prospect.objects.get(pk=arrived.prospect_id)
    messages.success(request, _tell(prospect.name, arrived))
    return redirect("prospect:show", prospect.ref)


def _begin(text: str) -> dict[str, str]:
    """What was looked for goes where it belongs."""
    if "@" in text:
        return {"email": text[:254]}
    number = len(digits_of(text)) > 4 and not any(letter.isalpha() for letter in text)
    return {"phone": text[:60]} if number else {"name": text[:200]}


def _tell(name: str, arrived: Arrived) -> str:
    if arrived.already:
        return _("%(name)s was entered before; nothing was added.") % {"name": name}
    if not arrived.created:
        return _("%(name)s is known already: the new inquiry stands in their story.") % {"name": name}
    return _("%(name)s is in, with a next touch.") % {"name": name}
