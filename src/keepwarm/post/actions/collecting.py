"""What is to go on paper is taken up, opened when its day has come, and held with a reason when it may not go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from keepwarm.decisions.actions import LetterResult, log_touches, settle_letters
from keepwarm.decisions.actions.letters import CANCELLED
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.decisions.batch import NewTouch
from keepwarm.engine.words import Disposition
from keepwarm.lib.ids import new_refs
from keepwarm.post.models import Letter
from keepwarm.post.queries.holding import Standing, standings
from keepwarm.prospects.models import Address
from keepwarm.touches.models import Channel, Direction, Touch

AT_ONCE = 40  # letters of one transaction: their touches and next touches stay under 100 ms of the write lock
PURPOSE = "keep_warm"
State = Letter.State


def collect(*, now: datetime, rounds: int = 250) -> None:
    """Take up what programs queued for post, open what was held until today, and hold what may not go. Again changes nothing."""
    take_up(now=now, rounds=rounds)
    open_held(now=now, rounds=rounds)
    hold_back(now=now)


def take_up(*, now: datetime, rounds: int = 250) -> int:
    """A letter for each touch that waits for paper. Returns how many."""
    taken = 0
    for _round in range(rounds):
        touches = list(_untaken()[:AT_ONCE])
        if not touches:
            break
        Letter.objects.bulk_create([_letter_of(touch) for touch in touches], ignore_conflicts=True)
        taken += len(touches)
    return taken


def _untaken() -> Sequence[Touch]:
    waiting = Touch.objects.filter(channel=Channel.POST, direction=Direction.OUT, disposition=Disposition.QUEUED, voided_at__isnull=True)
    return waiting.filter(paper_letters__isnull=True).order_by("happened_at", "pk")  # type: ignore[return-value]


def _letter_of(touch: Touch) -> Letter:
    args = touch.args if isinstance(touch.args, dict) else {}
    return Letter(
        prospect_id=touch.prospect_id,
        touch=touch,
        item_id=args.get("item"),
        kind=str(args.get("kind", ""))[:16],
        made_at=touch.happened_at,
    )


def open_held(*, now: datetime, only: Sequence[int] | None = None, rounds: int = 250) -> int:
    """Letters whose day has come wait for print from now on, each as a touch; who may not get it is held on. Returns how many opened."""
    opened, after = 0, 0
    for _round in range(rounds):
        due = Letter.objects.filter(state=State.WAITS, touch__isnull=True, open_at__lte=now, pk__gt=after)
        letters = list((due if only is None else due.filter(pk__in=only)).order_by("pk")[:AT_ONCE])
        if not letters:
            break
        after = letters[-1].pk
        opened += _open(letters, now=now)
    return opened


def _open(letters: Sequence[Letter], *, now: datetime) -> int:
    """In one transaction; of two letters to one person the second waits, since the first is a touch."""
    ids = [letter.prospect_id for letter in letters]
    ready_hours(ids, now=now)
    with transaction.atomic():
        lock_remaining(sorted(set(ids)))
        letters = _still([letter.pk for letter in letters], is_touch=False)
        stands = standings([letter.prospect_id for letter in letters], now=now, is_paced=True)
        going, seen = [], set()
        for letter in letters:
            stand = stands[letter.prospect_id]
            if not stand.held and letter.prospect_id not in seen:
                going.append(letter)
                seen.add(letter.prospect_id)
            elif stand.held:
                _note_held(letter, stand)
        _queue(going, now=now)
        _save(letters)
        return len(going)


def _still(pks: Sequence[int], *, is_touch: bool) -> list[Letter]:
    """Those that wait as they did, now that they are locked."""
    rows = Letter.objects.select_for_update(of=("self",)).filter(pk__in=pks, state=State.WAITS, touch__isnull=not is_touch)
    return list(rows.order_by("pk"))


def _queue(letters: Sequence[Letter], *, now: datetime) -> None:
    touches = [_touch(letter, ref, now=now) for letter, ref in zip(letters, new_refs(len(letters)), strict=True)]
    logged = {one.touch.ref: one.touch for one in log_touches(touches, by=None, now=now)}
    for letter, new in zip(letters, touches, strict=True):
        letter.touch, letter.held_because, letter.open_at = logged[new.ref], "", None


def _touch(letter: Letter, ref: str, *, now: datetime) -> NewTouch:
    return NewTouch(
        prospect_id=letter.prospect_id,
        channel=Channel.POST,
        direction=Direction.OUT,
        disposition=Disposition.QUEUED,
        purpose=PURPOSE,
        happened_at=now,
        args={"letter": letter.ref, "subject": letter.subject},
        ref=ref,
    )


def hold_back(*, now: datetime, only: Sequence[int] | None = None) -> int:
    """Letters that wait and may not go any more: held until a day, or for good; either way the next touch is decided anew."""
    held, after = 0, 0
    while True:
        waiting = Letter.objects.filter(state=State.WAITS, touch__isnull=False, pk__gt=after).select_related("touch")
        letters = list((waiting if only is None else waiting.filter(pk__in=only)).order_by("pk")[: AT_ONCE * 10])
        if not letters:
            return held
        after = letters[-1].pk
        stands = standings([letter.prospect_id for letter in letters], now=now, is_paced=False)
        not_going = {letter.pk: stand for letter in letters if (stand := _stand(letter, stands)).held}
        held += hold(not_going, now=now)


def _stand(letter: Letter, stands: Mapping[int, Standing]) -> Standing:
    touch = letter.touch
    if touch is not None and (touch.voided_at is not None or touch.disposition != Disposition.QUEUED):
        return Standing("taken_back")
    return stands[letter.prospect_id]


def hold(stands: Mapping[int, Standing], *, now: datetime) -> int:
    """Hold these letters, by key, each with its reason. Their touches are void, and the next touch of each person is set."""
    pks = sorted(stands)
    for start in range(0, len(pks), AT_ONCE):
        _hold({pk: stands[pk] for pk in pks[start : start + AT_ONCE]}, now=now)
    return len(pks)


def _hold(stands: Mapping[int, Standing], *, now: datetime) -> None:
    ids = list(Letter.objects.filter(pk__in=stands).values_list("prospect_id", flat=True))
    ready_hours(ids, now=now)
    with transaction.atomic():
        lock_remaining(sorted(set(ids)))
        letters = _still(list(stands), is_touch=True)
        results = [LetterResult(letter.touch_id or 0, CANCELLED, now, stands[letter.pk].held) for letter in letters]
        for letter in letters:
            _note_held(letter, stands[letter.pk])
        bad = [stands[letter.pk].address_id or 0 for letter in letters if stands[letter.pk].held == "bad_address"]
        Address.objects.filter(pk__in=bad, state=Address.State.OK).update(state=Address.State.WRONG)  # so that no other letter is tried
        settle_letters(results, now=now)
        _save(letters)


def _note_held(letter: Letter, stand: Standing) -> None:
    letter.touch, letter.held_because, letter.open_at = None, stand.held, stand.until_at
    if stand.until_at is None:
        letter.state = State.CANCELLED


def _save(letters: Sequence[Letter]) -> None:
    Letter.objects.bulk_update(letters, ["touch", "held_because", "open_at", "state"], batch_size=100)
