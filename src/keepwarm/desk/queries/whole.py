"""The whole story of one prospect on one page: reach, wishes, consent, doubts, decisions and changes beside the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from keepwarm.decisions.queries import Reason, why
from keepwarm.desk.queries.addresses import AddressLine, addresses_of, permissions_of, wishes_of
from keepwarm.desk.queries.colleagues import Colleague, colleagues_of
from keepwarm.desk.queries.knowledge import Knowledge, read_knowledge
from keepwarm.desk.queries.person import LOOK, Reaching, read_reach
from keepwarm.desk.queries.record import Line, changes_of, decisions_of, doubts_about, judgements_of, merges_into, superseded_answers
from keepwarm.desk.queries.story import Story, tell_story
from keepwarm.handoff.queries.page_list import HandOffLine
from keepwarm.handoff.queries.page_offer import offerable
from keepwarm.handoff.queries.page_one import handoff_line
from keepwarm.messaging.queries.offering import Offered, offer_message
from keepwarm.programs.actions.programs import MAKERS
from keepwarm.programs.queries.next_of import Next, is_kept_going, items_instead, next_of, planned_of
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.prospects.queries import may_change
from keepwarm.prospects.words import say_end
from keepwarm.staff.models import EDITORS, Seat, User
from keepwarm.staff.queries import RUNS_THE_TEAM
from keepwarm.touches.words import say_when


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything about one prospect. `may_change`: the reader may log, choose and correct here."""

    row: Prospect
    stage: str
    reason: Reason
    look: str
    due: str
    knows: Knowledge
    superseded: tuple[Line, ...]
    story: Story
    reach: Reaching
    addresses: tuple[AddressLine, ...]
    wishes: tuple[Line, ...]
    permissions: tuple[Line, ...]
    colleagues: tuple[Colleague, ...]
    doubts: tuple[Line, ...]
    decisions: tuple[Line, ...]
    changes: tuple[Line, ...]
    merges: tuple[Line, ...]
    judgements: tuple[Line, ...]
    may_change: bool
    is_mine: bool = True
    may_offer: bool = False
    may_give: bool = False  # to another rep
    may_post: bool = False  # a letter on paper
    message: Offered | None = None  # a short one; None where the house sends none
    meeting: HandOffLine | None = None  # the open hand-off
    comes: Next | None = None  # of the low-cost conversation
    may_foresee: bool = False  # nothing is chosen yet; what it would be can be asked
    may_stop: bool = False  # what comes of it
    instead: tuple[tuple[str, str], ...] = ()

    @property
    def ended(self) -> str:
        """Why the conversation ended; "" while it goes on."""
        return say_end(self.row.end_reason)

    @property
    def colleague_count(self) -> int:
        """Others known at the firm."""
        return len(self.colleagues)


def show_whole(prospect: Prospect, *, for_: User, seat: Seat | None, now: datetime, before: str = "", foresee: bool = False) -> Whole:
    """The page of a prospect; about thirty short queries, each on an index. `before` is a key of the timeline.

    `foresee`: what would come next too, where nothing is chosen yet; that alone takes half as long again.
    """
    return Whole(
        row=prospect,
        stage=str(Stage(prospect.stage).label),
        reason=why(prospect, zone=for_.zone),
        look=LOOK.get(prospect.next_step, ""),
        due=say_when(prospect.next_touch_at, zone=for_.zone, now=now) if prospect.next_touch_at else "",
        knows=read_knowledge(prospect, for_=for_, now=now),
        superseded=superseded_answers(prospect, for_, now),
        story=tell_story(prospect, for_=for_, now=now, before=before),
        reach=read_reach(prospect, for_=for_, seat=seat, now=now),
        addresses=addresses_of(prospect, home=seat.place if seat else ""),
        wishes=wishes_of(prospect, for_, now),
        permissions=permissions_of(prospect, for_, now),
        colleagues=colleagues_of(prospect, for_=for_, now=now),
        doubts=doubts_about(prospect),
        decisions=decisions_of(prospect, for_, now),
        changes=changes_of(prospect, for_, now),
        merges=merges_into(prospect, for_, now),
        judgements=judgements_of(prospect, for_, now),
        **_may(prospect, for_),
        message=offer_message(prospect, for_=for_, now=now),
        meeting=handoff_line(prospect, for_=for_, now=now),
        **_comes(prospect, for_, now if foresee else None),
    )


def _may(prospect: Prospect, for_: User) -> dict[str, Any]:
    """What this reader may do here."""
    return {
        "may_change": may_change(prospect, for_),
        "may_offer": offerable(prospect, for_),
        "may_give": prospect.is_open and for_.has_role(*RUNS_THE_TEAM),
        "may_post": prospect.is_open and for_.has_role(*EDITORS),
    }


def _comes(prospect: Prospect, for_: User, now: datetime | None) -> dict[str, Any]:
    """What the conversation brings next, and what somebody who keeps it may have come instead. Nothing is foreseen without `now`."""
    if not is_kept_going(prospect):
        return {}
    comes = planned_of(prospect) if now is None else next_of(prospect, now=now)
    may_stop = comes is not None and bool(comes.ref) and for_.has_role(*MAKERS)
    instead = tuple(items_instead(prospect.pk)) if may_stop else ()
    return {"comes": comes, "may_foresee": comes is None and now is None, "may_stop": may_stop, "instead": instead}
