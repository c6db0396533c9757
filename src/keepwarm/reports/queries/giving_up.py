"""Who was given up early: put back, chosen away or ended by a person while attempts were left, neither reached nor refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Q, QuerySet

from keepwarm.consent.models import Channel as ConsentChannel
from keepwarm.consent.models import Wish
from keepwarm.decisions.models import AdviceRefused, Decision
from keepwarm.decisions.standing import Happened, newest, tell
from keepwarm.engine.words import TRAITS, NextStep, Step
from keepwarm.handoff.models import HandOff
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.qualification.models import Judgement
from keepwarm.reports.queries.shapes import GivenUp, Person
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Inquiry, Touch

HONOURABLE_ENDS = frozenset({"said_no", "no_fit", "gone_elsewhere", "firm_closed", "not_a_person", "wish", "forgotten"})
"""Ends that need no further attempt: a no, no fit, a wish, or nobody there to reach."""
NOT_TO_BE_PHONED = frozenset({Wish.Kind.NO_CHANNEL, Wish.Kind.NOT_BEFORE, Wish.Kind.STOP})
NOBODY_TO_REACH = frozenset(one for one, traits in TRAITS.items() if traits.number)
READ_MORE = 50
"""Turns that are read beyond the people wanted: not everybody who was turned away was given up."""


@dataclass(frozen=True, slots=True)
class _Turned:
    """A turn that a person made; `seat_id` is theirs."""

    prospect_id: int
    person: Person
    seat: Seat
    by: str
    how: str
    because: str
    at: datetime
    reason: str = ""  # engine.words.RecycleReason, of whoever was put back


def reason_of(one: GivenUp) -> str:
    """The key of the reason: engine.words.RecycleReason, else how it was done."""
    return one.reason or one.how


def given_up_early(
    seats: Sequence[Seat], begins: datetime, ends: datetime, *, agreed: int, reason: str = "", enough: int | None = None
) -> tuple[GivenUp, ...]:
    """Those that holders of `seats` gave up between the two moments with fewer than `agreed` attempts in the round.

    Whoever was spoken with and then put back was not given up; nor was one who may no longer be phoned, does not fit, has no
    number left, or was in keep warm anyway. With `reason` (see `reason_of`) only of these. With `enough` more than so many of the
    newest suffice: what came before is not read of the others.
    """
    turned = {turn.prospect_id: turn for turn in _turns(seats, begins, ends) if reason in {"", turn.reason or turn.how}}
    order = sorted(turned.values(), key=lambda turn: (turn.at, turn.prospect_id), reverse=True)
    found, size = list[GivenUp](), max(1, len(order)) if enough is None else enough + READ_MORE
    for start in range(0, len(order), size):
        found += _given_up({turn.prospect_id: turn for turn in order[start : start + size]}, ends, agreed=agreed)
        if enough is not None and len(found) > enough:
            break
    return tuple(sorted(found, key=lambda one: (one.at, one.person.pk)))


def _given_up(turned: Mapping[int, _Turned], ends: datetime, *, agreed: int) -> Iterator[GivenUp]:
    ids = sorted(turned)
    excused, before = _refused(ids, ends) | _unfit(ids), _steps_before(turned)
    asked_of = {pk: turn for pk, turn in turned.items() if pk not in excused and before.get(pk) in {NextStep.CALL, NextStep.WRITE}}
    history = _histories(asked_of)
    for pk, turn in asked_of.items():
        attempts = history[pk]
        if attempts is not None and attempts < agreed:
            yield GivenUp(
                person=turn.person,
                seat_id=turn.seat.pk,
                seat_ref=turn.seat.ref,
                by=turn.by,
                how=turn.how,
                attempts=attempts,
                agreed=agreed,
                because=turn.because,
                at=turn.at,
                reason=turn.reason,
            )


def _turns(seats: Sequence[Seat], begins: datetime, ends: datetime) -> Iterable[_Turned]:
    """Each person's turns in that time: put back, ended, or a choice to keep warm that stands."""
    seat_of = {seat.user_id: seat for seat in seats if seat.user_id is not None}
    changes = _changes(seat_of, begins, ends)
    person = ("prospect_id", "prospect__ref", "prospect__name", "prospect__organization__name")
    for pk, ref, name, firm, by_id, what, because, at, reason in changes.values_list(*person, "by_id", "what", "because", "at", "reason"):
        yield _turned(pk, ref, name, firm, seat_of[by_id], what, because, at, reason)
    chosen = Prospect.objects.filter(chosen_by__in=seat_of, chosen_step=int(Step.KEEP_WARM), chosen_at__gte=begins, chosen_at__lt=ends)
    columns = ("pk", "ref", "name", "organization__name", "chosen_by_id", "chosen_because", "chosen_at")
    for pk, ref, name, firm, by_id, because, at in chosen.values_list(*columns):
        if by_id is not None and at is not None:
            yield _turned(pk, ref, name, firm, seat_of[by_id], "choice", because, at)


def _changes(seat_of: Mapping[int, Seat], begins: datetime, ends: datetime) -> QuerySet[StandingChange]:
    put_back = Q(what=StandingChange.What.RECYCLE)
    ended = Q(what=StandingChange.What.END) & ~Q(new="") & ~Q(new__in=HONOURABLE_ENDS)
    return StandingChange.objects.filter(put_back | ended, by__in=seat_of, at__gte=begins, at__lt=ends).order_by("at", "pk")


def _turned(pk: int, ref: str, name: str, firm: str | None, seat: Seat, how: str, because: str, at: datetime, reason: str = "") -> _Turned:
    return _Turned(pk, Person(pk, ref, name, firm or ""), seat, seat.name, how, because, at, reason)


def _refused(ids: Sequence[int], ends: datetime) -> set[int]:
    """Who asked not to be phoned, or not at all; and whom a person called unfit."""
    wishes = Wish.objects.filter(
        prospect_id__in=ids, said_at__lt=ends, lifted_at__isnull=True, kind__in=NOT_TO_BE_PHONED, channel__in=["", ConsentChannel.PHONE]
    ).values_list("prospect_id", flat=True)
    unfit = AdviceRefused.objects.filter(
        prospect_id__in=ids, at__lt=ends, reason__in=[AdviceRefused.Reason.NO_FIT, AdviceRefused.Reason.WRONG_PERSON]
    )
    return {*wishes, *unfit.values_list("prospect_id", flat=True)}


def _unfit(ids: Sequence[int]) -> set[int]:
    """Whom the newest judgement found at odds with what a lead is."""
    newest_first = Judgement.objects.filter(prospect_id__in=ids).order_by("prospect_id", "judged_at", "pk")
    contradicted = dict(newest_first.values_list("prospect_id", "contradicted"))
    return {pk for pk, names in contradicted.items() if names}


def _steps_before(turned: Mapping[int, _Turned]) -> dict[int, str]:
    """The step that stood before each turn; a turn away from keeping warm gives nobody up."""
    rows = Decision.objects.filter(prospect_id__in=turned).order_by("prospect_id", "at", "pk")
    return {pk: step for pk, step, at in rows.values_list("prospect_id", "step", "at") if at < turned[pk].at}


def _histories(turned: Mapping[int, _Turned]) -> dict[int, int | None]:
    """Attempts made in the round before each turn; None when they were spoken with in it, answered, or have no number left."""
    touches, inquired, woken, accepted = _touches(turned), _inquiries(turned), _wake_ups(turned), _accepted(turned)
    return {pk: _attempts(touches[pk], [*inquired[pk], *accepted[pk]], woken.get(pk), turn.at) for pk, turn in turned.items()}


def _touches(turned: Mapping[int, _Turned]) -> dict[int, list[Happened]]:
    found: dict[int, list[Happened]] = defaultdict(list)
    rows = Touch.objects.filter(prospect_id__in=turned, voided_at__isnull=True).order_by("happened_at", "pk")
    for pk, at, *rest in rows.values_list("prospect_id", "happened_at", "channel", "direction", "disposition"):
        if at <= turned[pk].at:
            found[pk].append(Happened(at, *rest))
    return found


def _inquiries(turned: Mapping[int, _Turned]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    rows = Inquiry.objects.filter(prospect_id__in=turned, voided_at__isnull=True, happened_at__isnull=False)
    for pk, at in rows.values_list("prospect_id", "happened_at"):
        if at is not None and at <= turned[pk].at:
            found[pk].append(at)
    return found


def _accepted(turned: Mapping[int, _Turned]) -> dict[int, list[datetime]]:
    """When sales accepted them: from then on a first call was owed, and what others of us had talked before does not stand for it."""
    found: dict[int, list[datetime]] = defaultdict(list)
    rows = HandOff.objects.filter(prospect_id__in=turned, state=HandOff.State.ACCEPTED, answered_at__isnull=False)
    for pk, at in rows.values_list("prospect_id", "answered_at"):
        if at is not None and at <= turned[pk].at:
            found[pk].append(at)
    return found


def _wake_ups(turned: Mapping[int, _Turned]) -> dict[int, datetime]:
    """When they last woke from an earlier keeping warm: their attempts began anew then."""
    earlier = StandingChange.objects.filter(prospect_id__in=turned, what=StandingChange.What.RECYCLE).order_by("at", "pk")
    return {
        pk: datetime.combine(date.fromisoformat(new), time(), UTC)
        for pk, new, at in earlier.values_list("prospect_id", "new", "at")
        if at < turned[pk].at and new
    }


def _attempts(touches: Sequence[Happened], inquiries: Sequence[datetime], woken_at: datetime | None, at: datetime) -> int | None:
    told = tell(touches, inquiries=inquiries, learned_at=None, round_from=woken_at, now=at)
    dialled = [touch for touch in touches if touch.is_attempt]
    if dialled and dialled[-1].disposition in NOBODY_TO_REACH:
        return None
    spoke = newest(touch.at for touch in touches if touch.is_live or touch.is_theirs)
    began = newest([*inquiries, *([woken_at] if woken_at is not None and woken_at <= at else [])])
    if told.attempts == 0 and spoke is not None and (began is None or spoke >= began):
        return None
    return told.attempts
