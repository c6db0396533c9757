"""The JSON edge of the stages of selling."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.selling import actions
from keepwarm.selling.api_fields import READ, WRITE, Because
from keepwarm.selling.queries.stages import StageRow, stages_version
from keepwarm.selling.queries.stages import list_stages as stage_rows
from keepwarm.staff.api import PROBLEMS, OnceKey, reader, shaped_by, write_once

router = Router(tags=["selling"])


@shaped_by(StageRow)
class StageOut(Schema):
    """One stage of selling. `open`: opportunities that stand there now."""


class StagesOut(Schema):
    """All stages, and the version of this list."""

    version: str
    stages: list[StageOut]


class StageIn(Schema):
    """A stage as it shall be; without `key` a new one."""

    label: Annotated[str, Field(max_length=120)]
    key: Annotated[str, Field(max_length=24)] = ""


class StagesIn(Schema):
    """The whole list in its order. `version`: that of the list you saw."""

    stages: Annotated[list[StageIn], Field(max_length=30)]
    because: Because
    version: Annotated[str, Field(max_length=16)] = ""


@router.get("/selling-stages", response={200: StagesOut, **PROBLEMS}, auth=READ)
def list_stages(request: HttpRequest) -> StagesOut:
    """The agreed stages of selling, in their order; those out of use too, with how many opportunities stand there."""
    return _stages()


@router.put("/selling-stages", response={200: StagesOut, **PROBLEMS}, auth=WRITE)
def change_stages(request: HttpRequest, body: StagesIn, key: OnceKey) -> HttpResponse:
    """These are the stages from now on, in this order. Who is not named is used no more. For managers and admins."""

    def do() -> StagesOut:
        wanted = [actions.Wanted(one.label, one.key) for one in body.stages]
        actions.change_stages(wanted, because=body.because, by=reader(request), now=timezone.now(), version=body.version)
        return _stages()

    return write_once(request, key, do)


def _stages() -> StagesOut:
    return StagesOut(version=stages_version(), stages=[StageOut(**asdict(row)) for row in stage_rows()])
