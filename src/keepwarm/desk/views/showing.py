"""How a page of the desk is put together: the desk, and one panel in its right column."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from keepwarm.decisions.refusals import StaleForm
from keepwarm.desk.forms.ending import EndingForm, remember
from keepwarm.desk.queries.ending import EndingPage, show_ending, what_changed
from keepwarm.desk.queries.page import Desk, show_desk
from keepwarm.desk.queries.person import Person
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.staff.access import signed_in
from keepwarm.touches.models import Direction

UNPROCESSABLE = 422
CONFLICT = 409


def render_desk(request: HttpRequest, ref: str = "", *, panel: str = "act", status: int = 200, **more: Any) -> HttpResponse:
    """The desk at a prospect with a panel: `act` before the call, or one of the forms. With `only_panel` just that column."""
    desk = more.pop("desk", None) or read_desk(request, ref)
    template = "desk/panel.html" if more.pop("only_panel", False) else "desk/desk.html"
    context = {"desk": desk, "panel": f"desk/parts/{panel}.html", **more}
    return TemplateResponse(request, template, context, status=status)


def read_desk(request: HttpRequest, ref: str = "", *, now: datetime | None = None) -> Desk:
    """The reader's desk at this moment."""
    return show_desk(ref, for_=signed_in(request), now=now or timezone.now(), logged=request.GET.get("logged", ""))


def render_ending(
    request: HttpRequest, prospect: Prospect, *, form: EndingForm | None = None, direction: str = Direction.OUT, **more: Any
) -> HttpResponse:
    """The desk with the form for how a call ended, empty or as it came; proposals for each ending stand ready."""
    now, user = timezone.now(), signed_in(request)
    desk = read_desk(request, prospect.ref, now=now)
    assert desk.person is not None
    ending = show_ending(desk.person, seat=desk.seat, for_=user, now=now, direction=direction)
    form = form or empty_ending(desk.person, ending, zone=prospect.zone or user.zone, incoming=direction == Direction.IN)
    name = "desk:incoming" if direction == Direction.IN else "desk:ending"
    more |= {"form": form, "ending": ending, "direction": direction, "action": reverse(name, args=[prospect.ref])}
    status = UNPROCESSABLE if form.is_bound else 200
    return render_desk(request, panel="act_ending", status=status, desk=desk, **more)


def empty_ending(person: Person, ending: EndingPage, *, zone: str, incoming: bool = False) -> EndingForm:
    """The form before anything is chosen: the first number is the one that was dialled."""
    number = person.reach.number
    initial = fresh(person.row, started_at=ending.started_at, dialled=number.ref if number else "")
    return EndingForm(initial=initial, prospect=person.row, zone=zone, questions=person.knows.questions, incoming=incoming)


def say_refusal(request: HttpRequest, refusal: Refusal, form: Any, prospect: Prospect, prefix: str = "") -> dict[str, Any]:
    """What the form shows when its action was refused. A stale form learns what changed, and may be saved again as it is."""
    said: dict[str, Any] = {"refusal": refusal.sentence}
    if isinstance(refusal, StaleForm):
        shown_at = form.cleaned_data.get("shown_at")
        said["changed"] = what_changed(refusal.prospect, since=shown_at, for_=signed_in(request), now=timezone.now())
        form.data = remember(form.data, f"{prefix}version", refusal.prospect.version)
    return said


def fresh(prospect: Prospect, **more: Any) -> dict[str, Any]:
    """What every form about a prospect begins with: the version it shows, and when it was shown."""
    return {"version": prospect.version, "shown_at": timezone.now().isoformat(), **more}


def next_up(*, logged: str = "") -> str:
    """Where one goes after a log: the first line of the queue, with the way to undo."""
    return reverse("desk:today") + (f"?logged={logged}" if logged else "")
