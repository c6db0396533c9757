"""One prospect: the whole story, the call sheet, a note, one's own next step, later, the end and a new beginning."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from keepwarm.decisions.actions import choose, defer, end, log_touch, reopen
from keepwarm.desk.forms.ends import EndForm, ReopenForm
from keepwarm.desk.forms.moments import moment_of
from keepwarm.desk.forms.steps import ChoiceForm, LaterForm, NoteForm
from keepwarm.desk.queries.meters import Meters
from keepwarm.desk.queries.page import find_prospect, seat_of
from keepwarm.desk.queries.person import show_person
from keepwarm.desk.views.small import About, small_form
from keepwarm.desk.views.whole import render_whole
from keepwarm.programs.queries.next_of import next_of
from keepwarm.staff.access import EVERYONE, needs, signed_in


@require_safe
@needs(*EVERYONE, about="prospect")
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole story on one page."""
    return render_whole(request, find_prospect(ref, for_=signed_in(request)))


@require_safe
@needs(*EVERYONE, about="prospect")
def comes(request: HttpRequest, ref: str) -> HttpResponse:
    """What the conversation would bring next, as a part of the page; nothing where a person looks."""
    foreseen = next_of(find_prospect(ref, for_=signed_in(request)), now=timezone.now())
    return TemplateResponse(request, "desk/parts/comes_next.html", {"comes": foreseen}) if foreseen else HttpResponse()


@require_safe
@needs(*EVERYONE, about="prospect")
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """The call sheet on A4: what one needs beside the telephone, and room to write."""
    user = signed_in(request)
    prospect = find_prospect(ref, for_=user)
    person = show_person(prospect, for_=user, seat=seat_of(user), meters=Meters(), now=timezone.now())
    return TemplateResponse(request, "desk/sheet.html", {"person": person, "printed_at": timezone.now()})


@small_form("note", said=_("Noted."))
def note(form: NoteForm, about: About) -> None:
    """A note for all who come later."""
    log_touch(form.as_touch(**about.whose), **about.who)


@small_form("choose", said=_("Your choice stands until it is carried out."))
def choose_step(form: ChoiceForm, about: About) -> None:
    """One's own next step; it stands until carried out."""
    choose(about.prospect.pk, form.as_choice(zone=about.zone), version=form.cleaned_data["version"], **about.who)


@small_form("later", said=_("Put off. Overdue still counts from the first date."))
def put_off(form: LaterForm, about: About) -> None:
    """The date moves; it is no touch."""
    data = form.cleaned_data
    to_at = moment_of(data["day"], None, zone=about.zone)
    defer(about.prospect.pk, to_at, data["because"], version=data["version"], **about.who)


@small_form("end", said=_("Ended. It opens again when they come back."))
def end_it(form: EndForm, about: About) -> None:
    """The conversation ends, with its reason."""
    data = form.cleaned_data
    end(about.prospect.pk, data["reason"], because=data["because"], version=data["version"], **about.who)


@small_form("reopen", said=_("Open again, with all history."))
def reopen_it(form: ReopenForm, about: About) -> None:
    """A new beginning, with all history."""
    reopen(about.prospect.pk, because=form.cleaned_data["because"], **about.who)
