"""Leads and what is agreed about them: a definition that both sides signed, and somebody who meets it.

house = open_house(); agree()       # version 1: need, authority, and one of timing, budget and fit
anna = a_lead(house)                # told Ines all of it on the phone
"""

from datetime import datetime, timedelta

from keepwarm.answers.actions import ask_first_questions
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewAnswer, NewTouch
from keepwarm.engine.lead import provisional_definition
from keepwarm.engine.words import Evidence
from keepwarm.policy.definitions import write_criteria
from keepwarm.policy.models import DefinitionVersion
from keepwarm.prospects.models import Prospect
from tests.cast import LONG_AGO, NOW, House, meet

TOLD = (("need", "fewer stops"), ("authority", "decides alone"), ("timing", "in May"))


def agree(number: int = 1, *, at: datetime = LONG_AGO, signed_by_one: bool = False, needed: int = 1) -> DefinitionVersion:
    """A version in force with the criteria of the provisional one."""
    criteria = write_criteria(provisional_definition().criteria)
    return DefinitionVersion.objects.create(
        number=number, criteria=criteria, supporting_needed=needed, in_force_at=at, signed_by_one=signed_by_one
    )


def a_lead(house: House, name: str = "Anna Arnold", *, at: datetime = NOW - timedelta(hours=1), **more: object) -> Prospect:
    """A prospect who told the inside rep in a conversation all that a lead must have told."""
    ask_first_questions()
    prospect = meet(house, name, **more)  # type: ignore[arg-type]
    answers = tuple(NewAnswer(key, value, int(Evidence.CONVERSATION)) for key, value in TOLD)
    log_touch(NewTouch(prospect.pk, "phone", "out", "reached", at, prospect.owner_id, answers=answers), by=prospect.owner.user, now=at)
    return Prospect.objects.get(pk=prospect.pk)
