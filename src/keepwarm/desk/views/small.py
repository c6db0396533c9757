"""What the small forms and buttons of a prospect's page share: each says only what it does, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_POST

from keepwarm.desk.queries.page import find_prospect, seat_of
from keepwarm.desk.views.showing import UNPROCESSABLE, say_refusal
from keepwarm.desk.views.whole import SMALL_FORMS, render_whole
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import Role, User
from keepwarm.staff.submissions import once

CHANGERS = tuple(EVERYONE - {Role.DIRECTOR})
"""A director reads everything and changes nothing; of the others the prospect's owner decides."""

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class About:
    """Whom it is about, who does it, and when. `named`: what else the address names; `sent`: the form as it came."""

    prospect: Prospect
    user: User
    now: datetime
    named: dict[str, Any] = field(default_factory=dict)
    sent: QueryDict = field(default_factory=QueryDict)

    @property
    def zone(self) -> str:
        """Where days and clocks are meant: their place, or the reader's when it is unknown."""
        return self.prospect.zone or self.user.zone

    @property
    def whose(self) -> dict[str, Any]:
        """The prospect and the seat that a touch is logged for, and when."""
        seat = seat_of(self.user)
        return {"prospect_id": self.prospect.pk, "seat_id": seat.pk if seat else None, "now": self.now}

    @property
    def who(self) -> dict[str, Any]:
        """Who does it, and when."""
        return {"by": self.user, "now": self.now}


def small_form(name: str, *, said: str | Promise) -> Callable[[Callable[[Any, About], object]], View]:
    """A view from what the form `name` does: carried out, or the page again with what was typed. `said`: the notice afterwards."""

    def decorate(act: Callable[[Any, About], object]) -> View:
        @wraps(act)
        def view(request: HttpRequest, ref: str, **named: Any) -> HttpResponse:
            return _carry_out(request, _about(request, ref, named), name, act, said)

        return _guarded(view)

    return decorate


def small_button(*, said: str | Promise) -> Callable[[Callable[[About], str | Promise | None]], View]:
    """A view from what one button does, and what it gives to say, or else `said`. A refusal is a page of its own."""

    def decorate(act: Callable[[About], str | Promise | None]) -> View:
        @wraps(act)
        def view(request: HttpRequest, ref: str, **named: Any) -> HttpResponse:
            about = _about(request, ref, named)
            return _done(request, about, act(about) or said)

        return _guarded(view)

    return decorate


def _carry_out(request: HttpRequest, about: About, name: str, act: Callable[[Any, About], object], said: str | Promise) -> HttpResponse:
    form = SMALL_FORMS[name](request.POST, request.FILES, prefix=name)
    bound: dict[str, Any] = {"form": form, "opened": name}
    if form.is_valid():
        try:
            act(form, about)
        except Refusal as refusal:
            bound |= say_refusal(request, refusal, form, about.prospect, prefix=f"{name}-")
        else:
            return _done(request, about, said)
    return render_whole(request, about.prospect, status=UNPROCESSABLE, **bound)


def _guarded(view: View) -> View:
    return require_POST(needs(*CHANGERS, about="prospect", changes=True)(once(view)))


def _about(request: HttpRequest, ref: str, named: dict[str, Any]) -> About:
    user = signed_in(request)
    return About(find_prospect(ref, for_=user, to_change=True), user, timezone.now(), named, request.POST)


def _done(request: HttpRequest, about: About, said: str | Promise) -> HttpResponse:
    messages.success(request, str(said))
    return redirect("desk:person" if about.sent.get("back") == "desk" else "prospect:show", about.prospect.ref)
