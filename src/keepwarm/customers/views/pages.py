"""The pages: customers, promises, cases, over-selling, and one customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from keepwarm.customers.forms import BesideForm, CaseForm, GiveCaseForm, LossForm
from keepwarm.customers.queries.lists import COUNTED, LINES, CaseLine, PromiseLine, list_cases, list_promises, page_of_customers
from keepwarm.customers.queries.one import customer_page, find_customer
from keepwarm.customers.queries.overselling import BY, oversold
from keepwarm.engine.health import WORDS, Mood
from keepwarm.staff.access import EVERYONE, needs, signed_in

TABS = {"due": _("due"), "open": _("open"), "broken": _("broken"), "kept": _("kept"), "unrecorded": _("not written down")}
KINDS = {"offering": _("By offering"), "rep": _("By who sold"), "source": _("By source")}
MARKS = {"unhappy": "flag", "at_risk": "hint", "quiet": "mark", "unknown": "mark", "well": "fine"}


@require_safe
@needs(*EVERYONE)
def show_list(request: HttpRequest) -> HttpResponse:
    """Customers, the unhappy first and then the quiet. `?mood=` narrows."""
    user, now, mood, number = signed_in(request), timezone.now(), request.GET.get("mood", ""), request.GET.get("page", "")
    page = page_of_customers(for_=user, mood=mood, page=int(number) if number.isdecimal() and len(number) < 4 else 1, now=now)
    lines = [(line, MARKS[line.health.mood]) for line in page.lines]
    moods = [(one.name.lower(), gettext(WORDS[one]), page.moods[one.name.lower()]) for one in Mood if page.moods.get(one.name.lower())]
    context = {"lines": lines, "mood": mood, "moods": moods, "page": page, "counted": COUNTED}
    context |= {"cases": list_cases(for_=user, now=now, limit=20), "numbers": range(1, page.pages + 1)}
    return TemplateResponse(request, "customers/list.html", context)


@require_safe
@needs(*EVERYONE)
def show_promises(request: HttpRequest) -> HttpResponse:
    """Promises by how they stand; `?offering=`, `?rep=` and `?source=` are the rows behind a figure of over-selling."""
    tab = request.GET.get("tab", "due")
    narrowed = {name: request.GET.get(name, "") for name in BY}
    offering, rep, source = narrowed.values()
    after = request.GET.get("after", "")
    rows = list_promises(
        for_=signed_in(request), tab=tab, now=timezone.now(), offering=offering, rep=rep, source=source, after=after, limit=LINES + 1
    )
    kept = {"tab": tab} | {name: value for name, value in narrowed.items() if value}
    context = {"lines": rows[:LINES], "tab": tab, "tabs": TABS.items(), "narrowed": any(narrowed.values()), **_pages(rows, kept, after)}
    return TemplateResponse(request, "customers/promises.html", context)


@require_safe
@needs(*EVERYONE)
def show_overselling(request: HttpRequest) -> HttpResponse:
    """How often more was promised than came true, with ranges."""
    by = request.GET.get("by", "offering")
    by = by if by in BY else "offering"
    context = {"lines": oversold(by, for_=signed_in(request)), "by": by, "kinds": KINDS.items()}
    return TemplateResponse(request, "customers/overselling.html", context)


@require_safe
@needs(*EVERYONE)
def show_cases(request: HttpRequest) -> HttpResponse:
    """Cases that wait, or `?settled=1` those that are settled."""
    settled, after = bool(request.GET.get("settled")), request.GET.get("after", "")
    rows = list_cases(for_=signed_in(request), settled=settled, now=timezone.now(), after=after, limit=LINES + 1)
    context = {"lines": rows[:LINES], "settled": settled, **_pages(rows, {"settled": "1"} if settled else {}, after)}
    return TemplateResponse(request, "customers/cases.html", context)


def _pages(rows: Sequence[PromiseLine] | Sequence[CaseLine], kept: dict[str, str], after: str) -> dict[str, str]:
    """The way on, and back to the beginning, as query strings; "" where there is none."""
    older = urlencode(kept | {"after": rows[LINES - 1].key}) if len(rows) > LINES else ""
    return {"older": older, "newer": (urlencode(kept) or "all=1") if after else ""}


@require_safe
@needs(*EVERYONE, about="prospect")
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """One customer."""
    return show_customer(request, ref)


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was refused: it stands open again with what was typed. `at`: the promise, sale or case it belongs to, by reference."""

    form: forms.Form
    at: str = ""


def show_customer(request: HttpRequest, ref: str, *, refusal: str = "", sent: Sent | None = None, status: int = 200) -> HttpResponse:
    """The page; also what a refused form comes back to."""
    user = signed_in(request)
    page = customer_page(find_customer(ref, for_=user), for_=user, now=timezone.now())
    empty: dict[str, forms.Form] = {"case": CaseForm(), "loss": LossForm(), "beside": BesideForm(), "give": GiveCaseForm(auto_id=False)}
    shown = {name: sent.form if sent is not None and type(sent.form) is type(form) else form for name, form in empty.items()}
    context = {"page": page, "refusal": refusal, "mark": MARKS[page.health.mood], "forms": shown, "sent": sent}
    return TemplateResponse(request, "customers/one.html", context, status=status)
