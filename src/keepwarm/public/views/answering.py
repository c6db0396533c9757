"""A question answered by one click in a mail, and a paper to download: GET shows, POST does."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from keepwarm.answers.forms import YES_NO, field_for
from keepwarm.answers.models import Answer, Question, Way
from keepwarm.circle.actions.answering import answer_question, take_download, was_asked_before
from keepwarm.consent.links import Named, Purpose
from keepwarm.consent.queries import who_is_behind
from keepwarm.consent.sealing import LinkUnreadable
from keepwarm.consent.visitors import FIELD, who_comes
from keepwarm.content.brand import house_brand
from keepwarm.content.models import Item, State
from keepwarm.content.queries import item_file
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.public.showing import show, speaking
from keepwarm.signs.answering import mark_of, read_answer, read_paper
from keepwarm.staff.access import public

GONE, NOT_FOUND, REFUSED = 410, 404, 422
METHODS = ["GET", "HEAD", "POST"]
WHY_PUBLIC = "Whoever got the mail answers and reads without signing in; the signed token says who it is."
BY_LINK = "link in a mail"
KEPT = 300  # seconds a browser keeps the stylesheet


@public(WHY_PUBLIC)
@csrf_exempt
@require_http_methods(METHODS)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """One question, perhaps with the answer that the link has chosen; a press keeps it."""
    try:
        prospect_ref, key, mark = read_answer(token)
    except LinkUnreadable as refusal:
        return show("bad_link", {"sentence": refusal.sentence}, status=NOT_FOUND)
    prospect, question = _who(prospect_ref), Question.objects.filter(key=key).first()
    if prospect is None or question is None:
        return show("forgotten", {}, status=GONE)
    with speaking(prospect.language):
        form = _AnswerForm(request.POST if request.method == "POST" else None, question=question, chosen=_chosen(question, mark))
        said, status = _keep(form, prospect, question) if request.method == "POST" else ("", 200)
        return show("answer", {"field": form["answer"], "said": said}, status=status)


@public(WHY_PUBLIC)
@csrf_exempt
@require_http_methods(METHODS)
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a paper; POST gives the file, and keeps the answer to the question before it, if there is one."""
    try:
        item_ref, prospect_ref = read_paper(token)
    except LinkUnreadable as refusal:
        return show("bad_link", {"sentence": refusal.sentence}, status=NOT_FOUND)
    item = Item.objects.select_related("question").filter(ref=item_ref).exclude(state=State.DRAFT).first()
    if item is None or item.file_id is None:
        return show("no_paper", {}, status=NOT_FOUND)
    prospect = _who(prospect_ref) if prospect_ref else who_comes(request.GET.get(FIELD, ""))
    question = _question_before(item, prospect)
    form = _AnswerForm(request.POST if request.method == "POST" else None, question=question) if question else None
    given = _give_to(item, prospect, question, form) if request.method == "POST" else None
    context = {"item": item, "field": form["answer"] if form else None}
    return given or show("paper", context, status=REFUSED if request.method == "POST" else 200, language=item.language)


@public("A stylesheet.")
@require_safe
def colours(request: HttpRequest) -> HttpResponse:
    """The colours of the house, for all public pages."""
    brand = house_brand()
    light = f":root{{--house:{brand.accent};--on-house:{brand.on_accent};--house-ink:{brand.accent_on_light}}}"
    dark = f"@media (prefers-color-scheme:dark){{:root{{--house-ink:{brand.accent_on_dark}}}}}"
    response = HttpResponse(f"{light}\n{dark}\n", content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={KEPT}"
    return response


class _AnswerForm(forms.Form):
    """One question in the field of its kind."""

    def __init__(self, data: object = None, *, question: Question, chosen: str = "") -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["answer"] = field_for(question, way=Way.MAIL, now_said=chosen)


def _who(ref: str) -> Prospect | None:
    return who_is_behind(Named(Purpose.PREFERENCES, ref)).prospect


def _chosen(question: Question, mark: str) -> str:
    """The answer that the link means, among those that there are now."""
    values = [str(value) for value, _words in YES_NO] if question.kind == Question.Kind.YES_NO else list(question.choices)
    return next((value for value in values if mark_of(value) == mark), "")


def _keep(form: _AnswerForm, prospect: Prospect, question: Question) -> tuple[str, int]:
    if form.is_valid() and not form.cleaned_data["answer"]:
        form.add_error("answer", _("Please give an answer first."))
    if not form.is_valid():
        return "", REFUSED
    said = str(form.cleaned_data["answer"])
    try:
        answer_question(prospect, question, said, source=BY_LINK, now=timezone.now())
    except Refusal as refusal:
        form.add_error("answer", refusal.sentence)
        return "", REFUSED
    return str(dict(YES_NO)[said]) if question.kind == Question.Kind.YES_NO else said, 200


def _question_before(item: Item, prospect: Prospect | None) -> Question | None:
    """Nobody is asked twice, and nobody whom we do not know."""
    if prospect is None or item.question is None or was_asked_before(prospect, item.question):
        return None
    known = Answer.objects.filter(prospect=prospect, question=item.question, superseded_by__isnull=True, voided_at__isnull=True)
    return None if known.exists() else item.question


def _give_to(item: Item, prospect: Prospect | None, question: Question | None, form: _AnswerForm | None) -> HttpResponse | None:
    """The file; None when the answer is not right, or is not taken, and the form says why."""
    if form is None:
        return _give(item, prospect, question, "")
    try:
        return _give(item, prospect, question, form.cleaned_data["answer"]) if form.is_valid() else None
    except Refusal as refusal:
        form.add_error("answer", refusal.sentence)
        return None


def _give(item: Item, prospect: Prospect | None, question: Question | None, said: str) -> HttpResponse:
    if prospect is not None:
        now = timezone.now()
        if question is not None and said:
            answer_question(prospect, question, said, source=item.title[:120], now=now)
        take_download(prospect, item, asked=question, now=now)
    file = item_file(item)
    assert file is not None
    response = HttpResponse(bytes(file.raw), content_type=file.media_type)
    name = "".join(letter for letter in file.name if letter.isalnum() or letter in " .-_") or "paper"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response
