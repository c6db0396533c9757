"""The pages of marketers: all seminars, one of them, and its form."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.lib.refusal import Refusal
from keepwarm.seminars import actions
from keepwarm.seminars.forms import SeminarForm
from keepwarm.seminars.models import Seminar, State
from keepwarm.seminars.queries.lists import find_seminar, line_of, list_guests, list_seminars
from keepwarm.seminars.refusals import DoubledHour, SeminarRefused, SkippedHour
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import EDITORS, Seat
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_safe
@needs(*EVERYONE)
def show_list(request: HttpRequest) -> HttpResponse:
    """What is to come, and what was."""
    user, now, over = signed_in(request), timezone.now(), request.GET.get("tab") == "over"
    lines = list_seminars(for_=user, now=now, over=over)
    return TemplateResponse(request, "seminars/list.html", {"lines": lines, "over": over, "may_edit": user.has_role(*EDITORS)})


@require_safe
@needs(*EVERYONE, about="seminar")
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """One seminar: how it stands, and its guests."""
    return _show(request, ref)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS, changes=True)
@once
def make(request: HttpRequest) -> HttpResponse:
    """A new seminar, as a draft."""
    user = signed_in(request)
    seat = Seat.objects.filter(user=user, left_at__isnull=True).first()
    form = SeminarForm(request.POST if request.method == "POST" else None, zone=user.zone, owner=seat)
    row = _keep(form, lambda: actions.make_seminar(form.as_seminar(), by=user, now=timezone.now()))
    return redirect("seminars:show", row.ref) if row else _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS, about="seminar", changes=True)
@once
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """A seminar written anew; guests are told of another time or place."""
    user, row = signed_in(request), _find(ref)
    form = SeminarForm(request.POST if request.method == "POST" else None, row=row)

    def act() -> Seminar:
        version = form.cleaned_data["version"] or 0
        return actions.change_seminar(ref, form.as_seminar(), version=version, by=user, now=timezone.now())

    done = _keep(form, act)
    return redirect("seminars:show", done.ref) if done else _form(request, form, row)


@require_POST
@needs(*EDITORS, about="seminar", changes=True)
@once
def open_it(request: HttpRequest, ref: str) -> HttpResponse:
    """People can sign up from now on."""
    return _do(request, ref, lambda: actions.open_seminar(ref, by=signed_in(request), now=timezone.now()), _("People can sign up now."))


@require_POST
@needs(*EDITORS, about="seminar", changes=True)
@once
def call_it_off(request: HttpRequest, ref: str) -> HttpResponse:
    """It does not take place."""
    said = _("It is called off. Each guest is told within a minute.")
    return _do(request, ref, lambda: actions.call_off(ref, by=signed_in(request), now=timezone.now()), said)


@require_POST
@needs(*EDITORS, about="seminar", changes=True)
@once
def follow(request: HttpRequest, ref: str) -> HttpResponse:
    """Those who did not come are written to, each when it may be."""

    def act() -> str:
        count = actions.follow_up(ref, by=signed_in(request), now=timezone.now())
        said = ngettext("%(count)s guest is written to when it may be.", "%(count)s guests are written to, each when it may be.", count)
        return said % {"count": count}

    return _do(request, ref, act)


def _keep(form: SeminarForm, act: Callable[[], Seminar]) -> Seminar | None:
    """What was kept; None when the form says what is wrong, or was not sent."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return act()
    except (SkippedHour, DoubledHour) as refusal:
        form.add_error("which" if isinstance(refusal, DoubledHour) else "clock", refusal.sentence)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
    return None


def _form(request: HttpRequest, form: SeminarForm, row: Seminar | None) -> HttpResponse:
    asks_which = bool(form.errors.get("which") or form["which"].value())
    context = {"form": form, "row": row, "asks_which": asks_which}
    return TemplateResponse(request, "seminars/form.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _do(request: HttpRequest, ref: str, act: Callable[[], object], said: str = "") -> HttpResponse:
    _find(ref)
    try:
        done = act()
    except Refusal as refusal:
        return _show(request, ref, refusal=refusal.sentence)
    messages.success(request, said or str(done))
    return redirect("seminars:show", ref)


def _show(request: HttpRequest, ref: str, *, refusal: str = "") -> HttpResponse:
    user, now, row = signed_in(request), timezone.now(), _find(ref)
    guests = list_guests(row, for_=user)
    context = {
        "row": row,
        "line": line_of(row, now=now),
        "guests": guests,
        "may_edit": user.has_role(*EDITORS),
        "is_draft": row.state == State.DRAFT,
        "is_on": row.takes_guests(now),
        "may_tick": row.state == State.OPEN and now >= row.starts_at - actions.DOORS_OPEN,
        "is_over": row.state == State.OPEN and now >= row.ends_at,
        "refusal": refusal,
    }
    return TemplateResponse(request, "seminars/one.html", context, status=UNPROCESSABLE if refusal else 200)


def _find(ref: str) -> Seminar:
    try:
        return find_seminar(ref)
    except SeminarRefused:
        raise Http404 from None
