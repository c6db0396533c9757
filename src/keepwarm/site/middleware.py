"""What stands between a request and the rooms' views."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext

from keepwarm.content.brand import house_brand
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.remembering import remembering
from keepwarm.staff.access import access_of

NOT_FOUND, REFUSED = 404, 422
"""The request was understood and is refused for a reason its sentence gives; nothing was changed."""


class PublicLanguage:
    """Pages for everyone speak as the reader's browser asks; those of the house speak its one language, which is not translated yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_: object) -> None:
        """After `LocaleMiddleware`, which has read the wish of the browser."""
        access = access_of(view)
        is_ours = view.__module__.startswith("keepwarm.site.")  # the guide of an empty house, and the way in
        if access is None or not access.public or is_ours:
            translation.activate(settings.LANGUAGE_CODE)


class InTheReadersZone:
    """Pages tell moments on the clock of whoever reads them; a stranger's, and one whose zone is unknown, are told in UTC."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(zone_of(request)):
            return self.get_response(request)


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The zone in which this reader lives."""
    try:
        return ZoneInfo(getattr(request.user, "zone", "") or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


class RememberWhileReading:
    """A request that writes nothing asks for the policy and the like once, however many parts of its page need them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with remembering():
            return self.get_response(request)


class SoundAddress:
    """An address with a sign that no keyboard writes and no database keeps leads nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            if request.path_info.startswith("/api/"):
                return JsonResponse({"error": gettext("There is no such thing here.")}, status=NOT_FOUND)
            raise Http404
        return self.get_response(request)


class RefusalAsPage:
    """Turns a `Refusal` that a view did not handle into a page, or for htmx a fragment, with its sentence.

    On a page for everyone it is a page for everyone: no bar, and nothing of the house.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal; other exceptions go their usual way."""
        if not isinstance(exception, Refusal):
            return None
        access = access_of(request.resolver_match.func) if request.resolver_match else None
        if access is not None and access.public:
            return render(request, "site/refused_public.html", {"refusal": exception, "brand": house_brand()}, status=REFUSED)
        template = "site/refused.html#sentence" if request.headers.get("HX-Request") else "site/refused.html"
        return render(request, template, {"refusal": exception}, status=REFUSED)
