"""What every page is given beside its own: the way around the house, and how this reader likes the page."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepwarm.policy.queries import exception_in_words
from keepwarm.site.appearance import read_appearance
from keepwarm.staff.access import access_of
from keepwarm.staff.models import EDITORS, REPS, SEES_ALL, Role

EVERYONE = frozenset(Role)
RUNS_THE_HOUSE = EDITORS
REPORTS_AT = "/reports/"
SEES_REPS = REPS | (SEES_ALL - {Role.MARKETER})


@dataclass(frozen=True, slots=True)
class Door:
    """A page that stands in the bar: its label, the name of its address, and the roles that go there."""

    label: str | Promise
    url_name: str
    roles: frozenset[Role]
    below: tuple[str, ...] = ()  # where the pages behind it stand, when not below its own address


@dataclass(frozen=True, slots=True)
class Row:
    """Pages behind one door: it leads to the first of them that this reader may open, and there they stand in a second row."""

    label: str | Promise
    doors: tuple[Door, ...]


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
"""By which the conversation is kept."""
MAIL = (
    Door(_("Inbox"), "inbox:list", REPS | RUNS_THE_HOUSE),
    Door(_("Letters"), "letters:list", REPS | RUNS_THE_HOUSE),
    Door(_("Outbox"), "outbox:mail", REPS | SEES_ALL),
    Door(_("Short messages"), "messaging:list", REPS | RUNS_THE_HOUSE),
    Door(_("Consent"), "consent:show", RUNS_THE_HOUSE),
)
"""What comes in, what was written, what goes out, and to whom we may write."""
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
"""What came of it."""
HOUSE = (
    Door(_("Team"), "circle:team", EVERYONE, ("/circle/team/", "/circle/seats/", "/staff/people/")),
    Door(_("What is a lead?"), "qualification:definition", REPS | SEES_ALL),
    Door(_("Import"), "intake:imports", RUNS_THE_HOUSE, ("/intake/imports/", "/intake/doubts/", "/circle/imports/")),
    Door(
        _("Setup"),
        "setup",
        frozenset({Role.MANAGER, Role.ADMIN}),
        ("/setup/", "/policy/", "/staff/teams/", "/demo/", "/exports/", "/events/"),
    ),
)
"""Who is here, what we agreed, and what is set up seldom."""
DOORS: tuple[Door | Row, ...] = (
    Door(_("Desk"), "desk:today", REPS),
    Door(_("Prospects"), "prospects:list", EVERYONE),
    Door(_("Hand-offs"), "handoff:list", REPS | SEES_ALL),
    Door(_("Opportunities"), "selling:list", REPS | SEES_ALL, ("/selling/", "/circle/opportunities/", "/circle/pipelines/")),
    Door(_("Customers"), "customers:list", EVERYONE),
    Row(_("Conversation"), CONVERSATION),
    Row(_("Mail"), MAIL),
    Row(_("Reports"), REPORTS),
    Row(_("House"), HOUSE),
)
"""In the order of the bar: few enough for a screen 1280 pixels wide. A page that does not stand yet has no address, and so is not shown."""

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
    """The bar's doors and paths for this reader and the appearance chosen; reads no row but the reader's roles.

    Every report says when one person signed for both what a lead is: that is read for reports alone.
    """
    return {
        "nav_items": list_doors(request),
        "beside_items": list_beside(request),
        "appearance": read_appearance(request.COOKIES),
        "declared_exception": exception_in_words() if request.path.startswith(REPORTS_AT) else "",
        **{name: _path_for(request, find_path(url_name)) for name, url_name in PATHS.items()},
    }


def _path_for(request: HttpRequest, path: str) -> str:
    return path if path and may_open(path, _roles_of(request)) else ""


def may_open(path: str, roles: frozenset[str]) -> bool:
    """Whether these roles open the page at that address; pages that name no role are everybody's."""
    access = access_of(resolve(path).func)
    return access is None or not access.roles or bool(access.roles & roles)


def list_doors(request: HttpRequest) -> list[NavItem]:
    """The doors for whoever asks, in order; none for a stranger."""
    roles = _roles_of(request)
    rows = ((one.label, open_to(one.doors if isinstance(one, Row) else (one,), roles)) for one in DOORS)
    return [NavItem(str(label), find_path(mine[0].url_name), bool(here(mine, request.path))) for label, mine in rows if mine]


def list_beside(request: HttpRequest) -> list[NavItem]:
    """The second row: the pages behind the same door as this one; none where there are none, and for whoever opens but one of them."""
    roles = _roles_of(request)
    rows = (open_to(one.doors, roles) for one in DOORS if isinstance(one, Row))
    mine = next((row for row in rows if len(row) > 1 and here(row, request.path)), [])
    return [NavItem(str(door.label), find_path(door.url_name), door is here(mine, request.path)) for door in mine]


def _roles_of(request: HttpRequest) -> frozenset[str]:
    user = getattr(request, "user", None)
    return frozenset() if user is None or not user.is_authenticated else user.roles


def open_to(doors: tuple[Door, ...], roles: frozenset[str]) -> list[Door]:
    """Those that stand, and that these roles may open."""
    return [door for door in doors if door.roles & roles and find_path(door.url_name)]


def here(doors: list[Door], path: str) -> Door | None:
    """Behind which of them the page at `path` is: the one whose address is the longest of those it lies below."""
    found = [(len(one), at) for at, door in enumerate(doors) for one in paths_of(door) if is_here(one, path)]
    return doors[max(found)[1]] if found else None


def paths_of(door: Door) -> tuple[str, ...]:
    """Where the pages behind a door stand."""
    return door.below or (find_path(door.url_name),)


def is_here(url: str, path: str) -> bool:
    """Whether the page at `path` is the one at `url` or lies below it."""
    return path == url or (url != "/" and path.startswith(url))


def find_path(url_name: str) -> str:
    """The address of that name, or "" when no page has it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
