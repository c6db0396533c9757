"""What every page is given beside its own: the way around the house, and how this reader likes the page."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepwarm.site.appearance import read_appearance
from keepwarm.staff.models import REPS, SEES_ALL, Role

EVERYONE = frozenset(Role)
RUNS_THE_HOUSE = frozenset({Role.MARKETER, Role.MANAGER, Role.ADMIN})
SEES_REPS = REPS | (SEES_ALL - {Role.MARKETER})


@dataclass(frozen=True, slots=True)
class Door:
    """A page that stands in the bar: its label, the name of its address, and the roles that go there."""

    label: str | Promise
    url_name: str
    roles: frozenset[Role]
    below: tuple[str, ...] = ()  # where the pages behind it stand, when not below its own address: paths, or names of addresses


@dataclass(frozen=True, slots=True)
class NavItem:
    """A door that exists and that this reader may open."""

    label: str
    url: str
    is_here: bool


CONVERSATION = (
    Door(_("This morning"), "marketing:today", RUNS_THE_HOUSE),
    Door(_("Keep warm"), "keeping:list", RUNS_THE_HOUSE),
    Door(_("Programs"), "programs:list", RUNS_THE_HOUSE),
    Door(_("Tomorrow"), "programs:tomorrow", RUNS_THE_HOUSE),
    Door(_("Library"), "content:list", RUNS_THE_HOUSE),
    Door(_("Segments"), "segments:list", RUNS_THE_HOUSE),
    Door(_("Mailings"), "mailings:list", RUNS_THE_HOUSE),
    Door(_("Seminars"), "seminars:list", RUNS_THE_HOUSE),
    Door(_("Surveys"), "surveys:list", RUNS_THE_HOUSE),
    Door(_("On paper"), "post:list", RUNS_THE_HOUSE),
    Door(_("Questions"), "answers:questions", RUNS_THE_HOUSE),
    Door(_("Forms"), "intake:forms", RUNS_THE_HOUSE),
    Door(_("Marked pages"), "pages:list", frozenset({Role.MARKETER, Role.ADMIN})),
    Door(_("What to say"), "phone:points", RUNS_THE_HOUSE),
)
"""The second row on the pages by which the conversation is kept: one door in the bar leads to all of them."""
REPORTS = (
    Door(_("Morning"), "reports:morning", REPS | SEES_ALL),
    Door(_("Week"), "reports:weekly", SEES_REPS),
    Door(_("Coaching"), "reports:coaching", SEES_REPS),
    Door(_("Goals"), "reports:goals", SEES_REPS),
    Door(_("Quotas"), "reports:quotas", SEES_REPS - {Role.INSIDE_REP}),
    Door(_("Leads"), "reports:leads", REPS | SEES_ALL),
    Door(_("Lists"), "reports:lists", SEES_ALL),
    Door(_("Replies"), "reports:replies", SEES_ALL),
    Door(_("Money"), "reports:money", SEES_ALL),
    Door(_("Late buyers"), "reports:late", SEES_ALL),
    Door(_("Flow"), "reports:flow", SEES_ALL),
)
"""The second row on the pages of the reports."""
ROWS = (CONVERSATION, REPORTS)
DOORS = (
    Door(_("Desk"), "desk:today", REPS),
    Door(_("Today"), "marketing:today", frozenset({Role.MARKETER})),
    Door(_("Prospects"), "prospects:list", EVERYONE),
    Door(_("Hand-offs"), "handoff:list", REPS | SEES_ALL),
    Door(_("Customers"), "customers:list", EVERYONE),
    Door(_("Opportunities"), "selling:list", REPS | SEES_ALL, ("/selling/", "/circle/opportunities/")),
    Door(_("What is a lead?"), "qualification:definition", SEES_ALL),
    Door(_("Conversation"), "keeping:list", RUNS_THE_HOUSE, tuple(one.url_name for one in CONVERSATION)),
    Door(_("Letters"), "letters:list", REPS | {Role.MANAGER}),
    Door(_("Mail"), "outbox:mail", REPS),  # whoever runs the house finds it under Setup
    Door(_("Inbox"), "inbox:list", REPS | RUNS_THE_HOUSE),
    Door(_("Consent"), "consent:show", frozenset({Role.MARKETER})),
    Door(_("Reports"), "reports:morning", REPS | SEES_ALL, ("/reports/",)),
    Door(_("Import"), "intake:imports", RUNS_THE_HOUSE, ("/intake/imports/", "/intake/doubts/")),
    Door(_("Team"), "circle:team", EVERYONE, ("/circle/team/", "/circle/seats/", "/staff/people/")),
    Door(_("Setup"), "setup", frozenset({Role.MANAGER, Role.ADMIN}), ("/setup/", "/policy/", "/staff/teams/", "/demo/")),
)
"""In the order of the bar. A page that does not stand yet has no address, and so is not shown."""

PATHS = {
    "find_url": "prospects:find",
    "new_person_url": "intake:new_person",
    "they_called_url": "desk:they_called",
    "appearance_url": "appearance",
    "sign_out_url": "account_logout",
    "account_url": "staff:profile",
}
"""What the bar offers on every page: the name in templates, and the name of the address ("" when it does not stand)."""


def frame(request: HttpRequest) -> dict[str, object]:
    """The bar's doors and paths for this reader and the appearance chosen; reads no row but the reader's roles."""
    return {
        "nav_items": list_doors(request),
        "conversation_items": list_conversation(request),
        "appearance": read_appearance(request.COOKIES),
        **{name: find_path(url_name) for name, url_name in PATHS.items()},
    }


def list_doors(request: HttpRequest) -> list[NavItem]:
    """The doors for whoever asks, in order; none for a stranger."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    mine = [(door, find_path(door.url_name)) for door in DOORS if door.roles & user.roles]
    return [NavItem(str(door.label), url, any(is_here(one, request.path) for one in paths_of(door))) for door, url in mine if url]


def list_conversation(request: HttpRequest) -> list[NavItem]:
    """The second row, on the pages of the conversation and of the reports; elsewhere, and for whoever opens none of them, none."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return next((found for row in ROWS if (found := _row_of(row, user.roles, request.path))), [])


def _row_of(row: tuple[Door, ...], roles: frozenset[str], path: str) -> list[NavItem]:
    mine = [(door, url) for door in row if door.roles & roles and (url := find_path(door.url_name))]
    here = max((url for _door, url in mine if is_here(url, path)), key=len, default="")
    return [NavItem(str(door.label), url, url == here) for door, url in mine] if here else []


def paths_of(door: Door) -> tuple[str, ...]:
    """Where the pages behind a door stand."""
    behind = tuple(one if one.startswith("/") else find_path(one) for one in door.below) or (find_path(door.url_name),)
    return tuple(path for path in behind if path)


def is_here(url: str, path: str) -> bool:
    """Whether the page at `path` is the one at `url` or lies below it."""
    return path == url or (url != "/" and path.startswith(url))


def find_path(url_name: str) -> str:
    """The address of that name, or "" when no page has it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
