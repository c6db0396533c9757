"""Pages about the people of the house: a new colleague, what somebody does and when, and oneself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.lib.refusal import Refusal
from keepwarm.staff import forms
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.actions import (
    change_hours,
    change_password,
    change_profile,
    create_user,
    join_team,
    make_key,
    make_team,
    rename_team,
    revoke_key,
    set_rate,
    set_roles,
    set_territories,
)
from keepwarm.staff.links import write_token
from keepwarm.staff.models import ApiKey, Seat, Team, User
from keepwarm.staff.queries import RUNS_THE_TEAM, list_teams
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*RUNS_THE_TEAM)
@once
def add_person(request: HttpRequest) -> HttpResponse:
    """A new colleague; the next page shows their first sign-in link."""
    form = forms.PersonForm(request.POST or None, initial={"zone": signed_in(request).zone})
    if not form.is_valid():
        return _show(request, "staff/add_person.html", form, {})
    try:
        person = create_user(form.as_person(), form.cleaned_data["roles"], by=signed_in(request), now=timezone.now())
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _show(request, "staff/add_person.html", form, {})
    messages.success(request, gettext("%(name)s is on the team.") % {"name": person.name})
    return redirect("staff:person", person.ref)


@require_safe
@needs(*RUNS_THE_TEAM, about="user")
def show_person(request: HttpRequest, ref: str) -> HttpResponse:
    """What somebody does, and when: each part is its own form."""
    return _show_person(request, get_object_or_404(User, ref=ref), {})


@require_POST
@needs(*RUNS_THE_TEAM, about="user", changes=True)
@once
def change_person(request: HttpRequest, ref: str, part: str) -> HttpResponse:
    """One part of it: roles, hours or territories."""
    person = get_object_or_404(User, ref=ref)
    form = PARTS[part](request.POST)
    if form.is_valid():
        try:
            _change(person, form, by=signed_in(request))
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("staff:person", ref)
    return _show_person(request, person, {part: form}, status=UNPROCESSABLE)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*RUNS_THE_TEAM)
@once
def teams(request: HttpRequest) -> HttpResponse:
    """The teams, and a new one."""
    form = forms.TeamNameForm(request.POST or None)
    if form.is_valid():
        try:
            team = make_team(form.cleaned_data["name"], by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, gettext("%(team)s is a team, with a pool of its own.") % {"team": team.name})
            return redirect("staff:teams")
    return _show(request, "staff/teams.html", form, {"teams": list_teams()})


@require_POST
@needs(*RUNS_THE_TEAM, about="team", changes=True)
@once
def name_team(request: HttpRequest, ref: str) -> HttpResponse:
    """Another name for a team."""
    team, form = get_object_or_404(Team, ref=ref), forms.TeamNameForm(request.POST)
    if form.is_valid():
        rename_team(team, form.cleaned_data["name"], by=signed_in(request), now=timezone.now())
        messages.success(request, gettext("The team is called %(team)s now.") % {"team": team.name})
    else:
        messages.error(request, gettext("The name of a team has 1 to 120 characters. %(team)s keeps its own.") % {"team": team.name})
    return redirect("staff:teams")


@require_POST
@needs(*RUNS_THE_TEAM, about="user")
def invite(request: HttpRequest, ref: str) -> HttpResponse:
    """A link that signs them in once within 15 minutes, to be handed over; nothing is kept of it."""
    person = get_object_or_404(User, ref=ref, is_active=True)
    path = reverse("sign_in_by_link", args=[write_token(person, now=timezone.now())])
    return _show_person(request, person, {}, link=request.build_absolute_uri(path))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EVERYONE)
@once
def show_profile(request: HttpRequest) -> HttpResponse:
    """Oneself: name, zone, language."""
    me = signed_in(request)
    form = forms.ProfileForm(request.POST or None, initial=forms.ProfileForm.initial_of(me))
    if form.is_valid():
        change_profile(me, **form.cleaned_data, by=me, now=timezone.now())
        messages.success(request, gettext("Saved."))
        return redirect("staff:profile")
    return _show(request, "staff/profile.html", form, _of_me(me))


@require_POST
@needs(*EVERYONE)
def choose_password(request: HttpRequest) -> HttpResponse:
    """A new password; this device stays signed in, others do not."""
    me, form = signed_in(request), forms.PasswordForm(request.POST)
    if form.is_valid():
        try:
            change_password(me, form.cleaned_data["password"], by=me, now=timezone.now())
        except Refusal as refusal:
            form.add_error("password", refusal.sentence)
        else:
            update_session_auth_hash(request, me)
            messages.success(request, gettext("Your password is new."))
            return redirect("staff:profile")
    profile = forms.ProfileForm(initial=forms.ProfileForm.initial_of(me))
    return _show(request, "staff/profile.html", profile, _of_me(me) | {"password_form": form}, status=UNPROCESSABLE)


@require_POST
@needs(*EVERYONE)
def add_key(request: HttpRequest) -> HttpResponse:
    """A key that acts as oneself, shown this once; so its answer is not kept for a second sending."""
    me, form = signed_in(request), forms.KeyForm(request.POST)
    profile = forms.ProfileForm(initial=forms.ProfileForm.initial_of(me))
    if not form.is_valid():
        return _show(request, "staff/profile.html", profile, _of_me(me) | {"key_form": form}, status=UNPROCESSABLE)
    text, _row = make_key(me, **form.cleaned_data, by=me, now=timezone.now())
    return _show(request, "staff/profile.html", profile, _of_me(me) | {"new_key": text})


@require_POST
@needs(*EVERYONE, about="key")
@once
def take_key(request: HttpRequest, ref: str) -> HttpResponse:
    """One's own key opens nothing any more."""
    key = get_object_or_404(ApiKey, ref=ref, user=signed_in(request))
    revoke_key(key, by=signed_in(request), now=timezone.now())
    messages.success(request, gettext("The key opens nothing any more."))
    return redirect("staff:profile")


PARTS: dict[str, type[Form]] = {
    "roles": forms.RolesForm,
    "hours": forms.HoursForm,
    "territories": forms.TerritoriesForm,
    "team": forms.TeamForm,
    "rate": forms.RateForm,
}


OF_SEAT = {"hours": forms.HoursForm, "territories": forms.TerritoriesForm, "team": forms.TeamForm, "rate": forms.RateForm}
"""The parts that only somebody with a seat has."""


def _change(person: User, form: Form, *, by: User) -> None:
    now = timezone.now()
    match form:
        case forms.RolesForm():
            set_roles(person, form.cleaned_data["roles"], by=by, now=now)
        case forms.HoursForm():
            change_hours(get_object_or_404(Seat, user=person), form.as_hours(), by=by, now=now)
        case forms.TerritoriesForm():
            set_territories(get_object_or_404(Seat, user=person), form.cleaned_data["lines"], by=by, now=now)
        case forms.TeamForm():
            join_team(get_object_or_404(Seat, user=person), form.cleaned_data["team"], by=by, now=now)
        case forms.RateForm():
            seat = get_object_or_404(Seat, user=person)
            set_rate(seat, form.hour_minor(), form.cleaned_data["currency"], by=by, now=now)


def _show_person(request: HttpRequest, person: User, bound: dict[str, Form], *, link: str = "", status: int = 200) -> HttpResponse:
    seat = Seat.objects.filter(user=person).first()
    context: dict[str, Any] = {"person": person, "seat": seat, "link": link}
    context["roles"] = bound.get("roles") or forms.RolesForm(initial={"roles": sorted(person.roles)})
    if seat is not None:
        for part, kind in OF_SEAT.items():
            context[part] = bound.get(part) or kind(initial=kind.initial_of(seat))  # type: ignore[attr-defined]  # each has one
    return TemplateResponse(request, "staff/person.html", context, status=status)


def _of_me(me: User) -> dict[str, Any]:
    keys = me.api_keys.filter(revoked_at__isnull=True).order_by("made_at")
    return {"keys": keys, "key_form": forms.KeyForm(), "password_form": forms.PasswordForm()}


def _show(request: HttpRequest, template: str, form: Form, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    wrong = UNPROCESSABLE if form.is_bound and form.errors else status
    return TemplateResponse(request, template, {"form": form, **more}, status=wrong)
