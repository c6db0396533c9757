"""Definitions for the tests of this room: criteria in a line each, and a house that agreed on them."""

from __future__ import annotations

from datetime import datetime

from keepwarm.answers.models import Question
from keepwarm.engine.conditions.text import parse
from keepwarm.engine.lead import ANY, Criterion, Group
from keepwarm.engine.words import Evidence
from keepwarm.policy.actions import Drafted, begin_draft, change_draft
from keepwarm.policy.models import DefinitionDraft
from keepwarm.qualification.actions.agreeing import sign
from tests.cast import NOW, House, user_of

C, F = Evidence.CONVERSATION, Evidence.FORM


def asks(name: str, text: str, *evidence: Evidence, required: bool = True) -> Criterion:
    """A criterion; without evidence any counts."""
    return Criterion(name, name.capitalize(), Group.OWN, parse(text), frozenset(evidence) or ANY, required)


def ask_questions() -> None:
    """What the house asks."""
    Question.objects.all().delete()
    Question.objects.create(key="need", label="Need", asked=True, position=0, ask="What has to be better?")
    Question.objects.create(key="machines", label="Machines", kind="number", asked=True, position=1)
    Question.objects.create(key="trade", label="Trade", kind="choice", choices=["Mill", "Bakery"], asked=True, position=2)


def drafted(house: House, *criteria: Criterion, needed: int = 0, because: str = "") -> DefinitionDraft:
    """A draft by the marketer."""
    draft = begin_draft(by=house.max, now=NOW, empty=True)
    return change_draft(draft.ref, Drafted(criteria, needed, because), revision=draft.revision, by=house.max, now=NOW)


def agree(house: House, *criteria: Criterion, needed: int = 0, now: datetime = NOW) -> DefinitionDraft:
    """A version in force, signed by Max and Cara."""
    draft = drafted(house, *criteria, needed=needed)
    sign(draft.ref, "marketing", revision=draft.revision, by=house.max, now=now)
    return sign(draft.ref, "sales", revision=draft.revision, by=user_of(house.cara), now=now)
