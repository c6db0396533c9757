"""What comes next for one person and why: the turn that is planned, or what would come if their date were today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from keepwarm.content.models import Item, State
from keepwarm.engine import turns
from keepwarm.engine.conversation import choose
from keepwarm.engine.turns import Way
from keepwarm.engine.words import NextStep
from keepwarm.facts.gather import moment
from keepwarm.facts.pacing import read_calendar
from keepwarm.facts.scope import Scope
from keepwarm.programs.carried import CARRIED
from keepwarm.programs.models import Turn
from keepwarm.programs.queries.fitting import ready_among
from keepwarm.programs.queries.people import WAYS, read_people, with_all_ways
from keepwarm.programs.queries.shelf import read_offer
from keepwarm.programs.words import say_because, say_ended, say_way, say_what
from keepwarm.prospects.models import Prospect


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next. `ref`: of the turn when it is planned, and can be stopped; "" while it is only foreseen."""

    ref: str
    what: str
    way: str
    due_at: datetime | None
    because: str
    program: str
    moved: str = ""  # why the last one moved


def next_of(prospect: Prospect, *, now: datetime) -> Next | None:
    """The next thing of the conversation; None when a call or a letter comes next, or a person looks."""
    if not is_kept_going(prospect):
        return None
    return planned_of(prospect) or _foreseen(prospect, now=now)


def is_kept_going(prospect: Prospect) -> bool:
    """Whether their next touch is one of the conversation's."""
    return prospect.ended_at is None and prospect.next_step == NextStep.KEEP_WARM and prospect.because_rule in CARRIED


def planned_of(prospect: Prospect) -> Next | None:
    """What was chosen for them already, two days ahead."""
    turn = Turn.objects.planned().filter(prospect=prospect).select_related("program", "item").first()
    if turn is None:
        return None
    what = say_what(turn.kind, turn.item.title if turn.item else "")
    program = turn.program.name if turn.program else ""
    return Next(turn.ref, what, say_way(turn.channel), turn.due_at, say_because(turn.because, turn.args), program, _moved(prospect))


def _moved(prospect: Prospect) -> str:
    last = Turn.objects.filter(prospect=prospect).exclude(state=Turn.State.PLANNED).order_by("-ended_at", "-pk").first()
    return say_ended(last.ended_because) if last is not None and last.state == Turn.State.MOVED else ""


def _foreseen(prospect: Prospect, *, now: datetime) -> Next | None:
    """By the same choice as at night, as things stand today."""
    offer, scope = read_offer(now=now), Scope(ids=[prospect.pk])
    calendar = read_calendar(scope, now=now)
    if not len(calendar.ids) or prospect.next_touch_at is None:
        return None
    seen = with_all_ways(read_people(scope, calendar, offer, wanted=np.array([moment(prospect.next_touch_at)]), now=now))
    made = choose(seen.people, offer.shelf, calendar.policy)
    turn, place, key = turns.Turn(int(made.turn[0])), int(made.item[0]), turns.KEYS[made.because[0]]
    if turn in {turns.Turn.REVIEW, turns.Turn.NEVER}:
        return None
    program = offer.programs[seen.stream[0]] if seen.stream[0] >= 0 else None
    topic = offer.labels.get(program.topic, "") if program is not None else ""
    key = "for_everyone" if key == "stream" and not topic else key
    because = say_because(key, {"topic": topic, "months": calendar.policy.conversation_months})
    way = say_way(WAYS[Way(int(made.way[0]))]) if made.way[0] else ""
    title = offer.items[place].title if place >= 0 else ""
    return Next(
        "", say_what(turn.name.lower(), title), way, prospect.next_touch_at, because, program.name if program else "", _moved(prospect)
    )


def items_instead(prospect_id: int) -> list[tuple[str, str]]:
    """What could come instead for this person: reference and title of what is offered to them and was not had, the best first."""
    rows = Item.objects.filter(state=State.IN_USE).exclude(received__prospect_id=prospect_id).order_by("-worth", "pk")
    if not ready_among([prospect_id]):
        rows = rows.filter(asks_to_buy=False)
    return list(rows.values_list("ref", "title")[:200])
