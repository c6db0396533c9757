"""The front door and the one-time sign-in link."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.lib.refusal import Refusal
from keepwarm.site import appearance
from keepwarm.site.actions import use_sign_in_link
from keepwarm.site.arriving import find_way_in, list_parts, read_guide
from keepwarm.staff.access import EVERYONE, needs, public, signed_in
from keepwarm.staff.actions import found_house
from keepwarm.staff.forms import FoundForm
from keepwarm.staff.links import LinkNoLongerHolds, find_holder
from keepwarm.staff.models import REPS
from keepwarm.staff.queries import RUNS_THE_TEAM, is_house_empty

GONE = 410
BROKEN = 500


@public("It only shows the way to the first page, to the guide of an empty house, or to signing in.")
@require_safe
def show_front_door(request: HttpRequest) -> HttpResponse:
    """Where one arrives: the first page of one's role, the guide while the house is empty, or signing in first."""
    return redirect(find_way_in(request))


@public("An empty house has nobody who could sign in: whoever opens it first founds it.")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """The first-run guide: the first user, then whom to call, then who calls."""
    if not is_house_empty():
        return show_guide(request)
    form = FoundForm(request.POST or None)
    if form.is_valid():
        try:
            founder = found_house(form.as_person(), now=timezone.now())
        except Refusal as refusal:
            form.add_error("password", refusal.sentence)
        else:
            login(request, founder, backend="django.contrib.auth.backends.ModelBackend")
            return redirect("welcome")
    return render(request, "site/found.html", {"form": form}, status=422 if form.errors else 200)


@needs(*EVERYONE)
def show_guide(request: HttpRequest) -> HttpResponse:
    """What is still to be done until the first morning."""
    return render(request, "site/guide.html", read_guide() | {"calls": signed_in(request).has_role(*REPS)})


@require_safe
@needs(*RUNS_THE_TEAM)
def show_setup(request: HttpRequest) -> HttpResponse:
    """Everything that is set up rarely, on one page."""
    return render(request, "site/setup.html", {"parts": list_parts(signed_in(request)), "guide": read_guide()})


@public("Whoever holds the link is not signed in yet; the signed token says who they are.")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A small page with one button: only the button uses the link up, so mail scanners and previews cannot."""
    try:
        if request.method != "POST":
            find_holder(token, now=timezone.now())
            return render(request, "site/sign_in_by_link.html")
        user = use_sign_in_link(token, now=timezone.now())
    except LinkNoLongerHolds as refusal:
        return render(request, "site/refused.html", {"refusal": refusal}, status=GONE)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("home")


@public("How a page looks is kept in the reader's own cookie, also before signing in.")
@require_POST
def choose_appearance(request: HttpRequest) -> HttpResponse:
    """Keeps light or dark, and single keys on or off, in a cookie; back to the page one came from."""
    current = appearance.read_appearance(request.COOKIES)
    chosen = appearance.choose(current, theme=request.POST.get("theme", ""), keys=request.POST.get("keys", ""))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe else "home")
    response.set_cookie(
        appearance.COOKIE,
        chosen.as_cookie(),
        max_age=appearance.COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def show_broken(request: HttpRequest) -> HttpResponse:
    """Page 500. Where even its styles are missing, because nobody gathered the files, the words alone."""
    try:
        return HttpResponse(render_to_string("500.html"), status=BROKEN)
    except ValueError:
        words = gettext("Something broke here. It was our fault, not yours. Go back and look whether what you did stands.")
        return HttpResponse(f"<!doctype html><title>Keepwarm</title><h1>Keepwarm</h1><p>{words}</p>", status=BROKEN)
