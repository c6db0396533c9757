"""What the pages of a mailing show: its check in words, what became of it, and the people behind each figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from keepwarm.engine.blast import REASONS, Verdict
from keepwarm.engine.pacing import WORDS
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.queries.checks import check_as_values
from keepwarm.mailings.queries.figures import has_two
from keepwarm.mailings.queries.turning_away import CAME_BACK, Became, clicked, complained, opted_out, what_became
from keepwarm.mailings.queries.two_texts import TwoTexts, two_as_values, two_texts
from keepwarm.mailings.words import PAUSED, SKIPPED
from keepwarm.outbox.models import State as Mailed
from keepwarm.prospects.queries import visible_to
from keepwarm.signs.models import Kind, Sign
from keepwarm.staff.models import User

PAGE = 100
WRITTEN = ("name", "topic", "subject", "body", "subject_b", "body_b", "preheader", "language", "list_name", "in_archive")
PLAIN = (*WRITTEN, "ref", "state", "version", "verdict", "figures", "first", "overruled_because", "better")
NO_TEXT = gettext_noop("It has no subject, or no text yet.")
VERDICTS: Mapping[str, str | Promise] = {
    Verdict.GO: gettext_lazy("It fits: it can go."),
    Verdict.WARN: gettext_lazy("It can go. Look at this first:"),
    Verdict.SLOW: gettext_lazy("It goes slowly: a first small share, and the rest only when nobody turns away."),
    Verdict.REFUSE: gettext_lazy("It does not go like this."),
}
FIGURES: Mapping[str, tuple[str | Promise, Q]] = {
    "sent": (gettext_lazy("sent"), Q(state=Recipient.State.SENT)),
    "delivered": (gettext_lazy("arrived"), Q(message__state=Mailed.ACCEPTED)),
    "came_back": (gettext_lazy("came back"), Q(message__state__in=CAME_BACK)),
    "clicked": (gettext_lazy("followed a link"), Q(state=Recipient.State.SENT) & clicked()),
    "opted_out": (gettext_lazy("want no more"), Q(state=Recipient.State.SENT) & opted_out()),
    "complained": (gettext_lazy("complained"), complained()),
    "waiting": (gettext_lazy("wait for their date"), Q(state=Recipient.State.WAITS)),
    "moved": (gettext_lazy("were moved to a later date"), Q(moved__gt=0)),
    "skipped": (gettext_lazy("do not get it"), Q(state=Recipient.State.SKIPPED)),
}
"""The figures of a report, each with its words and whom it counts."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that opens its rows."""

    key: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody behind a figure. `ref` is empty for whom the reader may not see."""

    ref: str
    name: str
    at: Any
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a mailing."""

    figures: tuple[Figure, ...]
    became: Became
    robots: int
    skipped: tuple[tuple[str, int], ...]
    later: tuple[tuple[str, int], ...]
    two: TwoTexts | None
    stopped: str = ""


def read_report(mailing: Mailing, *, now: datetime) -> Report:
    """All figures of one mailing, a query each."""
    became = what_became(mailing)
    robots = Sign.objects.filter(touch__mailing_recipients__mailing=mailing, kind=Kind.CLICK, is_robot=True)
    return Report(
        figures=tuple(Figure(key, str(words), mailing.recipients.filter(test).count()) for key, (words, test) in FIGURES.items()),
        became=became,
        robots=robots.values("touch_id").distinct().count(),
        skipped=_by_reason(mailing, Recipient.State.SKIPPED),
        later=_by_reason(mailing, Recipient.State.WAITS),
        two=two_texts(mailing, now=now) if has_two(mailing) else None,
        stopped=why_paused(mailing),
    )


def as_values(mailing: Mailing, *, now: datetime) -> dict[str, Any]:
    """A mailing with its check and its counts, as plain values: for programs."""
    report = read_report(mailing, now=now)
    return {
        **{name: getattr(mailing, name) for name in PLAIN},
        "segment": mailing.segment.ref if mailing.segment else "",
        "reasons": reasons_of(mailing),
        "counts": {one.key: one.count for one in report.figures} | {"robots": report.robots},
        "stopped_because": report.stopped,
        "two": two_as_values(report.two),
        "check": check_as_values(mailing.checks.first()),
    }


def _by_reason(mailing: Mailing, state: str) -> tuple[tuple[str, int], ...]:
    rows = mailing.recipients.filter(state=state).exclude(because="").values_list("because").annotate(n=Count("pk")).order_by("-n")
    return tuple((why(because), count) for because, count in rows)


def why(because: str) -> str:
    """Why somebody does not get it, or later, in words."""
    found = SKIPPED.get(because)
    return str(found) if found is not None else _(WORDS[because]) if because in WORDS else because


def why_paused(mailing: Mailing) -> str:
    """Why it stands still, in a sentence; "" when it does not."""
    return str(PAUSED.get(mailing.paused_because, mailing.paused_because))


def reasons_of(mailing: Mailing) -> list[str]:
    """What the check found against it, in sentences."""
    text = _("The text %(does)s: before somebody is ready, nothing we send to many does that.")
    said = [_(REASONS[key]) % args for key, args in mailing.figures.get("reasons", ()) if key in REASONS]
    return [*said, *(text % {"does": _(one["does"])} if one["does"] else _(NO_TEXT) for one in mailing.figures.get("text", ()))]


def rows_of(mailing: Mailing, key: str, *, for_: User, after: int = 0) -> tuple[list[Line], int]:
    """The people behind a figure, a page at a time; with the key of the next page, 0 at the end. Names only of whom the reader sees."""
    test = FIGURES[key][1]
    rows = list(mailing.recipients.filter(test, pk__gt=after).select_related("prospect", "message").order_by("pk")[: PAGE + 1])
    seen = set(visible_to(for_).filter(pk__in=[row.prospect_id for row in rows]).values_list("pk", flat=True))
    lines = [_line(row, is_seen=row.prospect_id in seen) for row in rows[:PAGE]]
    return lines, rows[PAGE - 1].pk if len(rows) > PAGE else 0


def _line(row: Recipient, *, is_seen: bool) -> Line:
    at = row.due_at if row.state == Recipient.State.WAITS else row.ended_at
    words = why(row.because) if row.because else str(row.message.get_state_display()) if row.message else str(row.get_state_display())
    if not is_seen:
        return Line("", _("somebody whom you do not work with"), at, words)
    return Line(row.prospect.ref, row.prospect.name, at, words)
