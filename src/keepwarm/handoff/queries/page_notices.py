"""What the reader is told on their desk and has not seen yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from keepwarm.handoff.models import HandOff, Notice
from keepwarm.handoff.queries.page_clock import say_moment
from keepwarm.staff.models import User

WAITS = (Notice.Kind.OFFERED, Notice.Kind.HALF_TIME)
"""Told by the list of what waits, above all else on the desk, while it does."""
MOST = 8
"""Lines at once; the rest follows when these are seen."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice: a sentence, when, and the hand-off or the prospect it is about ("" when there is none). `mark`: its colour."""

    ref: str
    text: str
    when: str
    handoff: str
    prospect: str
    mark: str


def unseen_notices(for_: User, *, now: datetime) -> tuple[NoticeLine, ...]:
    """The newest first. What waits for the reader stands on the desk anyway, and is not said twice. One query."""
    rows = Notice.objects.filter(user=for_, seen_at__isnull=True).select_related(
        "prospect", "handoff__answered_by", "handoff__return_reason", "asking__seat"
    )
    found = rows.exclude(kind__in=WAITS).order_by("-at", "-pk")[:MOST]
    return tuple(
        NoticeLine(
            ref=row.ref,
            text=_say(row),
            when=say_moment(row.at, zone=for_.zone, now=now),
            handoff=row.handoff.ref if row.handoff else "",
            prospect=row.prospect.ref,
            mark=_MARKS.get(Notice.Kind(row.kind), ""),
        )
        for row in found
    )


def _say(row: Notice) -> str:
    said = _WORDS[Notice.Kind(row.kind)]
    reason = row.handoff.return_reason.label if row.handoff and row.handoff.return_reason else _("no reason given")
    rep = row.asking.seat.name if row.asking else ""
    answered = row.handoff.answered_by.name if row.handoff and row.handoff.answered_by else rep
    accepted = row.handoff is not None and row.handoff.state == HandOff.State.ACCEPTED
    return _(said) % {"name": row.prospect.name, "rep": rep, "who": answered if accepted else rep or answered, "reason": reason}


_WORDS = {
    Notice.Kind.UNANSWERED: gettext_noop("%(rep)s has not answered in time: %(name)s."),
    Notice.Kind.PASSED_ON: gettext_noop("%(name)s was passed on to another rep."),
    Notice.Kind.ACCEPTED: gettext_noop("%(who)s accepted %(name)s."),
    Notice.Kind.RETURNED: gettext_noop("%(who)s returned %(name)s: %(reason)s."),
    Notice.Kind.NO_REP: gettext_noop("No closing rep is here for %(name)s."),
    Notice.Kind.WITHDRAWN: gettext_noop("%(name)s was withdrawn; no answer is needed."),
    Notice.Kind.WARM_AGAIN: gettext_noop("%(name)s, whom you gave back, is warm again."),
    Notice.Kind.GIVEN: gettext_noop("%(name)s, whom sales accepted, is with you now."),
    Notice.Kind.INTRODUCE: gettext_noop("%(name)s waits to be introduced to %(who)s, in the words that were agreed."),
}
_MARKS = {
    Notice.Kind.UNANSWERED: "alert",
    Notice.Kind.NO_REP: "alert",
    Notice.Kind.ACCEPTED: "call",
    Notice.Kind.GIVEN: "call",
    Notice.Kind.INTRODUCE: "warm",
    Notice.Kind.RETURNED: "warm",
    Notice.Kind.WARM_AGAIN: "warm",
}
