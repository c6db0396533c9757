"""The library: the list, the map, one item."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.content.actions import change_item, make_item, retire_item
from keepwarm.content.actions.files import PAPER, keep_file
from keepwarm.content.forms import ItemForm, bytes_of, initial_of, read_filters
from keepwarm.content.links import paper_url
from keepwarm.content.models import Item, Kind, State
from keepwarm.content.queries.buying import why_asks
from keepwarm.content.queries.fields import FIELDS, question_fields
from keepwarm.content.queries.listing import Filters, count_proposals, find_items, read_map, topics
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import EDITORS, REPS, SEES_ALL
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_safe
@needs(*REPS, *SEES_ALL)
def show_items(request: HttpRequest) -> HttpResponse:
    """The list with its filter."""
    filters, now = read_filters(request.GET), timezone.now()
    items, has_more = find_items(filters, now=now)
    context = {
        "lines": [(item, _in_words(item)) for item in items],
        "today": now.date(),
        "newer": _page(filters, filters.page - 1) if filters.page > 1 else "",
        "older": _page(filters, filters.page + 1) if has_more else "",
        "proposals": count_proposals(),
        "may_edit": signed_in(request).has_role(*EDITORS),
        **_to_choose(filters),
    }
    return TemplateResponse(request, "content/list.html", context)


@require_safe
@needs(*REPS, *SEES_ALL)
def show_map(request: HttpRequest) -> HttpResponse:
    """Interest by stage: where there is nothing to offer, and what is used up."""
    context = {"map": read_map(now=timezone.now()), "may_edit": signed_in(request).has_role(*EDITORS)}
    return TemplateResponse(request, "content/map.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS)
@once
def add_item(request: HttpRequest) -> HttpResponse:
    """A new one; the map says in the address for whom."""
    begin = {"interests": request.GET.getlist("interest"), "stages": request.GET.getlist("stage")}
    return _show_or_save(request, None, ItemForm(request.POST or None, request.FILES or None, initial=begin))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*REPS, *SEES_ALL)
@once
def show_item(request: HttpRequest, ref: str) -> HttpResponse:
    """One item, to read, and for those who may to change."""
    item = find_item(ref)
    if not signed_in(request).has_role(*EDITORS):
        return redirect("content:preview", ref=ref)
    return _show_or_save(request, item, ItemForm(request.POST or None, request.FILES or None, initial=initial_of(item)))


@require_POST
@needs(*EDITORS)
@once
def retire(request: HttpRequest, ref: str) -> HttpResponse:
    """Nobody is offered it any more."""
    item = retire_item(ref, by=signed_in(request), now=timezone.now())
    messages.success(request, _("“%(title)s” is offered to nobody any more.") % {"title": item.title})
    return redirect("content:list")


def find_item(ref: str) -> Item:
    """The item of this reference, or 404."""
    found = Item.objects.select_related("owner", "question", "file").defer("file__raw").filter(ref=ref).first()
    if found is None:
        raise Http404(_("There is no such item any more."))
    return found


def _show_or_save(request: HttpRequest, item: Item | None, form: ItemForm) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            return _saved(request, item, form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    fields = [(f"{{{name}}}", words) for name, words in {**FIELDS, **question_fields()}.items()]
    about = {"asks": why_asks(item), "paper": paper_url(item.ref)} if item else {}
    context = {"form": form, "item": item, "fields": fields[:40], **about}
    return TemplateResponse(request, "content/item.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _saved(request: HttpRequest, item: Item | None, form: ItemForm) -> HttpResponse:
    by, now = signed_in(request), timezone.now()
    sent = form.cleaned_data["file"]
    file_id = keep_file(sent.name, bytes_of(sent), kind=PAPER, by=by, now=now).pk if sent else (item.file_id if item else None)
    new = form.as_new(file_id=file_id, html=item.html if item else "")
    if item is None:
        saved = make_item(new, by=by, now=now)
    else:
        saved = change_item(item.ref, new, version=form.cleaned_data["version"] or 0, by=by, now=now)
    said = (
        _("“%(title)s” is saved. It asks to buy, so only people who are ready get it.") if saved.asks_to_buy else _("“%(title)s” is saved.")
    )
    messages.success(request, said % {"title": saved.title})
    return redirect("content:preview", ref=saved.ref)


def _to_choose(filters: Filters) -> dict[str, object]:
    """What the filter offers, and what was chosen."""
    states = [*State.choices, ("stale", _("no longer fresh"))]
    return {"filters": filters, "kinds": Kind.choices, "states": states, "topics": topics()}


def _in_words(item: Item) -> str:
    """For how many it is, and how many had it."""
    count = getattr(item, "count", None)
    if count is None:
        return ""
    return _("%(had)s of %(fits)s had it") % {"had": count.had, "fits": count.fits}


def _page(filters: Filters, number: int) -> str:
    return urlencode({name: value for name, value in {**asdict(filters), "page": number}.items() if value})
