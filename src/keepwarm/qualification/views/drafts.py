"""A draft of what a lead is: written, talked about, signed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.engine.lead import Criterion
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import read_number
from keepwarm.policy.actions import Drafted, begin_draft, change_draft, comment_on_draft, withdraw_draft
from keepwarm.policy.models import DefinitionDraft
from keepwarm.policy.queries import definition_of, definition_of_draft, draft_by_ref, signatures_of
from keepwarm.policy.roles import DRAFTS, SIGNS, TALKS
from keepwarm.qualification.actions.agreeing import sign
from keepwarm.qualification.forms.criterion import CriterionForm
from keepwarm.qualification.forms.draft import CommentForm, SignForm, WholeForm
from keepwarm.qualification.queries.definitions import name_version, newer_version, show_definition
from keepwarm.qualification.queries.signing import sides_of
from keepwarm.qualification.rows import rows_of
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import User
from keepwarm.staff.submissions import once

SIGNERS = DRAFTS.union(*SIGNS.values())
UNPROCESSABLE = 422


@require_POST
@needs(*DRAFTS)
@once
def begin(request: HttpRequest) -> HttpResponse:
    """A new draft, from what holds now or from nothing."""
    draft = begin_draft(by=signed_in(request), now=timezone.now(), empty=request.POST.get("from") == "nothing")
    return redirect("qualification:draft", draft.ref)


@require_safe
@needs(*EVERYONE)
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """The draft in words with what is wrong and what is different, its signatures, and what people say of it."""
    return _show(request, _draft(ref))


@require_POST
@needs(*DRAFTS)
@once
def change_whole(request: HttpRequest, ref: str) -> HttpResponse:
    """How many supporting criteria are needed, and what it is for."""
    draft, form = _draft(ref), WholeForm(request.POST)
    if not form.is_valid():
        return _show(request, draft, whole=form)
    data = form.cleaned_data
    drafted = Drafted(definition_of_draft(draft).criteria, data["supporting_needed"], data["because"])
    change_draft(ref, drafted, revision=data["revision"], by=signed_in(request), now=timezone.now())
    return redirect("qualification:draft", ref)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*DRAFTS)
@once
def add_criterion(request: HttpRequest, ref: str) -> HttpResponse:
    """A new criterion."""
    return _edit(request, _draft(ref), None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*DRAFTS)
@once
def edit_criterion(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """A criterion that stands, written anew."""
    draft = _draft(ref)
    return _edit(request, draft, _criterion(draft, name))


@require_POST
@needs(*DRAFTS)
@once
def remove_criterion(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """Take a criterion out."""
    draft = _draft(ref)
    gone = _criterion(draft, name)
    kept = tuple(one for one in definition_of_draft(draft).criteria if one.name != gone.name)
    _write(request, draft, kept, revision=_number(request, "revision"))
    messages.success(request, gettext("“%(label)s” is out.") % {"label": gettext(gone.label)})
    return redirect("qualification:draft", ref)


@require_POST
@needs(*TALKS)
@once
def comment(request: HttpRequest, ref: str) -> HttpResponse:
    """Say something without signing."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _show(request, _draft(ref), said=form)
    comment_on_draft(ref, form.cleaned_data["text"], by=signed_in(request), now=timezone.now())
    return redirect("qualification:draft", ref)


@require_POST
@needs(*SIGNERS)
@once
def sign_for_side(request: HttpRequest, ref: str) -> HttpResponse:
    """Sign for one side; with the second it is in force."""
    form = SignForm(request.POST)
    if not form.is_valid():
        return _show(request, _draft(ref), refused=gettext("This signature could not be read. Load the page again."))
    data = form.cleaned_data
    try:
        draft = sign(ref, data["side"], revision=data["revision"], by=signed_in(request), now=timezone.now(), comment=data["comment"])
    except Refusal as refusal:
        return _show(request, _draft(ref), refused=refusal.sentence)
    if draft.became is None:
        messages.success(request, gettext("Signed. It comes into force when the other side has signed too."))
        return redirect("qualification:draft", ref)
    messages.success(request, gettext("Agreed: this is in force now. Everyone is judged by it from here on."))
    return redirect("qualification:definition")


@require_POST
@needs(*DRAFTS)
@once
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the draft back."""
    withdraw_draft(ref, by=signed_in(request), now=timezone.now())
    messages.success(request, gettext("The draft is withdrawn. It can still be read."))
    return redirect("qualification:definition")


def _edit(request: HttpRequest, draft: DefinitionDraft, criterion: Criterion | None) -> HttpResponse:
    """Shows or saves a criterion; the buttons beside the rows only show the form again, with a row more or fewer."""
    if request.method != "POST":
        return _show_criterion(request, draft, CriterionForm(criterion=criterion, draft_revision=draft.revision, count=_rows(criterion)))
    if request.POST.get("do", "save") != "save":
        return _show_criterion(request, draft, _turned(request, draft, criterion), quietly=True)
    form = CriterionForm(request.POST, criterion=criterion, draft_revision=draft.revision, count=_number(request, "count", 1))
    if not form.is_valid():
        return _show_criterion(request, draft, form)
    stands = definition_of_draft(draft).criteria
    written = form.as_criterion({one.name for one in stands})
    _write(request, draft, _placed(stands, written), revision=form.cleaned_data["revision"])
    return redirect("qualification:draft", draft.ref)


def _turned(request: HttpRequest, draft: DefinitionDraft, criterion: Criterion | None) -> CriterionForm:
    """The form as it was sent, with a row more, or with one left out."""
    do, data = request.POST["do"], request.POST.copy()
    count = _number(request, "count", 1) + (do == "more")
    data["count"] = str(count)
    if do.startswith("drop-"):
        data[f"question_{do.removeprefix('drop-')}"] = ""
    return CriterionForm(data, criterion=criterion, draft_revision=draft.revision, count=count)


def _placed(stands: tuple[Criterion, ...], written: Criterion) -> tuple[Criterion, ...]:
    """The criteria with this one in its place, or at the end."""
    if written.name in {one.name for one in stands}:
        return tuple(written if one.name == written.name else one for one in stands)
    return (*stands, written)


def _write(request: HttpRequest, draft: DefinitionDraft, criteria: tuple[Criterion, ...], *, revision: int) -> None:
    drafted = Drafted(criteria, draft.supporting_needed, draft.because)
    change_draft(draft.ref, drafted, revision=revision, by=signed_in(request), now=timezone.now())


def _show_criterion(request: HttpRequest, draft: DefinitionDraft, form: CriterionForm, *, quietly: bool = False) -> HttpResponse:
    if quietly:
        form.errors.clear()
    context = {"draft": draft, "form": form, "criterion": form.criterion}
    return TemplateResponse(request, "qualification/criterion.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _show(
    request: HttpRequest, draft: DefinitionDraft, *, whole: WholeForm | None = None, said: CommentForm | None = None, refused: str = ""
) -> HttpResponse:
    initial = {"revision": draft.revision, "supporting_needed": draft.supporting_needed, "because": draft.because}
    context = _about(draft, signed_in(request)) | {
        "whole": whole or WholeForm(initial=initial),
        "comment_form": said or CommentForm(),
        "refused": refused,
    }
    wrong = bool(refused) or whole is not None or said is not None
    return TemplateResponse(request, "qualification/draft.html", context, status=UNPROCESSABLE if wrong else 200)


def _about(draft: DefinitionDraft, user: User) -> dict[str, Any]:
    """The draft in words, its sides, and what the reader may do."""
    is_open, definition = draft.became_id is None and draft.withdrawn_at is None, definition_of_draft(draft)
    return {
        "draft": draft,
        "shown": show_definition(replace(definition, version=draft.based_on), against=definition_of(draft.based_on), check=True),
        "based_on": name_version(draft.based_on),
        "newer": newer_version(draft),
        "comments": draft.comments.select_related("user").order_by("at", "pk"),
        "sides": sides_of(draft, signatures_of(draft), user),
        "void": draft.signatures.exclude(revision=draft.revision).select_related("user").order_by("at"),
        "may_edit": is_open and user.has_role(*DRAFTS),
        "may_talk": is_open and user.has_role(*TALKS),
        "is_open": is_open,
    }


def _draft(ref: str) -> DefinitionDraft:
    draft = draft_by_ref(ref)
    if draft is None:
        raise Http404
    return draft


def _criterion(draft: DefinitionDraft, name: str) -> Criterion:
    found = next((one for one in definition_of_draft(draft).criteria if one.name == name), None)
    if found is None:
        raise Http404
    return found


def _rows(criterion: Criterion | None) -> int:
    found = rows_of(criterion.condition) if criterion is not None else None
    return len(found[0]) if found else 1


def _number(request: HttpRequest, name: str, otherwise: int = 0) -> int:
    found = read_number(request.POST.get(name), most=10**9)
    return otherwise if found is None else found
