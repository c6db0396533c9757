"""Who drafts what a lead is, and who signs it for which side."""

from __future__ import annotations

from keepwarm.staff.models import Role

DRAFTS = frozenset({Role.MARKETER, Role.MANAGER})
TALKS = frozenset({Role.INSIDE_REP, Role.CLOSING_REP, Role.MARKETER, Role.MANAGER, Role.DIRECTOR, Role.ADMIN})
"""Who says something about a draft."""
SIGNS = {
    "marketing": frozenset({Role.MARKETER}),
    "sales": frozenset({Role.CLOSING_REP, Role.INSIDE_REP, Role.MANAGER}),
}
"""By `Signature.Side`."""
