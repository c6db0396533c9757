"""Promises as the command line writes them: WORDS=DAY, or WORDS=DAY=WHOM."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import click

from keepwarm.customers.actions import NewPromise
from keepwarm.customers.queries.people import find_person
from keepwarm.selling.models import Opportunity
from keepwarm.selling.refusals import UnknownOpportunity

PROMISED: Final = "WORDS=DAY[=WHOM]"
SOURCES: Final = {"rep": "promises", "quote": "quoted", "note": "noted", "letter": "written"}
"""Which option tells promises of which source."""
_SHAPE: Final = re.compile(r"(?P<what>.*)=(?P<day>\d{4}-\d\d-\d\d)(?:=(?P<to>[\w-]+))?", re.DOTALL)


def new_promise(text: str, source: str, row: Opportunity) -> NewPromise:
    """What somebody wrote, for whoever buys or somebody around it."""
    found = _SHAPE.fullmatch(text.strip())
    try:
        if found is not None:
            day = date.fromisoformat(found["day"])
            return NewPromise(found["what"], day, find_person(found["to"] or "", row.prospect, row), source)
    except ValueError:
        pass
    raise click.ClickException(f"“{text}” is no promise with its day, such as: works on Sundays=2026-12-06")


def find_any(ref: str) -> Opportunity:
    """An opportunity by its reference, for the house. Raises UnknownOpportunity."""
    found = Opportunity.objects.select_related("prospect__organization", "offering", "stage", "seat").filter(ref=ref).first()
    if found is None:
        raise UnknownOpportunity("There is no such opportunity.")
    return found
