"""A definition is tried on the past: asked for, counted range by range, stopped. Begun anew where a process ended under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from keepwarm.engine.conditions.tree import ANSWER, answers_of, fields_of
from keepwarm.engine.lead import Criterion, LeadDefinition
from keepwarm.facts.history import read_histories
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.actions import Drafted
from keepwarm.policy.definitions import read_criteria, write_criteria
from keepwarm.policy.queries import definition_in_force, definition_of, definition_of_draft, draft_by_ref
from keepwarm.qualification.models import Trial
from keepwarm.qualification.queries.checking import check_definition
from keepwarm.qualification.queries.trial import MAY_TRY, NOT_KNOWN
from keepwarm.qualification.trial_chart import draw
from keepwarm.qualification.trial_counting import Counted, count_by_source, judge, pack
from keepwarm.staff.models import User
from keepwarm.staff.queries import require_role
from keepwarm.touches.models import Inquiry, Source

LEASE: Final = timedelta(seconds=60)

Clock = Callable[[], datetime]
Progress = Callable[[Trial], None]


class CannotBeTried(Refusal):
    """The definition has a mistake, or there is no such definition."""


def try_draft(ref: str, *, by: User | None, now: datetime) -> Trial:
    """Ask for a trial of a draft as it stands. It is counted by `run_trial`."""
    draft = draft_by_ref(ref)
    if draft is None:
        raise CannotBeTried(_("There is no draft %s.") % ref)
    tried = definition_of_draft(draft)
    _refuse_mistakes(tried)
    return _ask(tried, by=by, now=now, draft_ref=draft.ref, revision=draft.revision)


def try_drafted(drafted: Drafted, *, by: User | None, now: datetime) -> Trial:
    """Ask for a trial of a definition that is no draft yet, as a file says it."""
    tried = LeadDefinition(0, provisional=False, criteria=tuple(drafted.criteria), supporting_needed=drafted.supporting_needed)
    _refuse_mistakes(tried)
    return _ask(tried, by=by, now=now)


def _refuse_mistakes(tried: LeadDefinition) -> None:
    if problem := next((one for one in check_definition(tried) if not one.is_warning), None):
        raise CannotBeTried(_("This cannot be tried yet. %(problem)s") % {"problem": problem.sentence})


def try_version(number: int, *, by: User | None, now: datetime) -> Trial:
    """Ask for a trial of a version; 0 is the provisional one."""
    tried = definition_of(number)
    if tried is None:
        raise CannotBeTried(_("There is no version %s of the definition.") % number)
    return _ask(tried, by=by, now=now, version=number)


def run_trial(ref: str, *, clock: Clock, progress: Progress | None = None) -> Trial:
    """Count a trial from its beginning to its end, unless it is stopped. Raises CannotBeTried when another process counts it.

    What is counted stands in the row at the end; a process that ends before leaves nothing half done.
    """
    trial = _take(ref, now=clock())
    try:
        _count(trial, clock, progress)
    except BaseException as fault:
        _give_up(trial, fault, now=clock())
        raise
    trial.refresh_from_db()
    return trial


def draw_trial(trial: Trial) -> None:
    """Keep the chart of a trial that is through; drawing takes seconds, so it is done in the background."""
    by_source = trial.result.get("by_source", {})
    names = dict(Source.objects.filter(pk__in=[int(key) for key in by_source]).values_list("pk", "name"))
    chart = draw({names.get(int(key), key): counts for key, counts in by_source.items()})
    Trial.objects.filter(pk=trial.pk).update(result={**trial.result, "chart": chart})


def stop_trial(trial: Trial, *, by: User | None, now: datetime) -> None:
    """Nobody wants to know any more. Whoever counts it ends at the next range; one that is through stays."""
    require_role(by, *MAY_TRY)
    Trial.objects.filter(pk=trial.pk, finished_at__isnull=True, stopped_at__isnull=True).update(stopped_at=now, lease_until=None)


def _count(trial: Trial, clock: Clock, progress: Progress | None) -> None:
    tried = LeadDefinition(0, provisional=False, criteria=read_criteria(trial.criteria), supporting_needed=trial.supporting_needed)
    in_force = definition_of(trial.against)
    assert in_force is not None  # versions are never taken away
    counted: list[Counted] = []
    by_source: dict[str, list[int]] = {}
    for history in read_histories(_questions_of(tried, in_force), now=clock()):
        counted.append(judge(history, tried, in_force))
        by_source = count_by_source(counted[-1], by_source)
        trial.done += len(history)
        if not _hold(trial, clock(), done=min(trial.done, trial.total)):
            break
        if progress is not None:
            progress(trial)
    else:
        _hold(
            trial,
            clock(),
            done=trial.done,
            total=trial.done,
            result={**trial.result, "by_source": by_source},
            rows=pack(counted),
            finished_at=clock(),
        )


def _give_up(trial: Trial, fault: BaseException, *, now: datetime) -> None:
    """A fault of the program is said and not tried for ever; whoever interrupts it has stopped it."""
    said = "" if isinstance(fault, KeyboardInterrupt) else f"Stopped by a fault of the program: {type(fault).__name__}."
    Trial.objects.filter(pk=trial.pk, finished_at__isnull=True).update(problem=said, stopped_at=now, lease_until=None)


def _ask(tried: LeadDefinition, *, by: User | None, now: datetime, **what: Any) -> Trial:
    require_role(by, *MAY_TRY)
    if unknown := _ask_of_today(tried.criteria):
        raise CannotBeTried(
            _("“%(label)s” asks for “%(field)s”, which is not known of the past. A trial counts with answers only.") % unknown
        )
    in_force = definition_in_force()
    beside = _ask_of_today(in_force.criteria)
    return Trial.objects.create(
        criteria=write_criteria(tried.criteria),
        supporting_needed=tried.supporting_needed,
        against=in_force.version,
        result={NOT_KNOWN: beside} if beside else {},
        total=Inquiry.objects.filter(voided_at__isnull=True).count(),
        by=by,
        asked_at=now,
        **what,
    )


def _ask_of_today(criteria: Iterable[Criterion]) -> dict[str, str]:
    """The first criterion, with its field, that asks where people stand: known as it is, not as it was; of answers both are known."""
    asked = ((one.label, field) for one in criteria for field in fields_of(one.condition) if not field.startswith(ANSWER))
    return next(({"label": label, "field": field} for label, field in asked), {})


def _questions_of(*definitions: LeadDefinition) -> set[str]:
    return {key for one in definitions for criterion in one.criteria for key in answers_of(criterion.condition)}


def _take(ref: str, *, now: datetime) -> Trial:
    """The trial, to be counted by this process alone, from the beginning."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    waits = Trial.objects.filter(free, ref=ref, finished_at__isnull=True, stopped_at__isnull=True)
    if not waits.update(lease_until=now + LEASE, done=0):
        raise CannotBeTried(_("Trial %s is through, stopped, or being counted already.") % ref)
    return Trial.objects.get(ref=ref)


def _hold(trial: Trial, now: datetime, **changed: Any) -> bool:
    """Keep the lease and write how far it is; False when the trial was stopped or another process has taken it."""
    mine = Trial.objects.filter(pk=trial.pk, lease_until=trial.lease_until, stopped_at__isnull=True)
    lease = None if "finished_at" in changed else now + LEASE
    held = mine.update(lease_until=lease, **changed)
    trial.lease_until = lease
    return bool(held)
