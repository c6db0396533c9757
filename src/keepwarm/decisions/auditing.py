"""The audit: is anybody forgotten, and does what stands equal what happened? It compares; it never decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, Max, Min, Q, QuerySet
from django.db.models.functions import Cast, Coalesce

from keepwarm.decisions.actions.retelling import TOLD, tell_all
from keepwarm.decisions.models import Decision, Deferral
from keepwarm.engine.rules import PROMISED
from keepwarm.engine.rules.promised import PROMISED_CALL
from keepwarm.engine.words import Disposition
from keepwarm.prospects.models import Prospect, Stage, StandingChange
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Signal, Touch

AT_ONCE = 2_000
SHOWN_AT_MOST = 100
OF_A_ROUND = frozenset({"attempts", "voicemails"})
JUST_BEGUN = timedelta(minutes=15)
"""A round that begins on a date is told by `wake`, which the background calls every five minutes."""
CONTENT_AHEAD = timedelta(days=7)
"""A keep-warm touch due within a week needs its content now."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A prospect whose row does not say what its history says."""

    ref: str
    what: str
    stands: str
    should_be: str


Check = Callable[[Sequence[Prospect]], Iterator[Difference]]
"""What must hold for the rows of a room above: it is given the prospects chunk by chunk."""
Narrow = Callable[[QuerySet[Prospect]], QuerySet[Prospect]]
"""Of prospects those that a room above has nothing for."""


@dataclass(frozen=True, slots=True)
class Audit:
    """Counts over the whole house, and the differences found (at most 100 of them spelt out). `by_kind`: all of them, by what differs."""

    open: int
    ended: int
    without_next_touch: int
    overdue: int
    postponed_twice: int
    planned_without_content: int
    longest_silence_days: int
    differences: int
    found: tuple[Difference, ...]
    by_kind: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Nobody forgotten and nothing at odds. Overdue and postponed are work to do, not damage."""
        return not self.without_next_touch and not self.differences


def audit(
    *, now: datetime, progress: Callable[[int], None] | None = None, also: Sequence[Check] = (), empty: Narrow = lambda rows: rows
) -> Audit:
    """Look at everyone. Memory stays flat: the history is read in chunks. The whole house: `circle.queries.whole_audit`.

    `empty`: of keep-warm touches those without anything to send.
    """
    everyone = Prospect.objects.all()
    open_now = everyone.filter(ended_at__isnull=True)
    differences = list(_differences(now=now, progress=progress, also=also))
    return Audit(
        open=open_now.count(),
        ended=everyone.filter(ended_at__isnull=False).count(),
        without_next_touch=_forgotten(open_now).count(),
        overdue=overdue(now=now).count(),
        postponed_twice=open_now.filter(postponed__gte=2).count(),
        planned_without_content=empty(open_now.filter(next_step="keep_warm", next_touch_at__lt=now + CONTENT_AHEAD)).count(),
        longest_silence_days=_longest_silence(open_now, now),
        differences=len(differences),
        found=tuple(differences[:SHOWN_AT_MOST]),
        by_kind=dict(Counter(one.what for one in differences)),
    )


def overdue(*, now: datetime) -> QuerySet[Prospect]:
    """What was promised to someone and whose first date has passed."""
    return Prospect.objects.filter(ended_at__isnull=True, because_rule__in=PROMISED, first_due_at__lt=now)


def _forgotten(open_now: QuerySet[Prospect]) -> QuerySet[Prospect]:
    """The database refuses these; the audit looks all the same."""
    return open_now.filter(Q(next_touch_at__isnull=True) | Q(next_step="") | Q(because_rule=""))


def _longest_silence(open_now: QuerySet[Prospect], now: datetime) -> int:
    quietest = open_now.aggregate(at=Min(Coalesce("last_touch_at", "created_at")))["at"]
    return (now - quietest).days if quietest else 0


def _differences(*, now: datetime, progress: Callable[[int], None] | None, also: Sequence[Check]) -> Iterator[Difference]:
    done, last = 0, 0
    for ref in Prospect.objects.filter(merged_into__isnull=False, ended_at__isnull=True).values_list("ref", flat=True):
        yield Difference(ref, "merged", "open", "ended: another record is this person")
    while chunk := list(Prospect.objects.filter(pk__gt=last, merged_into__isnull=True).order_by("pk")[:AT_ONCE]):
        last, done = chunk[-1].pk, done + len(chunk)
        yield from _at_odds_with_history(chunk, now)
        yield from _at_odds_with_changes(chunk)
        yield from _at_odds_with_decision(chunk)
        yield from _at_odds_with_end(chunk)
        yield from _with_somebody_who_left(chunk)
        for check in also:
            yield from check(chunk)
        if progress is not None:
            progress(done)


def _at_odds_with_history(chunk: list[Prospect], now: datetime) -> Iterator[Difference]:
    told = tell_all(chunk, now=now)
    for prospect in chunk:
        for name in TOLD:
            stands, should_be = getattr(prospect, name), getattr(told[prospect.pk], name)
            if stands != should_be and not (name in OF_A_ROUND and _just_begins(prospect, now)):
                yield Difference(prospect.ref, name, str(stands), str(should_be))


def _just_begins(prospect: Prospect, now: datetime) -> bool:
    """Whether the date of a new round went by so lately that the background may not have been there."""
    return prospect.round_started_at is not None and now - JUST_BEGUN < prospect.round_started_at <= now


def _at_odds_with_changes(chunk: list[Prospect]) -> Iterator[Difference]:
    """Owner, stage and end against the newest change of each, compared by the database; whoever was never changed came in like that.

    The end, and coming back from it, say the stage too; whether it has ended at all the audit looks at on its own.
    """
    is_open = Q(prospect__ended_at__isnull=True)
    for what, column, told_by, of_whom in (
        (StandingChange.What.OWNER, "owner_id", [StandingChange.What.OWNER], is_open),
        (StandingChange.What.STAGE, "stage", [StandingChange.What.STAGE, StandingChange.What.END], is_open),
        (StandingChange.What.END, "end_reason", [StandingChange.What.END], Q()),
    ):
        told = StandingChange.objects.filter(prospect_id__gte=chunk[0].pk, prospect_id__lte=chunk[-1].pk, what__in=told_by)
        newest = told.order_by().values("prospect_id").annotate(newest=Max("pk")).values("newest")
        rows = StandingChange.objects.filter(of_whom, pk__in=newest, what=what, prospect__merged_into__isnull=True)
        stands = Cast(f"prospect__{column}", CharField())
        for ref, stand, new in rows.annotate(stands=stands).exclude(new=F("stands")).values_list("prospect__ref", "stands", "new"):
            yield Difference(ref, column.removesuffix("_id"), str(stand), new)


def _at_odds_with_decision(chunk: list[Prospect]) -> Iterator[Difference]:
    """Step, rule and first date are what was decided last; another date, or a promise, has a row that says so."""
    newest: dict[int, tuple[str, str, datetime]] = {}
    standing = [prospect for prospect in chunk if prospect.is_open]
    rows = Decision.objects.filter(prospect_id__in=[one.pk for one in standing]).order_by("prospect_id", "at", "pk")
    for prospect_id, step, rule, due_at in rows.values_list("prospect_id", "step", "rule", "due_at"):
        newest[prospect_id] = (step, rule, due_at)
    for prospect in standing:
        *decided, due = newest.get(prospect.pk, ("", "", None))
        if [prospect.next_step, prospect.because_rule] != decided:
            stands = f"{prospect.next_step} by {prospect.because_rule}"
            yield Difference(prospect.ref, "next_step", stands, " by ".join(map(str, decided)))
        elif prospect.first_due_at != due:
            yield Difference(prospect.ref, "first_due_at", str(prospect.first_due_at), str(due))
    yield from _moved_by_nobody([one for one in standing if one.next_touch_at != one.first_due_at or one.postponed])
    yield from _promised_nowhere([one for one in standing if one.because_rule == PROMISED_CALL.name])


def _moved_by_nobody(moved: list[Prospect]) -> Iterator[Difference]:
    """A date is moved, and a postponement counted, only with a deferral."""
    deferred: dict[int, list[datetime]] = {}
    for prospect_id, to_at in Deferral.objects.filter(prospect_id__in=[one.pk for one in moved]).values_list("prospect_id", "to_at"):
        deferred.setdefault(prospect_id, []).append(to_at)
    for prospect in moved:
        to = deferred.get(prospect.pk, [])
        if prospect.next_touch_at not in (prospect.first_due_at, *to):
            yield Difference(prospect.ref, "next_touch_at", str(prospect.next_touch_at), f"{prospect.first_due_at}: no deferral moved it")
        if prospect.postponed > len(to):
            yield Difference(prospect.ref, "postponed", str(prospect.postponed), str(len(to)))


def _promised_nowhere(promised: list[Prospect]) -> Iterator[Difference]:
    """A call that is promised has the call-back that is waited for."""
    rows = Signal.objects.open().filter(prospect_id__in=[one.pk for one in promised], kind=Signal.Kind.CALL_BACK)
    waited = dict.fromkeys(rows.values_list("prospect_id", flat=True))
    for prospect in promised:
        if prospect.pk not in waited:
            yield Difference(prospect.ref, "signals", "a call is promised", "no call-back waits")


def _with_somebody_who_left(chunk: list[Prospect]) -> Iterator[Difference]:
    """Nobody open stays with a seat that was left."""
    left = dict(Seat.objects.filter(left_at__isnull=False).values_list("pk", "name"))
    for prospect in chunk:
        if prospect.is_open and prospect.owner_id in left:
            yield Difference(prospect.ref, "owner", f"{left[prospect.owner_id]}, who left", "somebody who works here")


def _at_odds_with_end(chunk: list[Prospect]) -> Iterator[Difference]:
    ended = {prospect.pk for prospect in chunk if not prospect.is_open}
    waiting = set(Signal.objects.open().filter(prospect_id__in=ended, kind=Signal.Kind.CALL_BACK).values_list("prospect_id", flat=True))
    for prospect in chunk:
        if (prospect.stage == Stage.ENDED) != (not prospect.is_open):
            yield Difference(prospect.ref, "stage", str(prospect.stage), "ended" if not prospect.is_open else "open")
        if prospect.pk in waiting:
            yield Difference(prospect.ref, "signals", "a call-back is promised", "the prospect is ended")


def without_carrier(
    chunk: Sequence[Prospect], channels: Collection[str], carrier: QuerySet[Any], *, until: datetime
) -> Iterator[Difference]:
    """Touches queued in these channels until then that no row carries. `carrier`: what carries one, by `touch=OuterRef("pk")`."""
    refs = {prospect.pk: prospect.ref for prospect in chunk}
    queued = Touch.objects.filter(prospect_id__in=refs, channel__in=channels, disposition=Disposition.QUEUED, voided_at__isnull=True)
    for prospect_id in queued.filter(logged_at__lte=until).exclude(Exists(carrier)).values_list("prospect_id", flat=True):
        yield Difference(refs[prospect_id], "letter", "on its way", "no message waits for it")
