"""A promised call is one that can be kept: in time to come, in their calling hours, and not sooner than they asked for.

The page, the API, the shell and a letter that confirms a time ask here before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext

from keepwarm.consent.models import Channel, Wish
from keepwarm.decisions.batch import NewWish
from keepwarm.decisions.refusals import MomentPassed, refuse_too_far
from keepwarm.engine.calling import next_open
from keepwarm.facts.gather import aware, moment
from keepwarm.facts.hours import hours_for
from keepwarm.facts.permits import read_call_permits
from keepwarm.facts.scope import Scope
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect


class CannotBeKept(Refusal):
    """A call was promised for a moment at which none is permitted."""


def check_promise(prospect: Prospect, at: datetime, *, now: datetime, wishes: Iterable[NewWish] = ()) -> None:
    """Refuse to promise a call that would have to be moved, and say until when. Raises MomentPassed, TooFarAhead, CannotBeKept.

    `wishes`: what they asked for in the same talk.
    """
    if at <= now:
        raise MomentPassed(gettext("The moment of the promised call lies in the past."))
    refuse_too_far(at, now=now)
    hours, place_rows = hours_for({prospect.hours_key}, policy_in_force(), now=now)
    place = np.array([place_rows.get(prospect.hours_key, 0)], np.int32)
    permits = read_call_permits(Scope(ids=[prospect.pk]), np.array([prospect.pk], np.int64))
    if bool(permits.written_only[0]):
        raise CannotBeKept(
            gettext("They wish not to be phoned, so no call can be promised. Lift the wish first if they changed their mind.")
        )
    wanted = np.array([moment(at)])
    before = np.fmax(permits.no_call_before, _not_before(wishes))
    possible = next_open(hours, place, np.fmax(wanted, before))
    if possible[0] > wanted[0]:
        raise CannotBeKept(_why_moved(prospect, at, aware(possible[0]), waits=bool(before[0] > wanted[0])))


def _not_before(wishes: Iterable[NewWish]) -> np.datetime64:
    """The day before which none of these wishes lets us call; NaT when none says so."""
    meant = (one.until_at for one in wishes if one.kind == Wish.Kind.NOT_BEFORE and one.channel in {"", Channel.PHONE})
    return max((moment(at) for at in meant if at is not None), default=np.datetime64("NaT", "s"))


def _why_moved(prospect: Prospect, at: datetime, better: datetime, *, waits: bool) -> str:
    """`waits`: they asked not to be called before a day; else it is the hours."""
    zone = ZoneInfo(prospect.zone or "UTC")
    days = {"wanted": date_format(at.astimezone(zone), "l j F, H:i"), "better": date_format(better.astimezone(zone), "l j F, H:i")}
    if waits:
        return gettext("They asked not to be called so early. The first moment that is permitted is %(better)s, their time.") % days
    return gettext("%(wanted)s is outside the calling hours there. The next moment that is permitted is %(better)s, their time.") % days
