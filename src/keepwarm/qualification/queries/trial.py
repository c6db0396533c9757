"""Reads of a trial: its figures beside those of the version in force, per source, and the inquiries behind each figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext, gettext_lazy

from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.queries import visible_to
from keepwarm.qualification.models import Trial
from keepwarm.qualification.trial_counting import KINDS, Figures, Kind, count_figure, figures, pick, unpack
from keepwarm.staff.models import EDITORS, REPS, User
from keepwarm.touches.models import Inquiry, Source

MAY_TRY: Final = (*sorted(REPS), *sorted(EDITORS))
SHOWN: Final = 50
NEWEST: Final = 30
AT_ONCE: Final = 500
NOT_KNOWN: Final = "not_known"
"""In the result of a trial: what the version in force asks for that is not known of the past, by its criterion."""

TITLES: Final = {
    "inquiries": gettext_lazy("All inquiries that were judged"),
    "bought": gettext_lazy("Inquiries that became a sale"),
    "leads": gettext_lazy("Leads by the definition tried"),
    "leads_bought": gettext_lazy("Leads by the definition tried that bought"),
    "missed": gettext_lazy("Buyers the definition tried would have missed"),
    "offered": gettext_lazy("Leads by the definition tried that were offered to sales"),
    "returned": gettext_lazy("Leads by the definition tried that sales gave back"),
    "leads_now": gettext_lazy("Leads by the version in force"),
    "leads_bought_now": gettext_lazy("Leads by the version in force that bought"),
    "missed_now": gettext_lazy("Buyers the version in force would have missed"),
    "offered_now": gettext_lazy("Leads by the version in force that were offered to sales"),
    "returned_now": gettext_lazy("Leads by the version in force that sales gave back"),
    "only_tried": gettext_lazy("Leads only by the definition tried"),
    "only_in_force": gettext_lazy("Leads only by the version in force"),
}
"""What stands behind each figure, in words."""


class NotThrough(Refusal):
    """A trial that is not there, still counted, or was stopped; or no figure of one."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source; `key` is its number in the list behind a figure."""

    key: int
    name: str
    tried: Figures
    now: Figures


@dataclass(frozen=True, slots=True)
class TrialPage:
    """A trial: how far it is, and when it is through all that it says."""

    row: Trial
    tried: Figures
    now: Figures
    sources: Sequence[SourceLine]
    only_tried: int
    only_in_force: int
    waits: bool  # nobody counts it yet
    doubt: str = ""  # why the figures of the version in force tell nothing, as a sentence

    @property
    def is_running(self) -> bool:
        """Whether it is still to be counted."""
        return self.row.finished_at is None and self.row.stopped_at is None

    @property
    def is_same(self) -> bool:
        """The version tried is the one in force."""
        return self.row.version == self.row.against


@dataclass(frozen=True, slots=True)
class Judged:
    """One inquiry behind a figure. `name` and `ref` are empty where the reader may not see the person."""

    name: str
    ref: str
    firm: str
    source: str
    asked_at: datetime
    is_lead: bool
    is_lead_now: bool
    bought: bool


@dataclass(frozen=True, slots=True)
class JudgedList:
    """Inquiries behind a figure, page by page; `after`: where the next page goes on, 0 at the end."""

    title: str
    count: int
    rows: Sequence[Judged]
    after: int
    source: str = ""


def newest_trials() -> list[Trial]:
    """The trials made last, without their rows."""
    return list(Trial.objects.defer("rows", "result", "criteria").select_related("by")[:NEWEST])


def newest_trial_of(draft_ref: str, revision: int) -> Trial | None:
    """The last trial of a draft as it stands at that revision."""
    tried = Trial.objects.defer("rows").filter(draft_ref=draft_ref, revision=revision, stopped_at__isnull=True)
    return tried.order_by("-asked_at").first()


def trial_page(row: Trial, *, now: datetime) -> TrialPage:
    """Everything on a trial's page."""
    by_source: dict[str, list[int]] = row.result.get("by_source", {})
    all_ = [sum(counts) for counts in zip(*by_source.values(), strict=True)] or [0] * KINDS
    return TrialPage(
        row=row,
        tried=figures(all_),
        now=figures(all_, now=True),
        sources=_sources(by_source),
        only_tried=count_figure(all_, "only_tried"),
        only_in_force=count_figure(all_, "only_in_force"),
        waits=row.lease_until is None or row.lease_until < now,
        doubt=_say_doubt(row.result.get(NOT_KNOWN, {})),
    )


def _say_doubt(not_known: Mapping[str, str]) -> str:
    if not not_known:
        return ""
    said = gettext(
        "“%(label)s” of the version in force asks for “%(field)s”, which is not known of the past: its figures here are no comparison."
    )
    return said % not_known


def inquiries_behind(row: Trial, figure: str, *, for_: User, source: int | None = None, after: int = 0, count: int = SHOWN) -> JudgedList:
    """The inquiries behind a figure, oldest record first. Raises KeyError for a name that is no figure."""
    counted = unpack(bytes(row.rows))
    picked = pick(counted, figure, source=source, after=after, count=count + 1)
    shown = picked[:count]
    kinds = dict(zip(shown, counted.kinds[counted.inquiries.searchsorted(shown)].tolist(), strict=True))
    by_source: dict[str, list[int]] = row.result.get("by_source", {})
    counts = [one for key, one in by_source.items() if source is None or key == str(source)]
    return JudgedList(
        title=str(TITLES[figure]),
        count=sum(count_figure(one, figure) for one in counts),
        rows=_rows(kinds, for_),
        after=shown[-1] if len(picked) > count else 0,
        source=Source.objects.filter(pk=source).values_list("name", flat=True).first() or "" if source is not None else "",
    )


def all_behind(row: Trial, figure: str, *, for_: User, source: int | None = None) -> Iterator[Judged]:
    """All inquiries behind a figure, in short reads. Raises NotThrough for a name that is no figure."""
    if figure not in TITLES:
        raise NotThrough(gettext("There is no such figure. There are: %(known)s.") % {"known": ", ".join(TITLES)})
    counted = unpack(bytes(row.rows))
    picked = pick(counted, figure, source=source, after=0, count=len(counted.inquiries))
    for start in range(0, len(picked), AT_ONCE):
        lot = picked[start : start + AT_ONCE]
        kinds = dict(zip(lot, counted.kinds[counted.inquiries.searchsorted(lot)].tolist(), strict=True))
        yield from _rows(kinds, for_)


def find_finished(ref: str) -> Trial:
    """A trial that is through. Raises NotThrough."""
    row = Trial.objects.filter(ref=ref, finished_at__isnull=False).select_related("by").first()
    if row is None:
        raise NotThrough(gettext("There is no such trial, or it is not through."))
    return row


def say_tried(row: Trial) -> str:
    """What was tried."""
    if row.version is None:
        return (
            gettext("The draft, revision %(number)s") % {"number": row.revision} if row.draft_ref else gettext("A definition from a file")
        )
    return gettext("Version %(number)s") % {"number": row.version} if row.version else gettext("The provisional definition")


def trial_as_json(page: TrialPage) -> dict[str, Any]:
    """A trial as the API and `--json` give it."""
    row = page.row
    state = "done" if row.finished_at else "stopped" if row.stopped_at else "counting"
    return {
        "trial": row.ref,
        "state": state,
        "problem": row.problem,
        "version": row.version,
        "draft": row.draft_ref or None,
        "revision": row.revision or None,
        "against": row.against,
        "total": row.total,
        "done": row.done,
        "tried": page.tried.as_row(),
        "in_force": page.now.as_row(),
        "only_tried": page.only_tried,
        "only_in_force": page.only_in_force,
        "doubt": page.doubt,
        "sources": [{"source": one.name, "tried": one.tried.as_row(), "in_force": one.now.as_row()} for one in page.sources],
        "finished_at": row.finished_at,
    }


def _sources(by_source: dict[str, list[int]]) -> list[SourceLine]:
    """Most inquiries first."""
    names = Source.objects.in_bulk([int(key) for key in by_source])
    lines = [
        SourceLine(int(key), names[int(key)].name if int(key) in names else "", figures(counts), figures(counts, now=True))
        for key, counts in by_source.items()
    ]
    return sorted(lines, key=lambda line: (-line.tried.inquiries, line.name))


def _rows(kinds: dict[int, int], for_: User) -> list[Judged]:
    found = Inquiry.objects.filter(pk__in=kinds).select_related("prospect__organization", "source").order_by("pk")
    mine = set(visible_to(for_).filter(inquiries__in=list(kinds)).values_list("pk", flat=True))
    return [_judged(one, kinds[one.pk], one.prospect_id in mine) for one in found]


def _judged(one: Inquiry, kind: int, is_seen: bool) -> Judged:
    firm = one.prospect.organization
    return Judged(
        name=one.prospect.name if is_seen else "",
        ref=one.prospect.ref if is_seen else "",
        firm=firm.name if firm and is_seen else "",
        source=one.source.name,
        asked_at=one.happened_at or one.received_at,
        is_lead=bool(kind & Kind.TRIED),
        is_lead_now=bool(kind & Kind.IN_FORCE),
        bought=bool(kind & Kind.BOUGHT),
    )
