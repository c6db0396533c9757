"""One program and all of them, as the pages, the API and the command line show them; and who runs out of content when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from keepwarm.answers.models import Question
from keepwarm.content.models import Item, Received, State
from keepwarm.lib.remembering import remembered
from keepwarm.policy.queries import policy_in_force
from keepwarm.programs.models import Enrollment, Program, Turn, Worth
from keepwarm.programs.queries.shelf import TOPIC
from keepwarm.programs.queries.tomorrow import programs_shown
from keepwarm.prospects.models import Stage
from keepwarm.staff.models import User

COUNTED = 10_000
"""People are counted up to here; more are "10,000+"."""
SOON = 30  # days
WARN_FROM = 1
"""Of so many people who run out the owner is told."""


@dataclass(frozen=True, slots=True)
class ProgramLine:
    """A program in the list. `people` up to COUNTED; `run_out`: how many of them have nothing left within 30 days."""

    ref: str
    name: str
    topic: str
    topic_label: str
    owner: str
    state: str
    people: int
    is_more: bool
    run_out: int
    items: int
    warning: bool


@dataclass(frozen=True, slots=True)
class ItemReach:
    """An item in a program: its worth here, to how many it went at all, and whether this program has a worth of its own for it."""

    ref: str
    title: str
    kind: str
    worth: int
    is_own: bool
    reached: int
    fresh_until: object
    is_left_out: bool
    is_stale: bool


@dataclass(frozen=True, slots=True)
class ProgramPage:
    """One program with its items, the best first, and its people in counts."""

    line: ProgramLine
    program: Program
    stages: tuple[str, ...]
    items: tuple[ItemReach, ...]
    sent: int
    planned: int


def list_programs(*, for_: User | None = None) -> tuple[ProgramLine, ...]:
    """All programs, in their order: four queries, however many people."""
    programs = list(programs_shown())
    labels = topic_labels()
    return tuple(_line(program, labels) for program in programs)


@remembered
def topic_labels() -> dict[str, str]:
    """The interests of the house by key, in the order of the questionnaire."""
    return dict(Question.objects.filter(group=TOPIC).order_by("position", "pk").values_list("key", "label"))


def _line(program: Program, labels: dict[str, str]) -> ProgramLine:
    here = Enrollment.objects.filter(program=program, left_at__isnull=True)
    people = here.values("pk")[: COUNTED + 1].count()
    run_out = here.filter(left_items__lt=turns_within(SOON)).values("pk")[: COUNTED + 1].count()
    return ProgramLine(
        ref=program.ref,
        name=program.name,
        topic=program.topic,
        topic_label=labels.get(program.topic, program.topic),
        owner=program.owner.name,
        state=program.state,
        people=min(people, COUNTED),
        is_more=people > COUNTED,
        run_out=min(run_out, COUNTED),
        items=len(items_of(program)),
        warning=program.state == Program.State.RUNNING and run_out >= WARN_FROM,
    )


def turns_within(days: int) -> int:
    """How many turns somebody has in so many days, at the pace of the policy; at least one."""
    return max(1, -(-days // policy_in_force().pace_days) - 1)


def items_of(program: Program) -> list[tuple[Item, int, bool]]:
    """The items of its stream: each with its worth here, and whether that is its own; the best first. What is left out stands last."""
    own = dict(Worth.objects.filter(program=program).values_list("item_id", "worth"))
    items = [item for item in Item.objects.filter(state=State.IN_USE) if serves(program, item)]
    rows = [(item, own.get(item.pk, item.worth), item.pk in own) for item in items]
    return sorted(rows, key=lambda row: (-row[1], row[0].pk))


def serves(program: Program, item: Item) -> bool:
    """Whether an item belongs into the stream: by its interest, and one stage and language that they share."""
    is_about = program.topic in item.interests if program.topic else not item.interests
    stages = not program.stages or not item.stages or bool(set(program.stages) & set(item.stages))
    language = not program.language or not item.language or program.language[:2] == item.language[:2]
    return is_about and stages and language


def read_program(ref: str, *, now: datetime) -> ProgramPage | None:
    """One program; None when there is none of that reference."""
    program = programs_shown().filter(ref=ref).first()
    if program is None:
        return None
    turns = Turn.objects.filter(program=program)
    since = Q(state=Turn.State.SENT, ended_at__gte=now - timedelta(days=SOON))
    return ProgramPage(
        line=_line(program, topic_labels()),
        program=program,
        stages=tuple(str(Stage(stage).label) for stage in program.stages),
        items=_items(program, now),
        sent=turns.filter(since).values("pk")[: COUNTED + 1].count(),
        planned=turns.planned().values("pk")[: COUNTED + 1].count(),
    )


def _items(program: Program, now: datetime) -> tuple[ItemReach, ...]:
    """What it has to offer, and how many had each."""
    rows = items_of(program)
    reached = dict(
        Received.objects.filter(item__in=[item for item, _, _ in rows]).values_list("item").annotate(count=Count("pk")).order_by()
    )
    return tuple(
        ItemReach(
            ref=item.ref,
            title=item.title,
            kind=str(item.get_kind_display()),
            worth=worth,
            is_own=is_own,
            reached=reached.get(item.pk, 0),
            fresh_until=item.fresh_until_on,
            is_left_out=worth == 0,
            is_stale=item.fresh_until_on is not None and item.fresh_until_on < now.date(),
        )
        for item, worth, is_own in rows
    )


def warnings_for(seat_ids: list[int]) -> tuple[ProgramLine, ...]:
    """The running programs of these seats of which people run out soon: the owner hears of it before it happens."""
    labels = topic_labels()
    lines = (_line(program, labels) for program in programs_shown().filter(owner__in=seat_ids, state=Program.State.RUNNING))
    return tuple(line for line in lines if line.warning)
