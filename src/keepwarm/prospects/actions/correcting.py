"""Wrong facts mended on the spot: name, firm, title, language, birth date, and where they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import fold, join_name, split_name
from keepwarm.prospects.actions.arriving import find_or_create_organizations
from keepwarm.prospects.actions.locking import take_prospect
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.places import hours_key
from keepwarm.prospects.plain import PLAIN
from keepwarm.prospects.search.indexing import index_prospects
from keepwarm.prospects.zones import is_zone, zones_of_place
from keepwarm.staff.models import User

TEXTS = {"name": 200, "given_name": 100, "family_name": 100, **PLAIN, "place": 8, "zone": 64}
"""What may be corrected as text, and how long it may be."""
OTHERS = frozenset({"organization", "born_on"})


class BadCorrection(Refusal):
    """A correction that cannot be kept: an empty name, an unknown zone, a fact that is not mended here."""


class ProspectChangedMeanwhile(Refusal):
    """Someone wrote to this prospect after the form was shown. `differences`: field -> (what the form wants, what stands now)."""

    def __init__(self, prospect: Prospect, differences: Mapping[str, tuple[Any, Any]]) -> None:
        self.prospect, self.differences = prospect, dict(differences)
        text = gettext("%(name)s was changed meanwhile. Look at what is new, then save again.")
        super().__init__(text % {"name": prospect.name})


def correct_prospect(ref: str, fields: Mapping[str, Any], *, by: User | None, now: datetime, version: int | None = None) -> Prospect:
    """Mend `fields` of a prospect and keep what follows from them: folded name, calling hours, the line for finding.

    Fields: those of TEXTS, `organization` (its name, "" for none) and `born_on` (a date or None). A stale `version` is
    refused with the differences. The caller settles the prospect afterwards: the facts have changed.
    """
    with transaction.atomic():
        prospect = take_prospect(ref=ref, by=by, version=version)
        _check(prospect, fields, version)
        changed = _apply(prospect, fields, now)
        if changed:
            prospect.version += 1
            prospect.save(update_fields=sorted(changed | {"version"}))
            index_prospects([prospect.pk])
        return prospect


def _check(prospect: Prospect, fields: Mapping[str, Any], version: int | None) -> None:
    unknown = sorted(set(fields) - set(TEXTS) - OTHERS)
    if unknown:
        raise BadCorrection(gettext("This cannot be corrected here: %(what)s.") % {"what": ", ".join(unknown)})
    if version is not None and version != prospect.version:
        wanted = {name: (value, _standing(prospect, name)) for name, value in fields.items()}
        raise ProspectChangedMeanwhile(prospect, {name: pair for name, pair in wanted.items() if pair[0] != pair[1]})
    if fields.get("zone") and not is_zone(str(fields["zone"])):
        raise BadCorrection(gettext("“%(zone)s” is not a time zone such as Europe/Berlin.") % {"zone": fields["zone"]})
    if not isinstance(fields.get("born_on"), date | None):
        raise BadCorrection(gettext("The birth date must be a date."))


def _standing(prospect: Prospect, name: str) -> Any:
    if name == "organization":
        return prospect.organization.name if prospect.organization else ""
    return getattr(prospect, name)


def _apply(prospect: Prospect, fields: Mapping[str, Any], now: datetime) -> set[str]:
    """Set what differs; gives the columns to save."""
    changed: set[str] = set()
    for name, value in fields.items():
        wanted = " ".join(str(value).split())[: TEXTS[name]] if name in TEXTS else value
        if wanted == _standing(prospect, name):
            continue
        if name == "organization":
            ids = find_or_create_organizations([str(wanted)], now=now)
            prospect.organization_id = next(iter(ids.values()), None)
        else:
            setattr(prospect, name, wanted)
        changed.add(name)
    return changed | _follow_names(prospect, changed) | _follow_place(prospect, changed)


def _follow_names(prospect: Prospect, changed: set[str]) -> set[str]:
    """Full name and its parts agree; the one that was given wins."""
    if not changed & {"name", "given_name", "family_name"}:
        return set()
    if "name" not in changed:
        prospect.name = join_name(prospect.given_name, prospect.family_name)
    elif not changed & {"given_name", "family_name"}:
        given, family = split_name(prospect.name)
        prospect.given_name, prospect.family_name = given[:100], family[:100]
    if not prospect.name:
        raise BadCorrection(gettext("A person needs a name."))
    prospect.name_folded = fold(prospect.name)[:200]
    return {"name", "given_name", "family_name", "name_folded"}


def _follow_place(prospect: Prospect, changed: set[str]) -> set[str]:
    """A zone that somebody knows is the one zone; a place alone stands for all zones of its country."""
    if not changed & {"place", "zone"}:
        return set()
    prospect.place = prospect.place.upper()
    zones = (prospect.zone,) if prospect.zone else zones_of_place(prospect.place)
    if len(zones) == 1:
        prospect.zone = zones[0]
    prospect.hours_key = hours_key(prospect.place, zones)
    return {"place", "zone", "hours_key"}
