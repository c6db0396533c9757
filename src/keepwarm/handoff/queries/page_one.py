"""One hand-off on its page: the brief, who was asked and why this rep, until when, what the reader may do, and its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from keepwarm.handoff.models import Asking, HandOff, ReturnReason
from keepwarm.handoff.queries.introductions import REP
from keepwarm.handoff.queries.page_brief import Brief, read_brief
from keepwarm.handoff.queries.page_clock import say_because, say_moment
from keepwarm.handoff.queries.page_list import HandOffLine, last_asking, shape_line, with_all
from keepwarm.handoff.queries.permissions import OFFERS, has_seat, may_answer, may_offer, visible_handoffs
from keepwarm.handoff.refusals import UnknownHandOff
from keepwarm.lib.text import joined
from keepwarm.policy.queries import newest_definition
from keepwarm.prospects.models import Prospect, Stage, StandingChange
from keepwarm.prospects.queries import may_change, visible_to
from keepwarm.staff.models import REPS, User

OUTCOMES = {
    Asking.Outcome.ACCEPTED: "call",
    Asking.Outcome.RETURNED: "warm",
    Asking.Outcome.PASSED_ON: "alert",
    Asking.Outcome.LEFT: "",
    Asking.Outcome.WITHDRAWN: "",
}
"""The mark of each outcome on the line of time."""
HOLDERS = 20
"""Changes of hands in sales that the page tells of."""


@dataclass(frozen=True, slots=True)
class Passed:
    """One thing that happened to the hand-off: what, theirs in words, who and when."""

    at: datetime
    text: str
    words: str
    small: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class HandOffPage:
    """Everything the page shows. `asked_because`: why this rep, in sentences. `has_it`: who has it now, when it is answered."""

    row: HandOff
    line: HandOffLine
    brief: Brief
    asked_because: tuple[str, ...]
    passed: tuple[Passed, ...]
    may_answer: bool
    may_withdraw: bool
    may_see_prospect: bool
    answered_by: str
    introduced: str  # when and by whom they were introduced, or that it is missing; "" when the rep introduces themselves
    may_introduce: bool
    may_write: bool  # the letter is theirs to write: they look after the prospect, and have a seat
    judged_by: str  # by which version they were a lead, in a sentence

    @property
    def introduction(self) -> str:
        """The words to the prospect, with the name of the rep who is asked, or who accepted."""
        return self.row.introduction.replace(REP, self.line.to_name)

    @property
    def waits(self) -> bool:
        """Whether somebody is still to answer."""
        return self.row.state == HandOff.State.OFFERED and self.row.closed_at is None


def find_handoff(ref: str, *, for_: User) -> HandOff:
    """The hand-off, if the reader may see it. Raises UnknownHandOff."""
    found = (
        with_all(visible_handoffs(for_)).filter(ref=ref).select_related("answered_by", "from_seat", "approved_by", "introduced_by").first()
    )
    if found is None:
        raise UnknownHandOff(_("There is no such hand-off, or you may not see it."))
    return found


def show_handoff(ref: str, *, for_: User, now: datetime) -> HandOffPage:
    """The page of one hand-off. Raises UnknownHandOff."""
    row = find_handoff(ref, for_=for_)
    asked = last_asking(row)
    waits = asked is not None and asked.outcome == Asking.Outcome.WAITS and row.closed_at is None
    return HandOffPage(
        row=row,
        line=shape_line(row, for_=for_, now=now),
        brief=read_brief(row.brief or {}, zone=for_.zone, now=now),
        asked_because=say_because(asked.because) if asked else (),
        passed=tuple(sorted(tell_history(row, for_=for_, now=now), key=lambda one: one.at)[::-1]),
        may_answer=bool(waits and asked and may_answer(asked, for_)),
        may_withdraw=waits and (row.offered_by_id == for_.pk or for_.has_role(*OFFERS)),
        may_see_prospect=visible_to(for_).filter(pk=row.prospect_id).exists(),
        answered_by=row.answered_by.name if row.answered_by else "",
        introduced=say_introduced(row, zone=for_.zone, now=now),
        may_introduce=is_to_introduce(row) and (row.offered_by_id == for_.pk or may_offer(row.prospect, for_)),
        may_write=for_.has_role(*REPS) and has_seat(for_) and may_change(row.prospect, for_),
        judged_by=say_judged_by(row),
    )


def say_judged_by(row: HandOff) -> str:
    """The version under which they were offered: it holds for this hand-off, whatever came into force since."""
    said = _("A lead by version %(number)s of what marketing and sales agreed.") % {"number": row.definition}
    if row.signed_by_one:
        said = _("A lead by version %(number)s, which one person signed for both sides.") % {"number": row.definition}
    if row.closed_at is not None or (newest := newest_definition()) <= row.definition:
        return said
    return said + " " + _("Version %(number)s came into force since; it changes nothing here.") % {"number": newest}


def is_to_introduce(row: HandOff) -> bool:
    """Whether the words are approved, and the introduction is still missing."""
    return row.introduce != HandOff.Introduce.NOT and row.approved_by_id is not None and row.introduced_at is None and row.closed_at is None


def say_introduced(row: HandOff, *, zone: str, now: datetime) -> str:
    """That they were introduced, when and by whom; or that it was not done yet."""
    if row.introduce == HandOff.Introduce.NOT:
        return ""
    if row.introduced_at is None:
        return _("not introduced yet") if row.closed_at is None else ""
    said = {"when": say_moment(row.introduced_at, zone=zone, now=now), "who": row.introduced_by.name if row.introduced_by else ""}
    return _("introduced %(when)s by %(who)s") % said if said["who"] else _("introduced %(when)s") % said


def tell_history(row: HandOff, *, for_: User, now: datetime) -> Iterator[Passed]:
    """What happened, in no order. The reader is called you."""
    zone = for_.zone

    def at(moment: datetime) -> str:
        return say_moment(moment, zone=zone, now=now)

    offerer = row.offered_by.name if row.offered_by else _("the system")
    offered = _("Offered by you") if row.offered_by_id == for_.pk else _("Offered by %(who)s") % {"who": offerer}
    yield Passed(row.offered_at, offered, row.why, at(row.offered_at), "warm")
    for asking in row.askings.all():
        yield from _tell_asking(asking, at(asking.asked_at), for_=for_, now=now)
    yield from _tell_holders(row, for_=for_, now=now)
    if row.introduced_at:
        yield Passed(row.introduced_at, say_introduced(row, zone=zone, now=now).capitalize(), "", at(row.introduced_at), "warm")
    if row.first_called_at:
        yield Passed(row.first_called_at, _("First call"), "", at(row.first_called_at), "call")
    if row.closed_at and row.state != HandOff.State.RETURNED:
        yield Passed(row.closed_at, str(row.get_closed_as_display()).capitalize(), "", at(row.closed_at))


def _tell_holders(row: HandOff, *, for_: User, now: datetime) -> Iterator[Passed]:
    """Who had them in sales after the one who accepted, and why."""
    if row.state != HandOff.State.ACCEPTED or row.answered_at is None:
        return
    changes = StandingChange.objects.filter(prospect=row.prospect_id, what=StandingChange.What.OWNER, at__gt=row.answered_at)
    if row.closed_at is not None:
        changes = changes.filter(at__lt=row.closed_at)
    for change in changes.select_related("seat").order_by("at", "pk")[:HOLDERS]:
        name = change.seat.name if change.seat else ""
        small = joined(say_moment(change.at, zone=for_.zone, now=now), change.because)
        is_you = change.seat is not None and change.seat.user_id == for_.pk
        yield Passed(change.at, _("You have them now") if is_you else _("%(who)s has them now") % {"who": name}, "", small)


def _tell_asking(asking: Asking, asked: str, *, for_: User, now: datetime) -> Iterator[Passed]:
    name, zone, is_you = asking.seat.name, for_.zone, asking.seat.user_id == for_.pk
    text = _("You were asked") if is_you else _("%(who)s was asked") % {"who": name}
    yield Passed(asking.asked_at, text, "", " · ".join([asked, *say_because(asking.because)]))
    if asking.reminded_at:
        reminded = say_moment(asking.reminded_at, zone=zone, now=now)
        text = _("You were reminded") if is_you else _("%(who)s was reminded") % {"who": name}
        yield Passed(asking.reminded_at, text, "", reminded)
    if asking.told_manager_at:
        told = say_moment(asking.told_manager_at, zone=zone, now=now)
        yield Passed(asking.told_manager_at, _("No answer in time; the manager knows"), "", told, "alert")
    if asking.ended_at and asking.outcome:
        text = _("%(who)s: %(outcome)s") % {"who": _("You") if is_you else name, "outcome": asking.get_outcome_display()}
        reason = asking.reason.label if asking.reason else ""
        small = joined(say_moment(asking.ended_at, zone=zone, now=now), reason)
        yield Passed(asking.ended_at, text, asking.words, small, OUTCOMES.get(Asking.Outcome(asking.outcome), ""))


def reasons_in_use() -> list[ReturnReason]:
    """The agreed list, in its order. A house has a dozen at most."""
    return list(ReturnReason.objects.filter(retired_at__isnull=True)[:50])


def all_reasons() -> Iterable[ReturnReason]:
    """The agreed list with what was retired, those in use first."""
    return sorted(ReturnReason.objects.all()[:100], key=lambda one: one.retired_at is not None)


def handoff_line(prospect: Prospect, *, for_: User, now: datetime) -> HandOffLine | None:
    """The open hand-off of a prospect as a line; None when there is none. Only leads and those in sales can have one."""
    if prospect.stage not in {Stage.LEAD, Stage.IN_SALES}:
        return None
    row = with_all(HandOff.objects.filter(prospect=prospect, closed_at__isnull=True)).first()
    return shape_line(row, for_=for_, now=now) if row else None
