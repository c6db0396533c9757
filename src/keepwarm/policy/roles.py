"""Who drafts what a lead is, and who signs it for which side."""

from __future__ import annotations

from keepwarm.staff.models import Role

DRAFTS = frozenset({Role.MARKETER, Role.MANAGER})
SIGNS = {
    "marketing": frozenset({Role.MARKETER}),
    "sales": frozenset({Role.CLOSING_REP, Role.INSIDE_REP, Role.MANAGER}),
}
"""By `Signature.Side`."""
