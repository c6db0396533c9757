"""A person and a draft for the tests of the letter check."""

from dataclasses import replace
from datetime import date
from typing import Any

from keepwarm.engine.letter.checking import check
from keepwarm.engine.letter.draft import About, Draft, Talk
from keepwarm.engine.letter.finding import Finding
from keepwarm.engine.letter.words import Kind, Purpose
from keepwarm.engine.policy import Policy

TODAY = date(2026, 11, 20)  # a Friday
TALKED = Talk(date(2026, 11, 18))
ADA = About(
    today=TODAY,
    given="Ada",
    family="Moreau",
    firm="Kreuzbach GmbH",
    our_firm="Brightside Pumps",
    our_people=("Uwe Kreft",),
    they_wrote=True,
)
ASKS_FOR_A_TIME = "Hello Ada,\n\nMay I call you on Tuesday at ten, or does Thursday suit you better?\n\nKind regards\nUwe Kreft\n"


def about(**changes: Any) -> About:
    return replace(ADA, **changes)


def draft(body: str = ASKS_FOR_A_TIME, **changes: Any) -> Draft:
    return replace(Draft(Purpose.SCHEDULE, "A call this week", body), **changes)


def findings(body: str = ASKS_FOR_A_TIME, known: About = ADA, **changes: Any) -> tuple[Finding, ...]:
    return check(draft(body, **changes), known, Policy())


def kinds(body: str = ASKS_FOR_A_TIME, known: About = ADA, **changes: Any) -> set[Kind]:
    return {one.kind for one in findings(body, known, **changes)}


def the(kind: Kind, body: str = ASKS_FOR_A_TIME, known: About = ADA, **changes: Any) -> Finding:
    return next(one for one in findings(body, known, **changes) if one.kind is kind)


def in_a_letter(sentence: str, greeting: str = "Hello Ada,", farewell: str = "Kind regards\nUwe Kreft") -> str:
    return f"{greeting}\n\n{sentence}\n\n{farewell}\n"
