"""One mailing: its check while it is a draft, then how it goes and what became of it; its mail; the people behind a figure."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from keepwarm.content.queries.previews import readers_of
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import read_number
from keepwarm.mailings.actions.editing import MAKERS
from keepwarm.mailings.actions.steering import pause_mailing, resume_mailing, stop_mailing
from keepwarm.mailings.models import Mailing
from keepwarm.mailings.queries.behind_check import WORDS, people_behind
from keepwarm.mailings.queries.drafts import read_draft
from keepwarm.mailings.queries.figures import has_two
from keepwarm.mailings.queries.lists import in_archive
from keepwarm.mailings.queries.report import FIGURES, read_report, rows_of
from keepwarm.mailings.queries.texts import show_mail
from keepwarm.mailings.views.writing import mailing_or_404, may_overrule
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import REPS, SEES_ALL
from keepwarm.staff.submissions import once

NOTHING_RUNS = "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
STEPS = {"pause": pause_mailing, "resume": resume_mailing, "stop": stop_mailing}


@require_safe
@needs(*EVERYONE)
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """A draft with its check, for htmx only the part that changes; or what became of one that was approved."""
    mailing, now = mailing_or_404(ref), timezone.now()
    may = {"may_change": signed_in(request).has_role(*MAKERS), "may_overrule": may_overrule(request)}
    if mailing.state != Mailing.State.DRAFT:
        shown = {"report": read_report(mailing, now=now), "is_public": in_archive(now=now).filter(pk=mailing.pk).exists()}
        return TemplateResponse(request, "mailings/report.html", {"mailing": mailing, **shown, **may})
    template = "mailings/parts/check.html" if request.headers.get("HX-Request") else "mailings/check.html"
    return TemplateResponse(request, template, {**read_draft(mailing, now=now), **may})


@require_POST
@needs(*MAKERS, changes=True)
@once
def steer(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """Pause it, let it go on, or stop it; with a reason."""
    mailing_or_404(ref)
    if what not in STEPS:
        raise Http404
    STEPS[what](ref, because=request.POST.get("because", ""), by=signed_in(request), now=timezone.now())
    return redirect("mailings:show", ref)


@require_safe
@needs(*EVERYONE)
def show_rows(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """The people behind a figure."""
    mailing = mailing_or_404(ref)
    if what not in FIGURES:
        raise Http404
    start = read_number(request.GET.get("after")) or 0
    lines, next_after = rows_of(mailing, what, for_=signed_in(request), after=start)
    context = {"mailing": mailing, "words": FIGURES[what][0], "lines": lines, "after": next_after}
    return TemplateResponse(request, "mailings/rows.html", context)


@require_safe
@needs(*EVERYONE)
def show_checked(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """The people behind a figure of its check."""
    mailing = mailing_or_404(ref)
    if what not in WORDS:
        raise Http404
    start, context = read_number(request.GET.get("after")) or 0, {"mailing": mailing, "words": WORDS[what]}
    try:
        people, after = people_behind(mailing, what, for_=signed_in(request), after=start, now=timezone.now())
    except Refusal as refusal:
        return TemplateResponse(request, "mailings/check_rows.html", {**context, "refused": refusal.sentence})
    return TemplateResponse(request, "mailings/check_rows.html", {**context, "people": people, "after": after})


@require_safe
@needs(*REPS, *SEES_ALL)
def preview(request: HttpRequest, ref: str) -> HttpResponse:
    """The mail at the width of a desk and of a phone, for people met by chance and for extreme ones."""
    mailing, user, now = mailing_or_404(ref), signed_in(request), timezone.now()
    asked = read_number(request.GET.get("seed"), most=999_999)
    seed = now.timetuple().tm_yday if asked is None else asked
    readers = readers_of(seed, for_=user)
    key, text = request.GET.get("reader", readers[0].key)[:16], "b" if request.GET.get("text") == "b" else "a"
    context = {"mailing": mailing, "readers": readers, "reader": key, "text": text, "seed": seed, "next_seed": seed + 1}
    mail = show_mail(mailing, text, key, for_=user, now=now)
    return TemplateResponse(request, "mailings/preview.html", {**context, "mail": mail, "has_two": has_two(mailing)})


@require_safe
@needs(*REPS, *SEES_ALL)
@xframe_options_sameorigin
def show_in_frame(request: HttpRequest, ref: str) -> HttpResponse:
    """The mail itself, for a frame in which nothing runs."""
    text, reader = "b" if request.GET.get("text") == "b" else "a", request.GET.get("reader", "")[:16]
    mail = show_mail(mailing_or_404(ref), text, reader, for_=signed_in(request), now=timezone.now())
    return HttpResponse(mail.html, headers={"Content-Security-Policy": NOTHING_RUNS, "Cache-Control": "no-store"})
