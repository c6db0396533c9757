"""Where one arrives, and what a new house still needs before its first morning."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepwarm.prospects.models import Prospect
from keepwarm.site.context import find_path, list_doors, may_open
from keepwarm.staff.models import REPS, Role, User
from keepwarm.staff.queries import RUNS_THE_TEAM, is_house_empty

ASKS_FIRST_WHO_WAS_REACHED = frozenset({Role.MANAGER, Role.DIRECTOR})
"""Whose first page is the morning report, unless they also call."""
BEGINS_WITH_THE_MARKET = frozenset({Role.MARKETER})
"""Whose first page is the marketer's morning, unless they also call."""


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the setup: its name, what it is for, and where it stands."""

    label: str | Promise
    text: str | Promise
    url: str


PARTS = (
    (_("Team"), _("Who is here, roles, minutes and hours, territories, absence."), "circle:team"),
    (_("Teams"), _("Who works with whom, and shares a pool of prospects."), "staff:teams"),
    (_("Policy"), _("Every value that the rules read, where it comes from, and who changed it."), "policy:policy"),
    (_("What is a lead?"), _("What marketing and sales agreed; draft a change, try it on the past, sign it."), "qualification:definition"),
    (_("Stages of selling"), _("Which steps a sale takes, in their order; changed with a reason."), "selling:stages"),
    (_("Reasons to return"), _("Why sales may give a lead back, and to whom it goes then."), "handoff:reasons"),
    (_("What to say"), _("Talking points per interest and stage."), "phone:points"),
    (_("Consent"), _("What is soon over, which addresses nobody may use, the words people said yes to."), "consent:show"),
    (_("Will our mail be taken?"), _("What the DNS and the mail server say of each account, and what to do."), "outbox:deliverability"),
    (_("Mail"), _("Through which servers letters leave, what waits, what is in doubt."), "outbox:mail"),
    (_("Short messages"), _("The gateway to phones and messengers: its address, its secret, a try."), "messaging:gateway"),
    (_("Other software"), _("Which addresses hear of leads, hand-offs, sales and opt-outs."), "events:list"),
    (_("Import"), _("Bring in a list, see each row before it is taken in, undo it whole."), "intake:imports"),
    (_("What left the house"), _("Every export: who took what, how many rows, and when."), "exports:book"),
    (_("Demo"), _("A house of made-up people to look around in; load it, take it away."), "demo:house"),
    (_("You"), _("Your name, zone and password, passkeys, and keys for the API."), "staff:profile"),
    (_("API"), _("How other programs read and write here."), "api:openapi-json"),
)


def find_way_in(request: HttpRequest) -> str:
    """The address of the first page for whoever asks."""
    user = request.user
    if not isinstance(user, User):
        return reverse("welcome" if is_house_empty() else "account_login")
    if user.has_role(*RUNS_THE_TEAM) and not Prospect.objects.exists():
        return reverse("welcome")
    if (first := _first_page_of(user)) and (path := find_path(first)):
        return path
    doors = list_doors(request)
    return doors[0].url if doors else reverse("staff:profile")


def _first_page_of(user: User) -> str:
    if user.has_role(*REPS):
        return ""
    if user.has_role(*ASKS_FIRST_WHO_WAS_REACHED):
        return "reports:morning"
    return "marketing:today" if user.has_role(*BEGINS_WITH_THE_MARKET) else ""


def read_guide() -> dict[str, object]:
    """What is done of the guide, and the ways that stand."""
    return {
        "has_prospects": Prospect.objects.exists(),
        "callers": User.objects.filter(is_active=True, grants__role__in=REPS).distinct().count(),
        "import_url": find_path("intake:imports"),
        "person_url": find_path("intake:new_person"),
        "demo_url": find_path("demo:house"),
        "add_person_url": find_path("staff:add_person"),
        "desk_url": find_path("desk:today"),
    }


def list_parts(user: User) -> list[Part]:
    """The pages of the setup that stand, and that this reader may open."""
    parts = [Part(label, text, url) for label, text, url_name in PARTS if (url := find_path(url_name))]
    return [part for part in parts if may_open(part.url, user.roles)]
