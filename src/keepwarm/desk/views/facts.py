"""Facts mended on the spot: wishes recorded and lifted, answers, who they are, how to reach them, doubts settled."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keepwarm.circle.actions.wishes import lift_and_settle
from keepwarm.consent.models import Wish
from keepwarm.decisions.actions import log_touch
from keepwarm.desk.forms.facts import AnswerForm, LiftForm, WishForm
from keepwarm.desk.queries.page import find_prospect, seat_of
from keepwarm.desk.views.prospect import CHANGERS
from keepwarm.desk.views.whole import do_small
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.submissions import once


@require_POST
@needs(*CHANGERS, about="prospect", changes=True)
@once
def record_wish(request: HttpRequest, ref: str) -> HttpResponse:
    """What they asked for, from now on."""
    user, now = signed_in(request), timezone.now()
    prospect, seat = find_prospect(ref, for_=user, to_change=True), seat_of(user)

    def act(form: WishForm) -> None:
        zone = prospect.zone or user.zone
        touch = form.as_touch(prospect_id=prospect.pk, seat_id=seat.pk if seat else None, zone=zone, now=now)
        log_touch(touch, by=user, now=now)

    return do_small(request, prospect, "wish", act, said=_("Their wish holds from now on."))


@require_POST
@needs(*CHANGERS, about="prospect", changes=True)
@once
def lift(request: HttpRequest, ref: str, wish: str) -> HttpResponse:
    """A wish no longer holds, by their own word."""
    user = signed_in(request)
    prospect = find_prospect(ref, for_=user, to_change=True)
    row = get_object_or_404(Wish, ref=wish, prospect=prospect)

    def act(form: LiftForm) -> None:
        lift_and_settle(row, because=form.cleaned_data["because"], by=user, now=timezone.now())

    return do_small(request, prospect, "lift", act, said=_("The wish no longer holds."))


@require_POST
@needs(*CHANGERS, about="prospect", changes=True)
@once
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """An answer, new or corrected."""
    user, now = signed_in(request), timezone.now()
    prospect, seat = find_prospect(ref, for_=user, to_change=True), seat_of(user)

    def act(form: AnswerForm) -> None:
        touch = form.as_touch(prospect_id=prospect.pk, seat_id=seat.pk if seat else None, now=now)
        log_touch(touch, by=user, now=now)

    return do_small(request, prospect, "answer", act, said=_("Kept. The answer before stays in the history."))
