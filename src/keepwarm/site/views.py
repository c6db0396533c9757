"""The front door and the one-time sign-in link."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.site import appearance
from keepwarm.site.actions import use_sign_in_link
from keepwarm.staff.access import public
from keepwarm.staff.links import LinkNoLongerHolds, find_holder

GONE = 410


@public("It only shows the way to the desk or to signing in.")
@require_safe
def show_front_door(request: HttpRequest) -> HttpResponse:
    """Where one arrives: the desk, or signing in first."""
    return redirect("/desk/" if request.user.is_authenticated else "account_login")


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
