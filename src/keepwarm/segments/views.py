"""The pages of segments: all of them, one with its people, the form with its live count, and how alike its people are."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.engine.conditions.text import parse
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import read_number
from keepwarm.segments.actions import CHANGES, change_segment, retire_segment, save_segment
from keepwarm.segments.forms import SegmentForm, Written, fitted, fresh_line, read_post, turned, written_of
from keepwarm.segments.models import Segment
from keepwarm.segments.queries import condition_of, count_of, list_segments, page_of, portray, say_condition, say_count, suggest
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import SEES_ALL
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_safe
@needs(*EVERYONE)
def show_all(request: HttpRequest) -> HttpResponse:
    """Every segment in words; how many are in each comes by itself, or by its link."""
    retired = "retired" in request.GET
    rows = [(one, say_condition(condition_of(one))) for one in list_segments(retired=retired)]
    context = {"rows": rows, "retired": retired, "may_change": signed_in(request).has_role(*CHANGES)}
    return TemplateResponse(request, "segments/list.html", context)


@require_safe
@needs(*CHANGES)
def show_suggested(request: HttpRequest) -> HttpResponse:
    """Segments that the answers and the behaviour suggest."""
    part = "segments/parts/suggested.html" if request.headers.get("HX-Request") else "segments/suggested.html"
    return TemplateResponse(request, part, {"found": suggest(now=timezone.now())})


@require_safe
@needs(*EVERYONE)
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """A segment in words, how many are in it, and its people by pages."""
    segment = _segment(ref)
    context = _counted(request, segment) | {"segment": segment, "may_change": signed_in(request).has_role(*CHANGES)}
    if not context["refused"]:
        key = read_number(request.GET.get("after")) or 0
        context |= {"page": page_of(segment, now=timezone.now(), for_=signed_in(request), after=key), "is_first": not key}
    return TemplateResponse(request, "segments/show.html", context)


@require_safe
@needs(*EVERYONE)
def show_count(request: HttpRequest, ref: str) -> HttpResponse:
    """How many are in it now: a fragment for the list."""
    segment = _segment(ref)
    if not request.headers.get("HX-Request"):
        return redirect("segments:show", segment.ref)
    return TemplateResponse(request, "segments/parts/count.html", _counted(request, segment))


@require_safe
@needs(*SEES_ALL)
def show_likeness(request: HttpRequest, ref: str) -> HttpResponse:
    """How alike its people are, what sets them apart, and which unlike groups are among them."""
    segment, refused, found = _segment(ref), "", None
    try:
        found = portray(condition_of(segment), now=timezone.now())
    except Refusal as refusal:
        refused = refusal.sentence
    words = say_condition(condition_of(segment))
    return TemplateResponse(request, "segments/likeness.html", {"segment": segment, "portrait": found, "refused": refused, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*CHANGES)
@once
def add(request: HttpRequest) -> HttpResponse:
    """A new segment; its address may bring a condition as text."""
    if request.method != "POST":
        return _show_form(request, SegmentForm(_asked(request)), None)
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*CHANGES)
@once
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """A segment written anew."""
    segment = _segment(ref)
    if request.method != "POST":
        return _show_form(request, SegmentForm(written_of(segment.name, segment.version, condition_of(segment))), segment)
    return _edit(request, segment)


@require_POST
@needs(*CHANGES)
def show_live(request: HttpRequest) -> HttpResponse:
    """What stands in the form, in words, and how many that is: asked anew with each change. Nothing is written."""
    written = fitted(read_post(request.POST.dict()))
    return TemplateResponse(request, "segments/parts/live.html", _live(SegmentForm(written, patient=True)))


@require_POST
@needs(*CHANGES)
@once
def retire(request: HttpRequest, ref: str) -> HttpResponse:
    """Offer a segment no more."""
    version = read_number(request.POST.get("version"), most=10**9) or 0
    retire_segment(ref, version=version, by=signed_in(request), now=timezone.now())
    messages.success(request, gettext("The segment is retired. It can still be read."))
    return redirect("segments:list")


def _edit(request: HttpRequest, segment: Segment | None) -> HttpResponse:
    """Saves the form, or shows it again with a line more or fewer."""
    do, written = request.POST.get("do", "save"), read_post(request.POST.dict())
    if do != "save":
        changed = fitted(turned(written, do))
        return _show_form(request, SegmentForm(changed, patient=do != "again", fresh=fresh_line(changed, do)), segment)
    form = SegmentForm(written)
    try:
        saved = _save(request, form, segment)
    except Refusal as refusal:
        form.errors.setdefault("", refusal.sentence)
        return _show_form(request, form, segment)
    messages.success(request, gettext("“%(name)s” is saved.") % {"name": saved.name})
    return redirect("segments:show", saved.ref)


def _save(request: HttpRequest, form: SegmentForm, segment: Segment | None) -> Segment:
    condition, by, now = form.condition(), signed_in(request), timezone.now()
    if not form.written.name.strip():
        form.name_error = gettext("Give the segment a name.")
    if condition is None:
        wrong = gettext("A line is not right yet: what is wrong stands beside it.") if form.errors else ""
        raise Refusal(form.errors.get("") or wrong or gettext("Say who is meant: fill in a line."))
    if segment is None:
        return save_segment(form.written.name, condition, by=by, now=now)
    return change_segment(segment.ref, form.written.name, condition, version=form.written.version, by=by, now=now)


def _show_form(request: HttpRequest, form: SegmentForm, segment: Segment | None) -> HttpResponse:
    live = _live(form)
    context = live | {"form": form, "segment": segment}
    return TemplateResponse(request, "segments/form.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


def _live(form: SegmentForm) -> dict[str, Any]:
    """The form's condition in words with its count; empty while nothing is written."""
    condition = form.condition()
    if condition is None:
        wrong = next((said for name, said in form.errors.items() if name), "")
        return {"words": "", "count": "", "refused": form.errors.get("", ""), "wrong": wrong, "unfinished": form.unfinished}
    return {"words": say_condition(condition), "count": say_count(count_of(condition, now=timezone.now())), "refused": ""}


def _counted(request: HttpRequest, segment: Segment) -> dict[str, Any]:
    """Words and count of a segment, or why nobody can be found by it."""
    condition = condition_of(segment)
    try:
        count = say_count(count_of(condition, now=timezone.now(), for_=signed_in(request)))
    except Refusal as refusal:
        return {"words": say_condition(condition), "count": "", "refused": refusal.sentence}
    return {"words": say_condition(condition), "count": count, "refused": ""}


def _asked(request: HttpRequest) -> Written:
    text = request.GET.get("text", "")
    try:
        return written_of(request.GET.get("name", "")[:80], 0, parse(text) if text else None)
    except Refusal:
        return Written(text=text)


def _segment(ref: str) -> Segment:
    found = Segment.objects.filter(ref=ref).select_related("made_by", "changed_by").first()
    if found is None:
        raise Http404
    return found
