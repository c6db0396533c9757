"""Consent on one page: what will soon be over, what nobody is to use and why, the words people said yes to, the topics they choose."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keepwarm.answers.actions import add_question
from keepwarm.answers.models import Question
from keepwarm.circle.actions.suppressing import suppress_address
from keepwarm.circle.queries.hearing import TOPIC
from keepwarm.consent.actions import put_wording
from keepwarm.consent.queries.lists import count_suppressions, expiring, wordings
from keepwarm.consent.words import say_permission
from keepwarm.desk.forms.consent import SuppressForm, TopicForm, WordingForm
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import EDITORS, User
from keepwarm.touches.words import say_when

KEEPS_CONSENT = EDITORS
UNPROCESSABLE = 422


@require_safe
@needs(*KEEPS_CONSENT)
def show(request: HttpRequest) -> HttpResponse:
    """The page."""
    return _page(request)


@require_POST
@needs(*KEEPS_CONSENT)
def add_wording(request: HttpRequest) -> HttpResponse:
    """Words for a tick box; the same again change nothing."""
    form = WordingForm(request.POST)
    if not form.is_valid():
        return _page(request, wording_form=form)
    row = put_wording(**form.cleaned_data, by=signed_in(request), now=timezone.now())
    messages.success(request, _("Kept as %(name)s, version %(version)s.") % {"name": row.name, "version": row.version})
    return redirect("consent:show")


@require_POST
@needs(*KEEPS_CONSENT)
def close_address(request: HttpRequest) -> HttpResponse:
    """Nobody is to use an address or a domain any more. Twice is the same as once."""
    form = SuppressForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        given = {"scope": data["scope"], "reason": data["reason"], "source": "by hand"}
        try:
            count = suppress_address(data["kind"], data["value"], **given, by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error("value", refusal.sentence)
        else:
            messages.success(request, _("Closed. %(count)s people had it; their next step is decided anew.") % {"count": count})
            return redirect("consent:show")
    return _page(request, suppress_form=form)


@require_POST
@needs(*KEEPS_CONSENT)
def add_topic(request: HttpRequest) -> HttpResponse:
    """Something more that prospects may choose on their page."""
    form = TopicForm(request.POST)
    if form.is_valid():
        try:
            add_question(form.cleaned_data["label"], kind=Question.Kind.YES_NO, group=TOPIC, asked=False)
        except Refusal as refusal:
            form.add_error("label", refusal.sentence)
        else:
            return redirect("consent:show")
    return _page(request, topic_form=form)


def _page(request: HttpRequest, **bound: Any) -> HttpResponse:
    context = {
        "expiring": _soon_over(signed_in(request), timezone.now()),
        "suppressions": count_suppressions(),
        "wordings": wordings(),
        "topics": Question.objects.filter(group=TOPIC),
        "wording_form": WordingForm(),
        "suppress_form": SuppressForm(),
        "topic_form": TopicForm(),
    }
    return TemplateResponse(request, "desk/consent.html", context | bound, status=UNPROCESSABLE if bound else 200)


def _soon_over(user: User, now: datetime) -> list[tuple[Prospect, str, str]]:
    """Whose permission, for what, and until when."""
    rows = [(row, row.expires_at) for row in expiring(for_=user, now=now)]
    return [(row.prospect, say_permission(row.channel, row.kind), say_when(ends, zone=user.zone, now=now)) for row, ends in rows if ends]
