"""Feeds: which are read and how that went, and what they propose."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepwarm.content.actions.feeds import NewFeed, add_feed, ask_to_read, dismiss_proposal, retire_feed, take_proposal
from keepwarm.content.forms import FeedForm
from keepwarm.content.models import Feed, Proposal
from keepwarm.content.tasks import read_feeds_soon
from keepwarm.content.views.library import UNPROCESSABLE
from keepwarm.content.words import say_trouble
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import EDITORS
from keepwarm.staff.submissions import once

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS)
@once
def show_feeds(request: HttpRequest) -> HttpResponse:
    """The page, with the form for one more."""
    form = FeedForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            feed = add_feed(_typed(form), by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error("url", refusal.sentence)
        else:
            read_feeds_soon()
            messages.success(request, _("“%(name)s” is read from now on.") % {"name": feed.name})
            return redirect("content:feeds")
    return _page(request, form)


@require_POST
@needs(*EDITORS)
@once
def change_feed(request: HttpRequest, ref: str) -> HttpResponse:
    """Read it now, or no more."""
    by, now = signed_in(request), timezone.now()
    if request.POST.get("do") == "retire":
        retire_feed(ref, by=by, now=now)
        messages.success(request, _("It is read no more. What came from it stays."))
    else:
        ask_to_read(ref, by=by, now=now)
        read_feeds_soon()
        messages.success(request, _("It is being read. Look again in a moment."))
    return redirect("content:feeds")


@require_POST
@needs(*EDITORS)
@once
def settle(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a proposal in, or dismiss it."""
    by, now = signed_in(request), timezone.now()
    if request.POST.get("do") == "take":
        item = take_proposal(ref, by=by, now=now)
        messages.success(request, _("“%(title)s” is in the library.") % {"title": item.title})
    else:
        dismiss_proposal(ref, by=by, now=now)
    return redirect("content:feeds")


def _page(request: HttpRequest, form: FeedForm) -> HttpResponse:
    open_ones = Proposal.objects.filter(settled_at__isnull=True, feed__retired_at__isnull=True).select_related("feed")
    context = {
        "form": form,
        "feeds": [(feed, say_trouble(feed.trouble, feed.trouble_args)) for feed in Feed.objects.filter(retired_at__isnull=True)],
        "open": open_ones.order_by("-found_at", "-id")[:SHOWN],
        "may_edit": True,
    }
    return TemplateResponse(request, "content/feeds.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _typed(form: FeedForm) -> NewFeed:
    data = form.cleaned_data
    owner = data["owner"].pk if data["owner"] else None
    plain = {name: data[name] for name in ("url", "name", "kind", "language")}
    return NewFeed(**plain, interests=tuple(data["interests"]), stages=tuple(data["stages"]), owner_id=owner)
