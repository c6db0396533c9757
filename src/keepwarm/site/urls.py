"""The root of all addresses. A room's `urls.py` is opened under the room's name; the desk is the front door."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from keepwarm.consent.links import PLACE
from keepwarm.signs.links import PLACE as GO
from keepwarm.site import views
from keepwarm.site.api import api
from keepwarm.site.rooms import ROOMS

WINDOWS = (
    ("prospects/", "keepwarm.desk.urls.prospect", "prospect"),
    ("organizations/", "keepwarm.desk.urls.organization", "organization"),
    ("keep-warm/", "keepwarm.desk.urls.keeping", "keeping"),
    ("consent/", "keepwarm.desk.urls.consent", "consent"),
    ("marketing/", "keepwarm.desk.urls.marketing", "marketing"),
    ("ask/", "keepwarm.public.urls_ask", "ask"),
    ("marked-pages/", "keepwarm.signs.urls_pages", "pages"),
)
"""Pages that compose rooms, and so do not stand under the name of one. After the rooms: `prospects/find/` is the room's."""


PREFIXES = {"qualification": "lead", "handoff": "hand-offs", "public": PLACE, "signs": GO}
"""Rooms whose address is another word than their name in code."""


def _rooms() -> list[URLPattern | URLResolver]:
    """Each room that has addresses, under its name."""
    with_urls = [room for room in ROOMS if room != "site" and _has(f"keepwarm.{room}.urls")]
    return [path(f"{PREFIXES.get(room, room)}/", include((f"keepwarm.{room}.urls", room))) for room in with_urls]


def _has(module: str) -> bool:
    spec = find_spec(module)
    return spec is not None and spec.origin is not None  # a folder without a file in it has no addresses yet


handler500 = views.show_broken

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.show_front_door, name="home"),
    path("welcome/", views.welcome, name="welcome"),
    path("setup/", views.show_setup, name="setup"),
    path("sign-in/link/<str:token>/", views.sign_in_by_link, name="sign_in_by_link"),
    path("appearance/", views.choose_appearance, name="appearance"),
    path("account/", include("allauth.urls")),
    path("api/v1/", api.urls),
    *_rooms(),
    *(path(prefix, include((module, namespace))) for prefix, module, namespace in WINDOWS),
]
