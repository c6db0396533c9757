"""Who may open a view, said beside it: `@needs(*REPS, Role.MANAGER)`, or `@public("why")`. A view that says neither fails a test.

A role opens a page; whose prospects the page shows is decided in the queries. A view about one prospect names what it does
with it (`about="prospect"`, `changes=True`), and the generated test walks it with one's own, a colleague's and the pool's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from keepwarm.staff.models import Role, User

EVERYONE = frozenset(Role)
"""Every role: whoever signs in and was given one."""

View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a view. `roles` empty and `public` a reason: anyone. `about` names what its address is about."""

    roles: frozenset[str]
    public: str = ""
    about: str = ""
    changes: bool = False


def needs(*roles: str, about: str = "", changes: bool = False) -> Callable[[View], View]:
    """Opens a view to whoever has one of `roles`.

    A stranger is sent to the sign-in page and comes back afterwards; a wrong role sees the page 403 and why. `about` says
    what the reference in the address names (`prospect`, `seat`, `import` …), `changes` whether the view changes it.
    """
    declared = Access(frozenset(str(role) for role in roles), about=about, changes=changes)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return send_to_sign_in(request)
            if not signed_in(request).has_role(*declared.roles):
                raise PermissionDenied(explain_refusal(declared.roles))
            return view(request, *args, **kwargs)

        guarded.access = declared  # type: ignore[attr-defined]  # read by access_of
        return cast("View", guarded)

    return decorate


def public(why: str) -> Callable[[View], View]:
    """Opens a view to everyone, strangers included, and says why that is right."""

    def decorate(view: View) -> View:
        view.access = Access(frozenset(), public=why)  # type: ignore[attr-defined]  # read by access_of
        return view

    return decorate


def access_of(view: Callable[..., Any]) -> Access | None:
    """What a view declares, also under other decorators that keep its attributes; None when it declares nothing."""
    found = getattr(view, "access", None)
    return found if isinstance(found, Access) else None


def signed_in(request: HttpRequest) -> User:
    """The person who asks, in a view that `needs` guards; refuses a stranger otherwise."""
    if not isinstance(request.user, User):
        raise PermissionDenied(gettext("Sign in first."))
    return request.user


def send_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back to this page afterwards; htmx is told to load the whole page."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    response = redirect_to_login(back)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return response


def explain_refusal(roles: frozenset[str]) -> str:
    """The sentence of page 403: for whom the page is."""
    names = sorted(str(Role(role).label) for role in roles)
    return gettext("This page is for these roles: %(roles)s.") % {"roles": ", ".join(names)}
