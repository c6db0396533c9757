"""The whole story of one prospect on one page: reach, wishes, consent, doubts, decisions and changes beside the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from keepwarm.answers.models import Answer
from keepwarm.circle.models import Merge
from keepwarm.consent.models import Permission, Wish
from keepwarm.consent.words import say_permission, say_wish
from keepwarm.decisions.models import Decision
from keepwarm.decisions.queries import Reason, sentence_of, why
from keepwarm.desk.queries.colleagues import Colleague, colleagues_of
from keepwarm.desk.queries.knowledge import Knowledge, read_knowledge, wishes_in_force
from keepwarm.desk.queries.person import LOOK, Reaching, read_reach
from keepwarm.desk.queries.story import Story, tell_story
from keepwarm.handoff.queries.page_list import HandOffLine
from keepwarm.handoff.queries.page_offer import offerable
from keepwarm.handoff.queries.page_one import handoff_line
from keepwarm.post.actions import EDITORS as ON_PAPER
from keepwarm.programs.actions.programs import MAKERS
from keepwarm.programs.queries.next_of import Next, is_kept_going, items_instead, next_of, planned_of
from keepwarm.prospects.models import Address, Doubt, Prospect, Stage, StandingChange
from keepwarm.prospects.places import show_number
from keepwarm.prospects.queries import may_change
from keepwarm.prospects.words import say_end, say_likeness
from keepwarm.qualification.queries.definitions import name_version
from keepwarm.qualification.queries.missing import judgement_history, say_change
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import RUNS_THE_TEAM
from keepwarm.touches.words import KNOWN_FROM, say_when

HISTORY = 20
"""Decisions, changes and superseded answers shown on the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a small list: what, and from where and when. `ref` names what a button would change."""

    ref: str
    text: str
    small: str
    is_over: bool = False
    has_file: bool = False


@dataclass(frozen=True, slots=True)
class AddressLine:
    """An address with its state; `may_change` is false for the firm's."""

    ref: str
    kind: str
    shown: str
    small: str
    is_ok: bool
    is_shared: bool
    is_blocked: bool
    may_change: bool


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
        superseded=_superseded(prospect, for_, now),
        story=tell_story(prospect, for_=for_, now=now, before=before),
        reach=read_reach(prospect, for_=for_, seat=seat, now=now),
        addresses=_addresses(prospect, home=seat.place if seat else ""),
        wishes=tuple(_wish(wish, for_, now) for wish in wishes_in_force(prospect)),
        permissions=_permissions(prospect, for_, now),
        colleagues=colleagues_of(prospect, for_=for_, now=now),
        doubts=_doubts(prospect),
        decisions=_decisions(prospect, for_, now),
        changes=_changes(prospect, for_, now),
        merges=_merges(prospect, for_, now),
        judgements=_judgements(prospect, for_, now),
        **_may(prospect, for_),
        meeting=handoff_line(prospect, for_=for_, now=now),
        **_comes(prospect, for_, now if foresee else None),
    )


def _may(prospect: Prospect, for_: User) -> dict[str, Any]:
    """What this reader may do here."""
    return {
        "may_change": may_change(prospect, for_),
        "may_offer": offerable(prospect, for_),
        "may_give": prospect.is_open and for_.has_role(*RUNS_THE_TEAM),
        "may_post": prospect.is_open and for_.has_role(*ON_PAPER),
    }


def _comes(prospect: Prospect, for_: User, now: datetime | None) -> dict[str, Any]:
    """What the conversation brings next, and what somebody who keeps it may have come instead. Nothing is foreseen without `now`."""
    if not is_kept_going(prospect):
        return {}
    comes = planned_of(prospect) if now is None else next_of(prospect, now=now)
    may_stop = comes is not None and bool(comes.ref) and for_.has_role(*MAKERS)
    instead = tuple(items_instead(prospect.pk)) if may_stop else ()
    return {"comes": comes, "may_foresee": comes is None and now is None, "may_stop": may_stop, "instead": instead}


def _superseded(prospect: Prospect, for_: User, now: datetime) -> tuple[Line, ...]:
    """Answers that newer ones replaced: kept with date and source, never overwritten."""
    rows = Answer.objects.filter(prospect=prospect, superseded_by__isnull=False, voided_at__isnull=True)
    return tuple(
        Line(str(row.pk), f"{row.question.label}: {row.value}", _from_where(row, for_, now))
        for row in rows.select_related("question").order_by("-learned_at")[:HISTORY]
    )


def _from_where(row: Answer, for_: User, now: datetime) -> str:
    return f"{KNOWN_FROM.get(row.evidence, '')}, {say_when(row.learned_at, zone=for_.zone, now=now)}"


def _addresses(prospect: Prospect, home: str) -> tuple[AddressLine, ...]:
    mine = Q(prospect=prospect)
    if prospect.organization_id is not None:
        mine |= Q(organization_id=prospect.organization_id)
    rows = sorted(Address.objects.filter(mine)[:60], key=lambda row: (row.state != Address.State.OK, row.kind, row.rank, row.pk))
    return tuple(_address(row, prospect, home) for row in rows)


def _address(row: Address, prospect: Prospect, home: str) -> AddressLine:
    firms = row.prospect_id != prospect.pk
    about = [row.label, _("the firm's") if firms else "", _("shared by several") if row.shared else "", row.place]
    state = "" if row.state == Address.State.OK else str(Address.State(row.state).label)
    return AddressLine(
        ref=row.ref,
        kind=str(Address.Kind(row.kind).label),
        shown=show_number(row.normalized, home=home) if row.kind == Address.Kind.PHONE else row.value,
        small=" · ".join(part for part in [state, *about] if part),
        is_ok=row.state == Address.State.OK,
        is_shared=row.shared,
        is_blocked=row.state == Address.State.BLOCKED,
        may_change=not firms,
    )


def _wish(wish: Wish, for_: User, now: datetime) -> Line:
    source = _("in their own words") if wish.source.startswith("touch:") else wish.source
    if wish.source == "suppression":
        source = _("wished by somebody who had the same address")
    return Line(
        wish.ref, say_wish(wish, zone=for_.zone), " · ".join(p for p in (source, say_when(wish.said_at, zone=for_.zone, now=now)) if p)
    )


def _permissions(prospect: Prospect, for_: User, now: datetime) -> tuple[Line, ...]:
    """With words, proof and end; those that are over last, each with its day and by whom."""
    rows = Permission.objects.filter(prospect=prospect).select_related("withdrawn_by", "wording").order_by("-given_at")[:HISTORY]
    lines = [_permission(row, for_, now) for row in rows]
    return tuple(sorted(lines, key=lambda line: line.is_over))


def _permission(row: Permission, for_: User, now: datetime) -> Line:
    def day(at: datetime) -> str:
        return say_when(at, zone=for_.zone, now=now)

    parts = [row.proof, _("to the words “%(wording)s”") % {"wording": row.wording} if row.wording else "", row.source, day(row.given_at)]
    parts.append(_("last used %(day)s") % {"day": day(row.last_used_at)} if row.last_used_at else "")
    is_over = row.expires_at is not None and row.expires_at <= now
    if row.expires_at is not None:
        parts.append((_("over since %(day)s") if is_over else _("until %(day)s")) % {"day": day(row.expires_at)})
    if row.withdrawn_at is not None:
        parts.append(_("withdrawn %(day)s") % {"day": day(row.withdrawn_at)})
        parts.append(row.withdrawn_by.name if row.withdrawn_by else "")
    text, small = say_permission(row.channel, row.kind), " · ".join(part for part in parts if part)
    return Line(str(row.pk), text, small, is_over=is_over or row.withdrawn_at is not None, has_file=bool(row.proof_file))


def _doubts(prospect: Prospect) -> tuple[Line, ...]:
    """Others who may be the same person, while nobody has said."""
    rows = Doubt.objects.filter(Q(a=prospect) | Q(b=prospect), settled_at__isnull=True).select_related("a", "b")[:10]
    return tuple(_doubt(row, row.b if row.a_id == prospect.pk else row.a) for row in rows)


def _doubt(row: Doubt, other: Prospect) -> Line:
    return Line(str(row.pk), other.name, "; ".join(say_likeness(reason) for reason in row.reasons))


def _merges(prospect: Prospect, for_: User, now: datetime) -> tuple[Line, ...]:
    """Whom somebody found to be this person; each can be undone."""
    rows = Merge.objects.filter(winner=prospect, undone_at__isnull=True).select_related("loser", "by").order_by("-at")[:10]
    return tuple(
        Line(
            row.ref, row.loser.name, " · ".join(p for p in (say_when(row.at, zone=for_.zone, now=now), row.by.name if row.by else "") if p)
        )
        for row in rows
    )


def _decisions(prospect: Prospect, for_: User, now: datetime) -> tuple[Line, ...]:
    rows = Decision.objects.filter(prospect=prospect).select_related("by").order_by("-at", "-pk")[:HISTORY]
    return tuple(
        Line(
            row.rule,
            f"{row.step.replace('_', ' ')}, {say_when(row.due_at, zone=for_.zone, now=now)}: "
            + sentence_of(row.rule, row.args, zone=for_.zone),
            _about_decision(row, for_, now),
        )
        for row in rows
    )


def _about_decision(row: Decision, for_: User, now: datetime) -> str:
    parts = [say_when(row.at, zone=for_.zone, now=now), _policy(row.policy_version), row.by.name if row.by else "", row.because]
    return " · ".join(part for part in parts if part)


def _policy(version: int) -> str:
    """Under which values it was decided; those that the house began with need no word."""
    return _("policy of version %(version)s") % {"version": version} if version else ""


def _judgements(prospect: Prospect, for_: User, now: datetime) -> tuple[Line, ...]:
    """How the judgement against the definition of a lead changed, in words."""
    return tuple(
        Line("", say_change(one), " · ".join((say_when(one.at, zone=for_.zone, now=now), name_version(one.version))))
        for one in judgement_history(prospect, count=HISTORY)
    )


def _changes(prospect: Prospect, for_: User, now: datetime) -> tuple[Line, ...]:
    rows = StandingChange.objects.filter(prospect=prospect).select_related("by", "seat").order_by("-at", "-pk")[:HISTORY]
    return tuple(
        Line(
            str(row.pk),
            f"{row.get_what_display()}: {_change(row)}",
            " · ".join(p for p in (say_when(row.at, zone=for_.zone, now=now), row.by.name if row.by else "", row.because) if p),
        )
        for row in rows
    )


def _change(row: StandingChange) -> str:
    """From what to what, in words: seats by name, stages by label."""
    if row.what == StandingChange.What.OWNER:
        return row.seat.name if row.seat else row.new
    if row.what == StandingChange.What.STAGE:
        return " → ".join(_stage(value) for value in (row.old, row.new) if value)
    return row.new.replace("_", " ") or _("opened again")


def _stage(value: str) -> str:
    return str(Stage(int(value)).label) if value.isdigit() else value
