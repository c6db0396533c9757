"""The policy's page: every value with its default, its source, and who changed it when and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from keepwarm.lib.refusal import Refusal
from keepwarm.policy.actions import change_policy
from keepwarm.policy.forms import PolicyForm, initial_of, say
from keepwarm.policy.queries import Line, list_changes, list_lines, newest_number, values_in_force
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.queries import RUNS_THE_TEAM
from keepwarm.staff.submissions import once

CHANGES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the policy: its values with their fields and defaults. It stands open when it is the first, or has an error."""

    key: str
    name: str
    lines: Sequence[tuple[Line, BoundField, str]]
    is_open: bool

    @property
    def changed(self) -> int:
        """How many values this house has changed."""
        return sum(line.changed_at is not None for line, _field, _default in self.lines)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*RUNS_THE_TEAM)
@once
def show_policy(request: HttpRequest) -> HttpResponse:
    """The values in force, to be changed with a reason."""
    form = PolicyForm(request.POST or None, initial=initial_of(values_in_force(), newest_number()))
    if form.is_valid():
        data = form.cleaned_data
        try:
            change_policy(form.as_values(), because=data["because"], by=signed_in(request), now=timezone.now(), version=data["version"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, gettext("The policy is in force as you wrote it."))
            return redirect("policy:policy")
    return _show(request, form)


def _show(request: HttpRequest, form: PolicyForm) -> HttpResponse:
    changes = [(change, say(change.setting, change.old), say(change.setting, change.new)) for change in list_changes()[:CHANGES_SHOWN]]
    context = {"form": form, "groups": _parts(form), "changes": changes}
    return TemplateResponse(request, "policy/policy.html", context, status=422 if form.errors else 200)


def _parts(form: PolicyForm) -> list[Part]:
    lines = [(line, form[line.setting.name], say(line.setting, line.default)) for line in list_lines()]
    grouped = [(name, list(rows)) for name, rows in groupby(lines, key=lambda row: str(row[0].setting.group))]
    wrong = [any(field.errors for _line, field, _default in rows) for _name, rows in grouped]
    return [
        Part(f"part-{place}", name, rows, wrong[place] or (place == 0 and not any(wrong))) for place, (name, rows) in enumerate(grouped)
    ]
