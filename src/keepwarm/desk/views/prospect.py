"""One prospect: the whole story, the call sheet, a note, one's own next step, later, the end and a new beginning."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keepwarm.decisions.actions import choose, defer, end, log_touch, reopen
from keepwarm.desk.forms.ends import EndForm, ReopenForm
from keepwarm.desk.forms.moments import moment_of
from keepwarm.desk.forms.steps import ChoiceForm, LaterForm, NoteForm
from keepwarm.desk.queries.page import find_prospect, seat_of
from keepwarm.desk.queries.person import show_person
from keepwarm.desk.views.whole import do_small, render_whole
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import Role
from keepwarm.staff.submissions import once

CHANGERS = tuple(EVERYONE - {Role.DIRECTOR})
"""A director reads everything and changes nothing; of the others the prospect's owner decides."""


@require_safe
@needs(*EVERYONE, about="prospect")
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole story on one page."""
    return render_whole(request, find_prospect(ref, for_=signed_in(request)))


@require_safe
@needs(*EVERYONE, about="prospect")
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """The call sheet on A4: what one needs beside the telephone, and room to write."""
    user = signed_in(request)
    prospect = find_prospect(ref, for_=user)
    person = show_person(prospect, for_=user, seat=seat_of(user), letters_left=0, now=timezone.now())
    return TemplateResponse(request, "desk/sheet.html", {"person": person, "printed_at": timezone.now()})


def _by(request: HttpRequest, form: Any) -> dict[str, Any]:
    """Who decides, when, and on which version of the prospect."""
    return {"by": signed_in(request), "now": timezone.now(), "version": form.cleaned_data["version"]}


@require_POST
@needs(*CHANGERS, about="prospect", changes=True)
@once
def note(request: HttpRequest, ref: str) -> HttpResponse:
    """A note for all who come later."""
    user, now = signed_in(request), timezone.now()
    prospect, seat = find_prospect(ref, for_=user, to_change=True), seat_of(user)

    def act(form: NoteForm) -> None:
        touch = form.as_touch(prospect_id=prospect.pk, seat_id=seat.pk if seat else None, now=now)
        log_touch(touch, by=user, now=now)

    return do_small(request, prospect, "note", act, said=_("Noted."))


@require_POST
@needs(*CHANGERS, about="prospect", changes=True)
@once
def choose_step(request: HttpRequest, ref: str) -> HttpResponse:
    """One's own next step; it stands until carried out."""
    prospect = find_prospect(ref, for_=signed_in(request), to_change=True)
    zone = prospect.zone or signed_in(request).zone

    def act(form: ChoiceForm) -> None:
        choose(prospect.pk, form.as_choice(zone=zone), **_by(request, form))

    return do_small(request, prospect, "choose", act, said=_("Your choice stands until it is carried out."))


@require_POST
@needs(*CHANGERS, about="prospect", changes=True)
@once
def put_off(request: HttpRequest, ref: str) -> HttpResponse:
    """The date moves; it is no touch."""
    prospect = find_prospect(ref, for_=signed_in(request), to_change=True)
    zone = prospect.zone or signed_in(request).zone

    def act(form: LaterForm) -> None:
        to_at = moment_of(form.cleaned_data["day"], None, zone=zone)
        defer(prospect.pk, to_at, form.cleaned_data["because"], **_by(request, form))

    return do_small(request, prospect, "later", act, said=_("Put off. Overdue still counts from the first date."))


@require_POST
@needs(*CHANGERS, about="prospect", changes=True)
@once
def end_it(request: HttpRequest, ref: str) -> HttpResponse:
    """The conversation ends, with its reason."""
    prospect = find_prospect(ref, for_=signed_in(request), to_change=True)

    def act(form: EndForm) -> None:
        data = form.cleaned_data
        end(prospect.pk, data["reason"], because=data["because"], **_by(request, form))

    return do_small(request, prospect, "end", act, said=_("Ended. It opens again when they come back."))


@require_POST
@needs(*CHANGERS, about="prospect", changes=True)
@once
def reopen_it(request: HttpRequest, ref: str) -> HttpResponse:
    """A new beginning, with all history."""
    prospect = find_prospect(ref, for_=signed_in(request), to_change=True)

    def act(form: ReopenForm) -> None:
        reopen(prospect.pk, because=form.cleaned_data["because"], by=signed_in(request), now=timezone.now())

    return do_small(request, prospect, "reopen", act, said=_("Open again, with all history."))
