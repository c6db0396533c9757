"""Whether this person may be phoned at this moment, and if not, why: wishes, law and calling hours. The same answer on the
desk, on the call sheet and at the click."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.engine.calling import Hours, closes_at, is_open, next_open
from keepwarm.engine.facts import Facts
from keepwarm.engine.permits import can_call
from keepwarm.engine.policy import Policy
from keepwarm.facts.gather import aware, gather, moment
from keepwarm.facts.hours import hours_for
from keepwarm.facts.scope import Scope
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect


class MayNotCall(Refusal):
    """A call now would be against a wish, the law or the calling hours."""


class OutsideCallingHours(Refusal):
    """A call was promised for a moment at which none is permitted."""


@dataclass(frozen=True, slots=True)
class Gate:
    """`sentence` says why not, "" when a call is permitted now. `opens_at` is the next opening, `closes_at` its end."""

    sentence: str
    opens_at: datetime | None
    closes_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether a call is permitted now."""
        return not self.sentence


@dataclass(frozen=True, slots=True)
class Basis:
    """What the gate, and the proposals for what comes next, are told from: one row of facts, none for an ended prospect."""

    policy: Policy
    hours: Hours
    facts: Facts


def read_basis(prospect: Prospect, *, now: datetime) -> Basis:
    """The facts of one prospect at `now`, with the hours of their place. About fifteen short queries."""
    policy = policy_in_force()
    hours, place_rows = hours_for(keys_of(prospect), policy, now=now)
    return Basis(policy, hours, gather(Scope(ids=[prospect.pk]), policy, place_rows=place_rows, now=now).facts)


def read_gate(prospect: Prospect, basis: Basis, *, now: datetime) -> Gate:
    """The gate for one prospect at `now`; its sentence is for the caller to read."""
    if not len(basis.facts):
        return Gate(_("This conversation has ended. It opens again when they come back, or when you reopen it."), None, None)
    return _gate(prospect, basis.facts, basis.hours, now)


def _gate(prospect: Prospect, facts: Facts, hours: Hours, now: datetime) -> Gate:
    if not bool(can_call(facts)[0]):
        return Gate(_why_never(facts), None, None)
    earliest = np.fmax(facts.no_call_before, moment(now))
    opening = next_open(hours, facts.place, earliest)
    opens, closes = aware(opening[0]), aware(closes_at(hours, facts.place, opening)[0])
    if facts.no_call_before[0] > facts.now:
        day = date_format(opens.astimezone(_zone(prospect)), "j F Y")
        return Gate(_("They asked not to be called before %(day)s.") % {"day": day}, opens, closes)
    if not bool(is_open(hours, facts.place, np.array([moment(now)]))[0]):
        return Gate(_why_closed(prospect, opens, now), opens, closes)
    return Gate("", opens, closes)


def _why_never(facts: Facts) -> str:
    if bool(facts.written_only[0]):
        return _("They wish not to be phoned. Write, or keep them warm.")
    if bool(facts.phone_dead[0]):
        return _("No number in use reaches them any more. Write to find the right one.")
    return _("There is no number that may be called.")


def _why_closed(prospect: Prospect, opens: datetime, now: datetime) -> str:
    zone = _zone(prospect)
    local, begins = now.astimezone(zone), opens.astimezone(zone)
    same_day = local.date() == begins.date()
    when = begins.strftime("%H:%M") if same_day else date_format(begins, "l, H:i")
    return _("It is %(now)s there: calling hours begin at %(when)s, their time.") % {"now": local.strftime("%H:%M"), "when": when}


def check_may_call(prospect: Prospect, *, now: datetime) -> None:
    """Refuse a call that is not permitted at `now`; raises `MayNotCall`."""
    gate = read_gate(prospect, read_basis(prospect, now=now), now=now)
    if not gate.is_open:
        raise MayNotCall(gate.sentence)


def check_promise(prospect: Prospect, at: datetime, *, now: datetime) -> None:
    """Refuse to promise a call for a moment outside the calling hours; raises `OutsideCallingHours`."""
    hours, place_rows = hours_for(keys_of(prospect), policy_in_force(), now=now)
    place = np.array([place_rows.get(prospect.hours_key, 0)], np.int32)
    wanted = np.array([moment(at)])
    if bool(is_open(hours, place, wanted)[0]):
        return
    zone, better = _zone(prospect), aware(next_open(hours, place, wanted)[0])
    raise OutsideCallingHours(
        _("%(wanted)s is outside the calling hours there. The next moment that is permitted is %(better)s, their time.")
        % {
            "wanted": date_format(at.astimezone(zone), "l j F, H:i"),
            "better": date_format(better.astimezone(zone), "l j F, H:i"),
        }
    )


def keys_of(prospect: Prospect) -> list[str]:
    """The rows of Hours that one prospect needs: the unknown place, which comes first, and their own."""
    return ["", prospect.hours_key] if prospect.hours_key else [""]


def _zone(prospect: Prospect) -> ZoneInfo:
    return ZoneInfo(prospect.zone or "UTC")
