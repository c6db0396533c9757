"""Inquiry forms: made, changed and closed by marketers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.answers.models import Question
from keepwarm.consent.actions.wordings import put_wording
from keepwarm.consent.models import Channel, Wording
from keepwarm.intake.models import InquiryForm
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import require_role
from keepwarm.touches.actions import find_or_create_source

KEEPERS = EDITORS
MOST_QUESTIONS = 8
"""More are filled in by nobody: our choice."""


class FormRefused(Refusal):
    """A form that cannot be so."""


@dataclass(frozen=True, slots=True)
class FormText:
    """What a marketer says of a form; see `InquiryForm`. `permission`: the words of the permission, "" asks for none."""

    name: str
    heading: str
    source: str
    intro: str = ""
    thanks: str = ""
    language: str = ""
    topic: str = ""
    asks: tuple[str, ...] = InquiryForm.PARTS
    questions: tuple[str, ...] = ()
    offers_call: bool = True
    permission: str = ""
    confirms: str = InquiryForm.Confirms.WHERE_REQUIRED
    hosts: tuple[str, ...] = ()


def save_form(text: FormText, *, ref: str = "", by: User | None, now: datetime) -> InquiryForm:
    """Write a form, or change the one of `ref`. Raises FormRefused, BadWording."""
    require_role(by, *KEEPERS)
    hosts = tuple(dict.fromkeys(_host(one) for one in text.hosts))
    _check(text)
    with transaction.atomic():
        form = InquiryForm.objects.select_for_update().get(ref=ref) if ref else InquiryForm(made_by=by, made_at=now)
        for name in ("name", "heading", "intro", "thanks", "language", "topic", "offers_call", "confirms"):
            setattr(form, name, getattr(text, name))
        form.asks = [part for part in InquiryForm.PARTS if part in text.asks]
        form.questions, form.hosts = list(text.questions), list(hosts)
        form.source = find_or_create_source(text.source, kind="web_form")
        form.wording = _wording(form, text, by=by, now=now)
        form.save()
        note_in_audit("inquiry_form_saved", {"form": form.ref, "name": form.name}, by=by, now=now)
    return form


def text_of(form: InquiryForm) -> FormText:
    """What a marketer has said of it, to be said anew with a change."""
    plain = ("name", "heading", "intro", "thanks", "language", "topic", "offers_call", "confirms")
    said: dict[str, Any] = {name: getattr(form, name) for name in plain} | {"source": form.source.name}
    said |= {name: tuple(getattr(form, name)) for name in ("asks", "questions", "hosts")}
    return FormText(**said, permission=form.wording.text if form.wording else "")


def close_form(ref: str, *, by: User | None, now: datetime) -> InquiryForm:
    """Nobody can send it any more; what was sent stays, and what waits for a confirmation may still be confirmed."""
    return _set_closed(ref, now, by=by, now=now)


def open_form(ref: str, *, by: User | None, now: datetime) -> InquiryForm:
    """It can be sent again."""
    return _set_closed(ref, None, by=by, now=now)


def _set_closed(ref: str, closed_at: datetime | None, *, by: User | None, now: datetime) -> InquiryForm:
    require_role(by, *KEEPERS)
    with transaction.atomic():
        InquiryForm.objects.filter(ref=ref).update(closed_at=closed_at)
        note_in_audit("inquiry_form_closed" if closed_at else "inquiry_form_opened", {"form": ref}, by=by, now=now)
    return InquiryForm.objects.get(ref=ref)


def _check(text: FormText) -> None:
    if not text.name.strip() or not text.heading.strip() or not text.source.strip():
        raise FormRefused(_("A form has a name, a heading, and says where its people come from."))
    for name in ("name", "heading", "intro", "thanks", "language", "topic"):
        field: Any = InquiryForm._meta.get_field(name)
        if len(getattr(text, name)) > (most := field.max_length):
            raise FormRefused(_("“%(what)s” is longer than %(most)s characters.") % {"what": field.verbose_name, "most": most})
    if len(text.questions) > MOST_QUESTIONS:
        raise FormRefused(_("Ask at most %(most)s questions: the others one at a time, later.") % {"most": MOST_QUESTIONS})
    known = set(Question.objects.filter(key__in=text.questions).values_list("key", flat=True))
    for key in text.questions:
        if key not in known:
            raise FormRefused(_("There is no question “%(question)s”.") % {"question": key})


def _host(raw: str) -> str:
    """A site by scheme and host, as a browser names it."""
    try:
        parts = urlsplit(raw.strip() if "//" in raw else f"https://{raw.strip()}")
    except ValueError:  # such as a bracket that is not closed
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?", parts.netloc):
        raise FormRefused(_("“%(site)s” is no site: write it as https://www.example.com.") % {"site": raw.strip()[:80]})
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _wording(form: InquiryForm, text: FormText, *, by: User | None, now: datetime) -> Wording | None:
    if not text.permission.strip():
        return None
    name = f"form {form.ref}"
    return put_wording(name, text.permission, channel=Channel.MAILING, language=text.language or "en", by=by, now=now)
