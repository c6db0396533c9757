"""One prospect as the desk shows them: who, why now, what we know and from where, what to ask, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from keepwarm.consent.words import say_wish
from keepwarm.decisions.models import Hold
from keepwarm.decisions.queries import Reason, same_clock, why
from keepwarm.desk.queries.knowledge import Knowledge, read_knowledge, wishes_in_force
from keepwarm.desk.queries.letters import LetterAdvice, advise_letter
from keepwarm.desk.queries.meters import Meters
from keepwarm.desk.queries.story import Story, inquiries_of, tell_story
from keepwarm.letters.queries.points import Point, points_for
from keepwarm.messaging.queries.offering import Offered, offer_message
from keepwarm.phone.queries.gate import Gate, read_gate
from keepwarm.phone.queries.numbers import Number, numbers_to_dial
from keepwarm.phone.queries.points import Points, fit_points, points_to_put_right
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.words import say_end
from keepwarm.staff.models import Seat, User
from keepwarm.touches.words import say_clock, say_when

STORY_ON_DESK = 8
LOOK = {"call": "call", "write": "write", "keep_warm": "warm"}
"""The class of a step on the page."""


UNHAPPY = frozenset({"broken_promise", "complaint", "unhappy_in_writing", "not_settled", "still_unhappy"})
"""The rules by which something is put right before all else."""


@dataclass(frozen=True, slots=True)
class Reaching:
    """How to reach them now. `local_time` is "" where their clock is ours; `closes` is on their clock."""

    numbers: tuple[Number, ...]
    gate: Gate
    local_time: str
    closes: str
    held_by: str

    @property
    def number(self) -> Number | None:
        """The number to dial first."""
        return self.numbers[0] if self.numbers else None


@dataclass(frozen=True, slots=True)
class Person:
    """A prospect on the desk. `row` is read only for its plain columns, its organization and its owner."""

    row: Prospect
    colleague_count: int
    reason: Reason
    look: str
    knows: Knowledge
    story: Story
    reach: Reaching
    points: Points
    to_say: tuple[Point, ...]  # what was not written, because it belongs into a talk
    wishes: tuple[str, ...]
    writing: LetterAdvice
    warming: str
    is_mine: bool
    message: Offered | None  # a short one; None where the house sends none

    @property
    def ended(self) -> str:
        """Why the conversation ended; "" while it goes on."""
        return say_end(self.row.end_reason)

    @property
    def is_unhappy(self) -> bool:
        """Something is to be put right with them: no talk of what else they may buy."""
        return is_unhappy(self.row)

    @property
    def voicemails_agreed(self) -> int:
        """How many voicemails one round may have."""
        return policy_in_force().voicemails


def is_unhappy(prospect: Prospect) -> bool:
    """Whether something is to be put right with them before all else."""
    return prospect.because_rule in UNHAPPY


def show_person(prospect: Prospect, *, for_: User, seat: Seat | None, meters: Meters, now: datetime) -> Person:
    """Everything the desk shows of one prospect; about twenty-five short queries, each on an index."""
    reason, knows = why(prospect, zone=for_.zone), read_knowledge(prospect, for_=for_, now=now)
    return Person(
        row=prospect,
        colleague_count=count_colleagues(prospect),
        reason=reason,
        look=LOOK.get(prospect.next_step, ""),
        knows=knows,
        story=tell_story(prospect, for_=for_, now=now, count=STORY_ON_DESK),
        reach=read_reach(prospect, for_=for_, seat=seat, now=now),
        points=_points(prospect, caller=for_.name),
        to_say=points_for(prospect),
        wishes=tuple(say_wish(wish, zone=for_.zone) for wish in wishes_in_force(prospect)),
        writing=advise_letter(prospect, reason, meters=meters, written_only=knows.written_only),
        warming=say_warming(prospect, for_=for_, now=now),
        is_mine=seat is not None and prospect.owner_id == seat.pk,
        message=offer_message(prospect, for_=for_, now=now),
    )


def _points(prospect: Prospect, *, caller: str) -> Points:
    if is_unhappy(prospect):
        return points_to_put_right(caller=caller)
    return fit_points(topic=newest_topic(prospect), stage=prospect.stage, caller=caller)


def read_reach(prospect: Prospect, *, for_: User, seat: Seat | None, now: datetime) -> Reaching:
    """Numbers, gate, clock, and who else is on them."""
    gate, zone = read_gate(prospect, now=now), prospect.zone or for_.zone
    return Reaching(
        numbers=numbers_to_dial(prospect, home=seat.place if seat else ""),
        gate=gate,
        local_time=their_clock(prospect.zone, for_.zone, now),
        closes=say_clock(gate.closes_at, zone=zone) if gate.closes_at else "",
        held_by=who_is_on(prospect, seat, now=now),
    )


def newest_topic(prospect: Prospect) -> str:
    """What their newest inquiry was about."""
    return next((one.topic for one in inquiries_of(prospect) if one.topic), "")


def who_is_on(prospect: Prospect, seat: Seat | None, *, now: datetime) -> str:
    """Who else is on this prospect or their firm at this moment; "" when nobody."""
    same = Q(prospect=prospect)
    if prospect.organization_id is not None:
        same |= Q(organization_id=prospect.organization_id)
    others = Hold.objects.filter(same, until_at__gt=now)
    if seat is not None:
        others = others.exclude(seat=seat)
    return others.values_list("seat__name", flat=True).first() or ""


def their_clock(zone: str, ours: str, now: datetime) -> str:
    """Their wall time, only where it differs from ours."""
    return "" if not zone or same_clock(zone, ours, now) else say_clock(now, zone=zone)


def say_warming(prospect: Prospect, *, for_: User, now: datetime) -> str:
    """What stands on the button: when they wake up, or that they come back on a day."""
    if prospect.wake_at is not None and prospect.wake_at > now:
        return _("wakes up %(day)s") % {"day": say_when(prospect.wake_at, zone=for_.zone, now=now)}
    return _("put back, and woken on a day")


def count_colleagues(prospect: Prospect) -> int:
    """Others at the same firm, counted up to 50."""
    if prospect.organization_id is None:
        return 0
    others = Prospect.objects.filter(organization_id=prospect.organization_id, merged_into__isnull=True)
    return others.exclude(pk=prospect.pk)[:50].count()
