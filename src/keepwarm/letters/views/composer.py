"""The composer: a letter is written, looked at while it is written, and sent. Every button works without a script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepwarm.decisions.refusals import StaleForm
from keepwarm.engine.letter.words import Purpose
from keepwarm.letters import actions
from keepwarm.letters.actions.drafting import LARGEST
from keepwarm.letters.forms import Written, read_written
from keepwarm.letters.models import Draft, Snippet
from keepwarm.letters.queries.checking import Checked, NewLetter, check_letter
from keepwarm.letters.queries.composer import Composer, fill_snippet, find_draft, show_composer
from keepwarm.letters.queries.finding import count_rules, find_prospect, finding_lines, need_seat
from keepwarm.letters.queries.known import read_known
from keepwarm.letters.queries.times import ask_for_a_time, free_times, read_times
from keepwarm.letters.refusals import StaleDraft
from keepwarm.letters.tasks import look_soon
from keepwarm.letters.words import LABELS
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import REPS, Seat
from keepwarm.staff.submissions import once

UNPROCESSABLE, CONFLICT = 422, 409


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes to whom, and when."""

    prospect: Prospect
    seat: Seat
    now: datetime


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*REPS, about="prospect", changes=True)
def write(request: HttpRequest, ref: str) -> HttpResponse:
    """The composer; and each of its buttons but "Send"."""
    desk = _sit_down(request, ref)
    if request.method != "POST":
        draft = find_draft(desk.prospect, desk.seat)
        checked = _check(desk, draft) if draft is not None and "checked" in request.GET else None
        return _render(request, desk, checked=checked)
    written = read_written(request.POST)
    try:
        _do(request, desk, _save(desk, written), written)
    except Refusal as refusal:
        return _render(request, desk, written=written, refusal=refusal)
    return redirect(reverse("letters:write", args=[desk.prospect.ref]) + "?checked=1#check")


@require_POST
@needs(*REPS, about="prospect", changes=True)
def check_it(request: HttpRequest, ref: str) -> HttpResponse:
    """While it is written: the draft is saved, and what was found comes back as a fragment."""
    desk, written = _sit_down(request, ref), read_written(request.POST)
    try:
        draft = _save(desk, written)
    except StaleDraft as refusal:
        return TemplateResponse(request, "letters/parts/stale.html", {"refusal": refusal.sentence, "prospect": desk.prospect})
    return TemplateResponse(request, "letters/parts/check.html", _around(request, desk, _check(desk, draft, written), written))


@require_POST
@needs(*REPS, about="prospect", changes=True)
def send(request: HttpRequest, ref: str) -> HttpResponse:
    """Send it: saved and looked at first, for a check takes a moment; then sent, once."""
    desk, written = _sit_down(request, ref), read_written(request.POST)
    try:
        checked = _check(desk, _save(desk, written), written)
    except Refusal as refusal:
        return _render(request, desk, written=written, refusal=refusal)
    return _send_once(request, desk, checked, written)


@once
def _send_once(request: HttpRequest, desk: Desk, checked: Checked, written: Written) -> HttpResponse:
    try:
        letter = actions.send_letter(checked, by=signed_in(request), now=desk.now)
    except Refusal as refusal:
        return _render(request, desk, checked=checked, written=written, refusal=refusal)
    transaction.on_commit(look_soon)
    messages.success(request, _("Your letter to %(name)s is on its way.") % {"name": desk.prospect.name})
    return redirect(reverse("desk:today") + f"?logged={letter.touch.ref}")


def _sit_down(request: HttpRequest, ref: str) -> Desk:
    user = signed_in(request)
    return Desk(find_prospect(ref, for_=user), need_seat(user), timezone.now())


def _save(desk: Desk, written: Written) -> Draft:
    return actions.save_draft(desk.prospect, desk.seat, written.text, version=written.version, now=desk.now)


def _check(desk: Desk, draft: Draft, written: Written | None = None) -> Checked:
    new = NewLetter(
        prospect=desk.prospect,
        seat=desk.seat,
        purpose=draft.purpose,
        subject=draft.subject,
        body=draft.body,
        enclosures=tuple(draft.enclosures.order_by("pk")),
        merged=draft.merged,
        offered=read_times(draft.offered),
        invite_at=draft.invite_at,
        address_id=written.address_id if written else None,
        overrule=written.overrule if written else "",
        version=written.prospect_version if written else None,
    )
    return check_letter(new, now=desk.now)


def _render(
    request: HttpRequest, desk: Desk, *, checked: Checked | None = None, written: Written | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    """The page; after a refusal with what was typed, and the sentence."""
    status = 200 if refusal is None else CONFLICT if isinstance(refusal, StaleDraft | StaleForm) else UNPROCESSABLE
    more = {"refusal": refusal.sentence if refusal else "", "stale": isinstance(refusal, StaleDraft)}
    return TemplateResponse(request, "letters/composer.html", _around(request, desk, checked, written) | more, status=status)


def _around(request: HttpRequest, desk: Desk, checked: Checked | None, written: Written | None) -> dict[str, Any]:
    composer, lines = show_composer(desk.prospect, desk.seat, for_=signed_in(request), now=desk.now), finding_lines(checked)
    return {
        "page": composer,
        "text": written.text if written else composer.draft or _begun(request, composer),
        "purpose": written.text.purpose if written else _asked_for(request) or composer.purpose,
        "overrule": written.overrule if written else "",
        "address_id": written.address_id if written else None,
        "is_checked": checked is not None,
        "rules": [line for line in lines if line.is_rule],
        "advice": [line for line in lines if not line.is_rule],
        "to_say": sum(bool(line.by_phone) for line in lines),
        "stops": count_rules(lines),
    }


def _asked_for(request: HttpRequest) -> str:
    """The purpose that a link to the composer names."""
    asked = request.GET.get("purpose", "")
    return asked if asked in LABELS else ""


def _begun(request: HttpRequest, composer: Composer) -> actions.Text:
    """A letter that is not begun yet: an introduction begins with the approved words."""
    words = composer.known.introduction if _asked_for(request) == Purpose.INTRODUCTION else None
    return actions.Text(Purpose.INTRODUCTION, "", words) if words else actions.Text()


def _do(request: HttpRequest, desk: Desk, draft: Draft, written: Written) -> None:
    """What a button does to the draft that was just saved."""
    name, *named = written.pressed
    act = BUTTONS.get(str(name))
    if act is not None:
        act(request, desk, draft, written, named)


def _put_in_snippet(request: HttpRequest, desk: Desk, draft: Draft, written: Written, named: list[Any]) -> None:
    snippet = Snippet.objects.filter(ref=written.snippet, retired_at__isnull=True).first()
    if snippet is None:
        return
    subject, body, used = fill_snippet(snippet, desk.prospect, desk.seat, now=desk.now)
    body = f"{draft.body.rstrip()}\n\n{body}" if draft.body.strip() else body
    text = actions.Text(draft.purpose or snippet.purpose, draft.subject or subject, body)
    times = free_times(desk.prospect, desk.seat, now=desk.now) if "times" in used else ()
    offered = list(dict.fromkeys([*draft.offered, *(at.isoformat() for at in times)]))
    merged = {**draft.merged, **{name: value for name, value in used.items() if name != "times"}}
    actions.save_draft(desk.prospect, desk.seat, text, version=draft.version, now=desk.now, merged=merged, offered=offered)


def _offer_times(request: HttpRequest, desk: Desk, draft: Draft, written: Written, named: list[Any]) -> None:
    times = free_times(desk.prospect, desk.seat, now=desk.now)
    if times:
        actions.offer_times(draft, times, ask_for_a_time(times, desk.prospect, desk.seat), now=desk.now)


def _move(request: HttpRequest, desk: Desk, draft: Draft, written: Written, named: list[Any]) -> None:
    actions.move_to_call_sheet(draft, _check(desk, draft).to_say, now=desk.now)
    messages.success(request, _("Moved to the call sheet: say it when you speak with %(name)s.") % {"name": desk.prospect.name})


def _fix(request: HttpRequest, desk: Desk, draft: Draft, written: Written, named: list[Any]) -> None:
    if len(named) != 5 or not (isinstance(named[1], int) and isinstance(named[2], int)):
        return
    part, start, end, old, new = named
    texts = {"subject": draft.subject, "body": draft.body}
    if part in texts:
        texts[part] = actions.replace_words(texts[part], start, end, str(old), str(new))
        actions.save_draft(desk.prospect, desk.seat, actions.Text(draft.purpose, **texts), version=draft.version, now=desk.now)


def _enclose(request: HttpRequest, desk: Desk, draft: Draft, written: Written, named: list[Any]) -> None:
    for file in request.FILES.getlist("file"):
        kept = file.read(LARGEST + 1)
        actions.enclose(draft, name=file.name or "", media_type=file.content_type or "", raw=kept, now=desk.now)


def _take_out(request: HttpRequest, desk: Desk, draft: Draft, written: Written, named: list[Any]) -> None:
    actions.take_out(draft, str(named[0]) if named else "")


def _introduce(request: HttpRequest, desk: Desk, draft: Draft, written: Written, named: list[Any]) -> None:
    words = read_known(desk.prospect, now=desk.now).introduction
    if words:
        body = f"{draft.body.rstrip()}\n\n{words}\n" if draft.body.strip() else words
        text = actions.Text(Purpose.INTRODUCTION, draft.subject, body)
        actions.save_draft(desk.prospect, desk.seat, text, version=draft.version, now=desk.now)


def _uninvite(request: HttpRequest, desk: Desk, draft: Draft, written: Written, named: list[Any]) -> None:
    actions.without_invitation(draft)


BUTTONS: dict[str, Callable[[HttpRequest, Desk, Draft, Written, list[Any]], None]] = {
    "snippet": _put_in_snippet,
    "times": _offer_times,
    "move": _move,
    "fix": _fix,
    "enclose": _enclose,
    "take_out": _take_out,
    "uninvite": _uninvite,
    "introduce": _introduce,
}
"""The buttons that change the draft; any other only saves it, and has it looked at."""
