"""Whether this person may be phoned at this moment, and if not, why: wishes, law and calling hours. The same answer on the
desk, on the call sheet and at the click."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from keepwarm.engine.calling import Hours, closes_at, is_open, next_open
from keepwarm.engine.facts import Facts, Times
from keepwarm.engine.permits import can_call
from keepwarm.engine.policy import Policy
from keepwarm.facts.gather import aware, gather, moment
from keepwarm.facts.hours import hours_for
from keepwarm.facts.permits import CallPermits, read_call_permits
from keepwarm.facts.scope import Scope
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect


class MayNotCall(Refusal):
    """A call now would be against a wish, the law or the calling hours."""


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
    """What the proposals for what comes next are told from: one row of facts, none for an ended prospect."""

    policy: Policy
    hours: Hours
    facts: Facts


def read_basis(prospect: Prospect, *, now: datetime) -> Basis:
    """The facts of one prospect at `now`, with the hours of their place. About fifteen short queries."""
    policy = policy_in_force()
    hours, place_rows = hours_for(keys_of(prospect), policy, now=now)
    return Basis(policy, hours, gather(Scope(ids=[prospect.pk]), policy, place_rows=place_rows, now=now).facts)


def read_gate(prospect: Prospect, *, now: datetime) -> Gate:
    """The gate for one prospect at `now`; its sentence is for the caller to read. Five short queries at most."""
    if prospect.ended_at is not None:
        return Gate(_("This conversation has ended. It opens again when they come back, or when you reopen it."), None, None)
    hours, place_rows = hours_for(keys_of(prospect), policy_in_force(), now=now)
    permits = read_call_permits(Scope(ids=[prospect.pk]), np.array([prospect.pk], np.int64))
    has_hours = not prospect.hours_key or prospect.hours_key in place_rows
    if not (has_hours and bool(can_call(permits)[0])):
        return Gate(_why_never(permits), None, None)
    place = np.array([place_rows.get(prospect.hours_key, 0)], np.int32)
    return _gate(prospect, permits.no_call_before, place, hours, now)


def _gate(prospect: Prospect, not_before: Times, place: NDArray[np.int32], hours: Hours, now: datetime) -> Gate:
    at = np.array([moment(now)])
    opening = next_open(hours, place, np.fmax(not_before, at))
    opens, closes = aware(opening[0]), aware(closes_at(hours, place, opening)[0])
    if not_before[0] > at[0]:
        day = date_format(opens.astimezone(_zone(prospect)), "j F Y")
        return Gate(_("They asked not to be called before %(day)s.") % {"day": day}, opens, closes)
    if not bool(is_open(hours, place, at)[0]):
        return Gate(_why_closed(prospect, opens, now), opens, closes)
    return Gate("", opens, closes)


def _why_never(permits: CallPermits) -> str:
    if bool(permits.written_only[0]):
        return _("They wish not to be phoned. Write, or keep them warm.")
    if bool(permits.phone_dead[0]):
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
    gate = read_gate(prospect, now=now)
    if not gate.is_open:
        raise MayNotCall(gate.sentence)


def keys_of(prospect: Prospect) -> list[str]:
    """The rows of Hours that one prospect needs: the unknown place, which comes first, and their own."""
    return ["", prospect.hours_key] if prospect.hours_key else [""]


def _zone(prospect: Prospect) -> ZoneInfo:
    return ZoneInfo(prospect.zone or "UTC")
