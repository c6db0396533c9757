"""The front door and the one-time sign-in link."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from keepwarm.site.actions import use_sign_in_link
from keepwarm.site.links import LinkNoLongerHolds, read_token

GONE = 410


@require_safe
def show_front_door(request: HttpRequest) -> HttpResponse:
    """Where one arrives: the desk, or signing in first."""
    return redirect("/desk/" if request.user.is_authenticated else "account_login")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A small page with one button: only the button uses the link up, so mail scanners and previews cannot."""
    try:
        if request.method != "POST":
            read_token(token, now=timezone.now())
            return render(request, "site/sign_in_by_link.html")
        user = use_sign_in_link(token, now=timezone.now())
    except LinkNoLongerHolds as refusal:
        return render(request, "site/refused.html", {"refusal": refusal}, status=GONE)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("home")
