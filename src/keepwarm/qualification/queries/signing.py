"""The two sides of a draft: who signed, and whether the reader may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from keepwarm.policy.models import DefinitionDraft, Signature
from keepwarm.policy.queries import values_in_force
from keepwarm.policy.roles import DRAFTS, SIGNS, are_of_their_sides
from keepwarm.staff.models import User

FOR = {"marketing": gettext_lazy("For marketing"), "sales": gettext_lazy("For sales")}
WHO = {
    "marketing": gettext_lazy("A marketer signs."),
    "sales": gettext_lazy("A rep or the sales manager signs."),
}


@dataclass(frozen=True, slots=True)
class SideLine:
    """One side: its signature, or whether the reader may give it."""

    side: str
    title: str | Promise
    who: str | Promise
    signature: Signature | None
    may_sign: bool
    is_mine_already: bool  # the reader signed the other side


def sides_of(draft: DefinitionDraft, signed: Sequence[Signature], user: User) -> tuple[SideLine, ...]:
    """Marketing and sales, for the page of a draft."""
    one_for_both = bool(values_in_force()["one_signs_for_both"])
    by_side = {one.side: one for one in signed}
    is_open = draft.became_id is None and draft.withdrawn_at is None
    lines = []
    for side, title in FOR.items():
        other = any(one.user_id == user.pk for one in signed if one.side != side)
        others = [(one.side, one.user) for one in signed if one.side != side and one.user_id != user.pk]
        allowed = user.has_role(*(SIGNS[side] | DRAFTS if one_for_both else SIGNS[side])) and (one_for_both or not other)
        allowed = allowed and (not others or are_of_their_sides([(side, user), *others]))
        lines.append(SideLine(side, title, WHO[side], by_side.get(side), is_open and allowed and side not in by_side, other))
    return tuple(lines)
