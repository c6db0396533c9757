"""Who drafts what a lead is, and who signs it for which side."""

from __future__ import annotations

from collections.abc import Iterable

from keepwarm.staff.models import Role, User

DRAFTS = frozenset({Role.MARKETER, Role.MANAGER})
TALKS = frozenset({Role.INSIDE_REP, Role.CLOSING_REP, Role.MARKETER, Role.MANAGER, Role.DIRECTOR, Role.ADMIN})
"""Who says something about a draft."""
SIGNS = {
    "marketing": frozenset({Role.MARKETER}),
    "sales": frozenset({Role.CLOSING_REP, Role.INSIDE_REP, Role.MANAGER}),
}
"""By `Signature.Side`."""


def are_of_their_sides(signers: Iterable[tuple[str, User]]) -> bool:
    """Whether each has a role of the side they sign for. The exception lets one person sign both, not two of the same side."""
    return all(who.has_role(*SIGNS[side]) for side, who in signers)
