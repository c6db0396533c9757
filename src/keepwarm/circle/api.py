"""The JSON edge of the circle: the audit of the whole house."""

from __future__ import annotations

from dataclasses import asdict, fields

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import create_model

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.auditing import Audit
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, reader
from keepwarm.staff.queries import RUNS_THE_TEAM, require_role

router = Router(tags=["audit"])

AuditOut: type[Schema] = create_model(
    "AuditOut",
    __base__=Schema,
    __doc__="Counts over the whole house; `clean` when nobody is forgotten and nothing contradicts its history.",
    clean=(bool, ...),
    **{one.name: (int, ...) for one in fields(Audit) if one.name != "found"},  # type: ignore[call-overload]
)


@router.get("/audit", response={200: AuditOut, **PROBLEMS}, auth=NeedsScope(Scope.AUDIT_READ))
def show_audit(request: HttpRequest) -> Schema:
    """Is anybody forgotten? Reads the whole history, so ask it rarely. For managers and admins."""
    require_role(reader(request), *RUNS_THE_TEAM)
    result = audit_house(now=timezone.now())
    counts = {name: value for name, value in asdict(result).items() if name != "found"}
    return AuditOut.model_validate({**counts, "clean": result.is_clean})
