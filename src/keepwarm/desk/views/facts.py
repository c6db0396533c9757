"""Facts mended on the spot: wishes recorded and lifted, answers, who they are, how to reach them, doubts and merges."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keepwarm.circle.actions import unmerge
from keepwarm.circle.actions.mending import answer_doubt, drop_address, mend_address, mend_person
from keepwarm.circle.actions.wishes import lift_and_settle
from keepwarm.circle.models import Merge
from keepwarm.consent.models import Wish
from keepwarm.decisions.actions import log_touch
from keepwarm.desk.forms.facts import AddressForm, AnswerForm, CorrectForm, DropForm, LiftForm, WishForm
from keepwarm.desk.queries.page import find_prospect, seat_of
from keepwarm.desk.views.prospect import CHANGERS
from keepwarm.desk.views.whole import do_small
from keepwarm.prospects.models import Doubt
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


@require_POST
@needs(*CHANGERS, about="prospect", changes=True)
@once
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    """Who they are, mended."""
    user = signed_in(request)
    prospect = find_prospect(ref, for_=user, to_change=True)

    def act(form: CorrectForm) -> None:
        version = form.cleaned_data["version"]
        mend_person(prospect, form.fields_wanted(), by=user, now=timezone.now(), version=version)

    return do_small(request, prospect, "correct", act, said=_("Mended."))


@require_POST
@needs(*CHANGERS, about="prospect", changes=True)
@once
def add(request: HttpRequest, ref: str) -> HttpResponse:
    """A new way to reach them."""
    user = signed_in(request)
    prospect = find_prospect(ref, for_=user, to_change=True)

    def act(form: AddressForm) -> None:
        data, now = form.cleaned_data, timezone.now()
        mend_address(prospect, data["kind"], data["value"], label=data["label"], first=data["first"], by=user, now=now)

    return do_small(request, prospect, "address", act, said=_("Added."))


@require_POST
@needs(*CHANGERS, about="prospect", changes=True)
@once
def drop(request: HttpRequest, ref: str, address: str) -> HttpResponse:
    """An address that reaches them no more."""
    user, form = signed_in(request), DropForm(request.POST)
    prospect = find_prospect(ref, for_=user, to_change=True)
    row = get_object_or_404(prospect.addresses, ref=address)
    if form.is_valid():
        drop_address(prospect, row.ref, state=form.cleaned_data["state"], by=user, now=timezone.now())
        messages.success(request, _("Out of use. The next step is decided with what is left."))
    return redirect("prospect:show", prospect.ref)


@require_POST
@needs(*CHANGERS, about="prospect", changes=True)
@once
def settle(request: HttpRequest, ref: str, doubt: int) -> HttpResponse:
    """The same person, or two."""
    user = signed_in(request)
    prospect = find_prospect(ref, for_=user, to_change=True)
    row = get_object_or_404(Doubt, Q(a=prospect) | Q(b=prospect), pk=doubt)
    answer_doubt(row, prospect, request.POST.get("verdict", ""), by=user, now=timezone.now())
    messages.success(request, _("Thank you: it is settled, and can be undone."))
    return redirect("prospect:show", prospect.ref)


@require_POST
@needs(*CHANGERS, about="prospect", changes=True)
@once
def undo_merge(request: HttpRequest, ref: str, merged: str) -> HttpResponse:
    """They were two people after all."""
    user = signed_in(request)
    prospect = find_prospect(ref, for_=user, to_change=True)
    row = get_object_or_404(Merge, ref=merged, winner=prospect)
    unmerge(row.ref, by=user, now=timezone.now())
    messages.success(request, _("Two people again."))
    return redirect("prospect:show", prospect.ref)
