"""The pages: customers, promises, cases, over-selling, and one customer."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from keepwarm.customers.forms import BesideForm, CaseForm, GiveCaseForm, LossForm
from keepwarm.customers.queries.lists import count_moods, list_cases, list_customers, list_promises
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
    user, now, mood = signed_in(request), timezone.now(), request.GET.get("mood", "")
    every = list_customers(for_=user, now=now)
    counts = count_moods(every)
    lines = [(line, MARKS[line.health.mood]) for line in every if not mood or line.health.mood == mood]
    moods = [(one.name.lower(), gettext(WORDS[one]), counts.get(one.name.lower(), 0)) for one in Mood if counts.get(one.name.lower())]
    cases = list_cases(for_=user, now=now, limit=20)
    context = {"lines": lines, "mood": mood, "moods": moods, "total": len(every), "cases": cases}
    return TemplateResponse(request, "customers/list.html", context)


@require_safe
@needs(*EVERYONE)
def show_promises(request: HttpRequest) -> HttpResponse:
    """Promises by how they stand; `?offering=`, `?rep=` and `?source=` are the rows behind a figure of over-selling."""
    tab = request.GET.get("tab", "due")
    narrowed = {name: request.GET.get(name, "") for name in BY}
    offering, rep, source = narrowed.values()
    lines = list_promises(for_=signed_in(request), tab=tab, now=timezone.now(), offering=offering, rep=rep, source=source)
    context = {"lines": lines, "tab": tab, "tabs": TABS.items(), "narrowed": any(narrowed.values())}
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
    settled = bool(request.GET.get("settled"))
    lines = list_cases(for_=signed_in(request), settled=settled, now=timezone.now())
    return TemplateResponse(request, "customers/cases.html", {"lines": lines, "settled": settled})


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
