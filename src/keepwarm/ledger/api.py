"""The JSON edge of the ledger: the audit of the whole house, with the sums that the ledger keeps."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from keepwarm.decisions.auditing import Audit
from keepwarm.ledger.queries.auditing import audit_all, warnings_of
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, reader, shaped_by
from keepwarm.staff.queries import RUNS_THE_TEAM, require_role

router = Router(tags=["audit"])


@shaped_by(Audit)
class AuditOut(Schema):
    """What `keepwarm audit --json` finds, and `clean` when nobody is forgotten and nothing contradicts its history."""

    warnings: list[str]
    clean: bool


@router.get("/audit", response={200: AuditOut, **PROBLEMS}, auth=NeedsScope(Scope.AUDIT_READ))
def show_audit(request: HttpRequest) -> AuditOut:
    """Is anybody forgotten, and is every kept sum right? Reads the whole history, so ask it rarely. For managers and admins."""
    require_role(reader(request), *RUNS_THE_TEAM)
    result = audit_all(now=timezone.now())
    return AuditOut.model_validate({**asdict(result), "warnings": warnings_of(), "clean": result.is_clean})
