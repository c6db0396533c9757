"""The links of our mails: they lead on at once, and keep on the way that they were followed."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from keepwarm.consent.sealing import LinkUnreadable
from keepwarm.consent.visitors import lead_on
from keepwarm.content.brand import house_brand
from keepwarm.lib.network import Network, client_of
from keepwarm.signs.clicks import keep_click
from keepwarm.signs.links import read_followed
from keepwarm.signs.queries import url_of
from keepwarm.signs.robots.headers import judge_request
from keepwarm.signs.tasks import wake_soon
from keepwarm.staff.access import public

NOT_FOUND = 404
WHY_PUBLIC = "Whoever got the mail follows its links without signing in; the signed token says which mail it was."


@public(WHY_PUBLIC)
@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Lead on to where the link leads. What is not whole, or leads nowhere any more, gets a friendly page."""
    try:
        followed = read_followed(token)
    except LinkUnreadable:
        return _lost()
    url = url_of(followed.link_ref)
    if url is None:
        return _lost()
    if followed.prospect_ref:
        now = timezone.now()
        if keep_click(followed, because=_robot(request), now=now):
            wake_soon(now=now)
        url = lead_on(url, followed.prospect_ref)
    return _private(HttpResponseRedirect(url))


def _robot(request: HttpRequest) -> str:
    return judge_request(request.method or "GET", request.headers, client(request), _scanners(tuple(settings.SCANNERS)))


def client(request: HttpRequest) -> str:
    """The address of who asks, as far as the house knows its proxies."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return client_of(request.META.get("REMOTE_ADDR", ""), forwarded, proxies=settings.PROXIES)


@lru_cache(maxsize=4)
def _scanners(named: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(one, strict=False) for one in named)


def _lost() -> HttpResponse:
    return _private(HttpResponse(render_to_string("signs/lost.html", {"brand": house_brand()}), status=NOT_FOUND))


def _private(response: HttpResponse) -> HttpResponse:
    """Neither kept nor indexed, and where it leads is not told who followed it."""
    response["Cache-Control"], response["Referrer-Policy"], response["X-Robots-Tag"] = "no-store", "no-referrer", "noindex, nofollow"
    return response
