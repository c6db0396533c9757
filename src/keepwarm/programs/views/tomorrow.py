"""What tomorrow brings for all, down to the names; stopped or changed before it goes, for one or for a whole group."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from keepwarm.programs.actions.carrying import has_account
from keepwarm.programs.actions.programs import MAKERS
from keepwarm.programs.actions.stopping import change_turn, change_turns, stop_turn, stop_turns
from keepwarm.programs.forms import BecauseForm, InsteadForm
from keepwarm.programs.queries.tomorrow import Wanted, read_day, turns_of
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.submissions import once

AT_ONCE = 3_000
"""So many of a group are stopped or changed within a request; what is left is done by asking again."""


@require_safe
@needs(*EVERYONE)
def show(request: HttpRequest) -> HttpResponse:
    """The day by channel and program, and the names."""
    wanted, user, now = Wanted.read(request.GET), signed_in(request), timezone.now()
    day = read_day(wanted, for_=user, now=now)
    forms = {"stop": BecauseForm(), "instead": InsteadForm()}
    context = {"wanted": wanted, "day": day, **_pages(wanted, day.older), **forms}
    context |= {"may_change": user.has_role(*MAKERS), "no_account": not has_account()}
    return TemplateResponse(request, "programs/tomorrow.html", context)


def _pages(wanted: Wanted, older: object) -> dict[str, str]:
    """Where the pages before and behind lead, with what was chosen kept."""
    kept = _kept(wanted)
    return {
        "kept": urlencode(kept),
        "older": urlencode({**kept, "after": older}) if older else "",
        "newer": urlencode(kept) if wanted.after else "",
    }


@require_POST
@needs(*MAKERS, changes=True)
@once
def stop_group(request: HttpRequest) -> HttpResponse:
    """All of a group, with a reason."""
    wanted, by, now = Wanted.read(request.POST), signed_in(request), timezone.now()
    done = stop_turns(turns_of(wanted, for_=by, now=now), because=request.POST.get("because", ""), by=by, now=now, most=AT_ONCE)
    said = ngettext("%(count)s is stopped; they get something else later.", "%(count)s are stopped; they get something else later.", done)
    messages.success(request, said % {"count": done})
    return _back(wanted)


@require_POST
@needs(*MAKERS, changes=True)
@once
def change_group(request: HttpRequest) -> HttpResponse:
    """Another item for all of a group who have not had it."""
    wanted, by, now = Wanted.read(request.POST), signed_in(request), timezone.now()
    turns = turns_of(wanted, for_=by, now=now)
    done = change_turns(turns, request.POST.get("instead", ""), because=request.POST.get("because", ""), by=by, now=now, most=AT_ONCE)
    said = ngettext("%(count)s gets it instead.", "%(count)s get it instead; whoever had it keeps what was planned.", done)
    messages.success(request, said % {"count": done})
    return _back(wanted)


@require_POST
@needs(*MAKERS, about="turn", changes=True)
@once
def stop_one(request: HttpRequest, ref: str) -> HttpResponse:
    """Not this, for this person."""
    stop_turn(ref, because=request.POST.get("because", ""), by=signed_in(request), now=timezone.now())
    messages.success(request, _("Stopped. They get something else later."))
    return redirect(_next(request))


@require_POST
@needs(*MAKERS, about="turn", changes=True)
@once
def change_one(request: HttpRequest, ref: str) -> HttpResponse:
    """Another item for this person."""
    because, item = request.POST.get("because", ""), request.POST.get("instead", "")
    change_turn(ref, item, because=because, by=signed_in(request), now=timezone.now())
    messages.success(request, _("Changed."))
    return redirect(_next(request))


def _kept(wanted: Wanted) -> dict[str, str]:
    said = {"day": wanted.day, "channel": wanted.channel, "program": wanted.program, "item": wanted.item, "kind": wanted.kind}
    return {name: value for name, value in said.items() if value}


def _back(wanted: Wanted) -> HttpResponse:
    return redirect(f"{reverse('programs:tomorrow')}?{urlencode({'day': wanted.day})}")


def _next(request: HttpRequest) -> str:
    """Back to the page it was pressed on, which is one of ours."""
    to = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return to if to and safe else reverse("programs:tomorrow")
