"""Programs are made, changed, stopped and started again; and what an item is worth in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.answers.models import Question
from keepwarm.content.models import Item
from keepwarm.programs.models import Program, Turn, Worth
from keepwarm.programs.queries.shelf import TOPIC
from keepwarm.programs.refusals import ProgramRefused, ReasonMissing
from keepwarm.prospects.models import Stage
from keepwarm.staff.models import EDITORS, Seat, User
from keepwarm.staff.queries import require_role

MAKERS = EDITORS
"""Who changes what goes to people."""
SERVED = (Stage.NEW, Stage.CONVERSING, Stage.LEAD, Stage.IN_SALES, Stage.CUSTOMER)


@dataclass(frozen=True, slots=True)
class NewProgram:
    """A program as a person writes it; see `models.Program` for what each means. `owner_id`: a seat."""

    name: str
    owner_id: int
    topic: str = ""
    stages: tuple[int, ...] = ()
    language: str = ""
    position: int = 100


def make_program(new: NewProgram, *, by: User | None, now: datetime) -> Program:
    """A running program. Raises ProgramRefused, NotYours; `by` None is the system, which may."""
    if by is not None:
        require_role(by, *MAKERS)
    values = _checked(new)
    with transaction.atomic():
        _refuse_twice(str(values["name"]), but=0)
        return Program.objects.create(**values, made_at=now, made_by=by)


def change_program(ref: str, new: NewProgram, *, version: int = 0, by: User, now: datetime) -> Program:
    """Write it anew. What is planned stands; from the next turn on the new words decide. `version` 0 does not ask."""
    require_role(by, *MAKERS)
    values = _checked(new)
    with transaction.atomic():
        program = _taken(ref)
        if version and version != program.version:
            raise ProgramRefused(_("Somebody else has changed this program meanwhile. Open it again, and change what is there now."))
        _refuse_twice(str(values["name"]), but=program.pk)
        for name, value in values.items():
            setattr(program, name, value)
        program.version += 1
        program.save()
    return program


def stop_program(ref: str, *, because: str, by: User, now: datetime) -> Program:
    """Nobody gets anything of it any more. Its people go on: their next turn comes from elsewhere, or is the newsletter.

    What is planned of it is taken back at once, and chosen anew within minutes.
    """
    require_role(by, *MAKERS)
    if not because.strip():
        raise ReasonMissing(_("Say why the program stops: whoever looks after its people asks."))
    with transaction.atomic():
        program = _taken(ref)
        program.state, program.stopped_because = Program.State.STOPPED, because.strip()[:300]
        program.version += 1
        program.save()
        Turn.objects.planned().filter(program=program).update(
            state=Turn.State.OVERTAKEN, ended_at=now, ended_because="program_stopped", by=by, said=because.strip()[:300]
        )
    return program


def start_program(ref: str, *, by: User, now: datetime) -> Program:
    """It goes on, with all who belong in it; nobody's place in it was lost."""
    require_role(by, *MAKERS)
    with transaction.atomic():
        program = _taken(ref)
        program.state, program.stopped_because = Program.State.RUNNING, ""
        program.version += 1
        program.save()
    return program


def set_worth(program_ref: str, item_ref: str, worth: int | None, *, by: User, now: datetime) -> None:
    """What an item is worth in this program, 0 to leave it out; None: as it is in general. Raises ProgramRefused."""
    require_role(by, *MAKERS)
    with transaction.atomic():
        program, item = _taken(program_ref), Item.objects.filter(ref=item_ref).first()
        if item is None:
            raise ProgramRefused(_("There is no such item any more."))
        if worth is None:
            Worth.objects.filter(program=program, item=item).delete()
            return
        if not 0 <= worth <= 100:
            raise ProgramRefused(_("Its worth is a number from 0 to 100: 100 for the best, 0 to leave it out."))
        Worth.objects.update_or_create(program=program, item=item, defaults={"worth": worth})


def _taken(ref: str) -> Program:
    program = Program.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    if program is None:
        raise ProgramRefused(_("There is no such program."))
    return program


def _refuse_twice(name: str, *, but: int) -> None:
    if Program.objects.filter(name=name).exclude(pk=but).exists():
        raise ProgramRefused(_("There is a program called “%(name)s” already.") % {"name": name})


def _checked(new: NewProgram) -> dict[str, object]:
    stages = sorted({int(stage) for stage in new.stages})
    wrong = {
        _("Give the program a name."): not new.name.strip(),
        _("There is no interest called “%(key)s”.") % {"key": new.topic[:60]}: not _is_topic(new.topic),
        _("A program can be for the stages from new to customer."): not set(stages) <= set(SERVED),
        _("Choose who looks after the program."): not Seat.objects.filter(pk=new.owner_id, left_at__isnull=True).exists(),
        _("Its place in the order is a number from 1 to 1,000."): not 1 <= new.position <= 1000,
    }
    for sentence, is_wrong in wrong.items():
        if is_wrong:
            raise ProgramRefused(sentence)
    return {
        "name": new.name.strip()[:120],
        "owner_id": new.owner_id,
        "topic": new.topic,
        "stages": stages,
        "language": new.language.strip()[:12],
        "position": new.position,
    }


def _is_topic(key: str) -> bool:
    return not key or Question.objects.filter(group=TOPIC, key=key).exists()
