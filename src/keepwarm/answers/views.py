"""The questionnaire: what the house wants to know, what each question is for, and how it is asked."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.answers.actions import add_question, change_question, move_question
from keepwarm.answers.forms_editing import QuestionForm, initial_of
from keepwarm.answers.models import Question, Way
from keepwarm.answers.queries import questionnaire, words_of
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import EDITORS, REPS, SEES_ALL
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_safe
@needs(*REPS, *SEES_ALL)
def show_questions(request: HttpRequest) -> HttpResponse:
    """All questions in the order of the house."""
    lines = [(line, words_of(line.question, Way.PHONE)) for line in questionnaire()]
    return TemplateResponse(request, "answers/questions.html", {"lines": lines, "may_edit": signed_in(request).has_role(*EDITORS)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS)
@once
def write_question(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _show_or_save(request, None, QuestionForm(request.POST or None))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS)
@once
def edit_question(request: HttpRequest, key: str) -> HttpResponse:
    """One that stands."""
    question = get_object_or_404(Question, key=key)
    return _show_or_save(request, question, QuestionForm(request.POST or None, initial=initial_of(question)))


@require_POST
@needs(*EDITORS)
@once
def move(request: HttpRequest, key: str) -> HttpResponse:
    """One place up or down."""
    move_question(key, up=request.POST.get("do") == "up", by=signed_in(request))
    return redirect("answers:questions")


def _show_or_save(request: HttpRequest, question: Question | None, form: QuestionForm) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            saved = _save(request, question, form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("“%(label)s” is saved.") % {"label": saved.label})
            return redirect("answers:questions")
    context = {"form": form, "question": question}
    return TemplateResponse(request, "answers/question.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _save(request: HttpRequest, question: Question | None, form: QuestionForm) -> Question:
    text, by = form.as_text(), signed_in(request)
    with transaction.atomic():
        key = question.key if question else add_question(text.label, kind=text.kind, choices=text.choices, group=text.group).key
        return change_question(key, text, by=by)
