"""Before an offer: whether it may be made and what is missing, who would be asked and why, and words to introduce the rep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from keepwarm.handoff.choosing import choose
from keepwarm.handoff.models import HandOff
from keepwarm.handoff.queries.askings import open_handoff
from keepwarm.handoff.queries.brief import compose_brief
from keepwarm.handoff.queries.candidates import candidates_for, closing_seats
from keepwarm.handoff.queries.outliving import bought_already, runs_again
from keepwarm.handoff.queries.page_brief import Brief, read_brief
from keepwarm.handoff.queries.page_clock import say_because
from keepwarm.handoff.queries.permissions import may_offer
from keepwarm.policy.queries import definition_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import visible_to
from keepwarm.staff.models import Seat, User


@dataclass(frozen=True, slots=True)
class OfferPage:
    """`obstacle`: why it may not be offered, a sentence, "" when it may. `open_ref`: the hand-off that is open already."""

    row: Prospect
    brief: Brief
    obstacle: str
    is_lead: bool
    not_met: tuple[tuple[str, bool], ...]  # label, and whether it is required
    ask: str
    open_ref: str
    rep: str
    rep_because: tuple[str, ...]
    reps: tuple[Seat, ...]
    opening_words: str


def show_offer(prospect: Prospect, *, for_: User, now: datetime) -> OfferPage:
    """What the page of an offer shows to whoever may make it."""
    composed: dict[str, Any] = compose_brief(prospect.pk, now=now)
    candidates, opened = candidates_for(prospect, now=now), open_handoff(prospect.pk)
    chosen = choose(candidates)
    names = {one.seat_id: one.name for one in candidates}
    return OfferPage(
        row=prospect,
        brief=read_brief(composed, zone=for_.zone, now=now),
        obstacle=find_obstacle(prospect, opened, sells=chosen is not None),
        is_lead=prospect.is_lead,
        not_met=tuple(_not_met(composed["why"]["not_met"])),
        ask=composed["opening"]["ask"],
        open_ref=opened.ref if opened and opened.ref else "",
        rep=names[chosen.seat_id] if chosen else "",
        rep_because=say_because(chosen.because) if chosen else (),
        reps=tuple(closing_seats()[:200]),
        opening_words=introduce_in_words(prospect, by=for_),
    )


def _not_met(labels: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """What is not met, the required first."""
    required = {one.label for one in definition_in_force().criteria if one.required}
    return ((_(label), label in required) for label in sorted(labels, key=lambda label: label not in required))


def find_obstacle(prospect: Prospect, opened: HandOff | None, *, sells: bool) -> str:
    """The first reason against an offer, as a sentence; the action checks the same again, under its lock."""
    definition, name = definition_in_force(), {"name": prospect.name}
    if prospect.ended_at is not None:
        return _("%(name)s is ended. Reopen first.") % name
    if bought := bought_already(prospect):
        return bought
    if opened is not None or runs_again(prospect.pk):
        return _("%(name)s is offered to sales, or with them, already.") % name
    if definition.provisional or not definition.version:
        return _("Marketing and sales have not agreed yet on what a lead is. They sign the definition first; then leads are handed over.")
    if not prospect.is_lead:
        return _("%(name)s is no lead yet. A call to find out comes next, not a hand-off.") % name
    return "" if sells else _("Nobody sells here yet: give somebody the role closing rep first.")


def introduce_in_words(prospect: Prospect, *, by: User) -> str:
    """Words to begin with; the marketer changes them, and approves."""
    words = _(
        "Hello %(name)s, thank you for telling us where you stand. My colleague {rep} knows most about this, and has read "
        "everything you told us, so that you need not say it twice. {rep} will call you within the next days. %(by)s"
    )
    return words % {"name": prospect.name, "by": by.name}


def offerable(prospect: Prospect, for_: User) -> bool:
    """Whether the reader is shown the way to an offer: they may, no hand-off is open, and it is no customer of ours."""
    is_free = open_handoff(prospect.pk) is None and not runs_again(prospect.pk) and not bought_already(prospect)
    return prospect.ended_at is None and may_offer(prospect, for_) and is_free


def find_prospect(ref: str, *, for_: User) -> Prospect | None:
    """Whom the reader may offer; None for one they may not see, or may not offer."""
    found = visible_to(for_).select_related("organization", "owner").filter(ref=ref, merged_into__isnull=True).first()
    return found if found is not None and may_offer(found, for_) else None
