"""Broken off at any statement, and begun again, an import has brought the same as if it had run through."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from keepwarm.intake.actions import run_import
from keepwarm.intake.models import Import, ImportedRow
from keepwarm.intake.tests.lists import prepare, row, write_list
from keepwarm.prospects.models import Doubt, Prospect
from keepwarm.touches.models import Inquiry, Signal
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db


class PowerCut(Exception):
    """Stands for anything that ends a process."""


@pytest.fixture
def house() -> House:
    house = open_house()
    meet(house, "Anna Arnold", firm="Firm 3")
    return house


def a_list(folder: Path) -> Path:
    """Newcomers in firms of three, some of them twice, one line twice as it stands, and one that cannot go in."""
    people = [
        row(f"Given{n} Family{n}", f"Firm {n % 80}", f"p{n}@mail.example", f"0113 496 {n:04}", "18.11.2026", str(n)) for n in range(240)
    ]
    again = [row(f"Given{n} Family{n}", f"Firm {n % 80}", f"p{n}@mail.example", "", "19.11.2026", "7") for n in range(0, 240, 40)]
    return write_list(folder, [*people[:120], *again, *people[120:], people[5], row("")])


def breaking_at(place: int) -> Callable[..., Any]:
    """Lets so many statements pass and then breaks."""
    passed = 0

    def run(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal passed
        passed += 1
        if passed == place:
            raise PowerCut
        return execute(sql, params, many, context)

    return run


def what_stands() -> list[Any]:
    """Everything that the list brought, in words that are the same on every run."""
    counts = Import.objects.values_list("rows", "created", "matched", "already", "rejected", "doubts", "next_line").get()
    people = sorted(Prospect.objects.values_list("name", "organization__name", "stage", "next_step", "is_lead"))
    lines = sorted(ImportedRow.objects.values_list("line", "prospect__name", "created"))
    told = sorted(Signal.objects.open().values_list("prospect__name", "kind"))
    return [counts, people, lines, told, Inquiry.objects.count(), Doubt.objects.count()]


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.85, 0.95])
def test_at_a_statement(house: House, tmp_path: Path, share: float) -> None:
    imported = prepare(a_list(tmp_path))
    before = transaction.savepoint()
    counting = Counting()
    with connection.execute_wrapper(counting):
        run_import(imported.ref, clock=lambda: NOW)
    through = what_stands()
    transaction.savepoint_rollback(before)
    with pytest.raises(PowerCut), connection.execute_wrapper(breaking_at(int(counting.count * share))):
        run_import(imported.ref, clock=lambda: NOW)
    run_import(imported.ref, clock=lambda: NOW)
    assert what_stands() == through


class Counting:
    """Counts statements."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)
