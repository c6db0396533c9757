"""A short message of our own words: of marketing to people or a segment, or of a rep who answers one of theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.content.queries.fields import FIELDS, question_fields, values_of
from keepwarm.courier.models import Endpoint
from keepwarm.courier.queries import gateway
from keepwarm.decisions.actions import log_touches
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.decisions.batch import NewSignal, NewTouch
from keepwarm.engine.merging import Values, require_sound
from keepwarm.engine.words import Disposition
from keepwarm.lib.ids import new_refs
from keepwarm.messaging.actions.queueing import NewMessage, queue_messages
from keepwarm.messaging.queries.composing import Composed, compose
from keepwarm.messaging.queries.holding import Standing, standings
from keepwarm.messaging.queries.offering import answered, holds, only_answers
from keepwarm.messaging.refusals import MessagingRefused
from keepwarm.messaging.roles import EDITORS, WRITERS
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from keepwarm.staff.queries import require_role
from keepwarm.touches.models import Channel, Direction, Signal

MOST, LONGEST_TEXT = 2_000, 480
AT_ONCE = 40


@dataclass(slots=True)
class Written:
    """How many are on their way, and how many are held, by the reason."""

    waiting: int = 0
    held: Counter[str] = field(default_factory=Counter)
    refs: list[str] = field(default_factory=list)


def write_messages(prospect_ids: Sequence[int], *, text: str, by: User | None, now: datetime) -> Written:
    """Write to these people. Who may not get it now gets nothing, and the reason is told. Raises MessagingRefused, MergeRefused, NotYours.

    A rep only answers: to one person who sent us a message lately. In chunks; a crash leaves the rest unwritten.
    """
    require_role(by, *WRITERS)
    ids, through = list(dict.fromkeys(prospect_ids)), gateway()
    if through is None:
        raise MessagingRefused(_("No gateway for short messages is set. Whoever runs the house sets one under Setup."))
    _check(ids, text)
    answers = answered(ids, now=now)
    if by is not None and not by.has_role(*EDITORS) and answers != set(ids):
        raise MessagingRefused(only_answers())
    done = Written()
    for start in range(0, len(ids), AT_ONCE):
        _write(ids[start : start + AT_ONCE], text.strip(), answers, through, done, by=by, now=now)
    return done


def _check(ids: Sequence[int], text: str) -> None:
    if not ids:
        raise MessagingRefused(_("Nobody is meant. Choose a person or a segment with people in it."))
    if len(ids) > MOST:
        raise MessagingRefused(_("These are %(count)s people; %(most)s can be written to at once.") % {"count": len(ids), "most": MOST})
    if not text.strip():
        raise MessagingRefused(_("A message needs a text."))
    if len(text.strip()) > LONGEST_TEXT:
        raise MessagingRefused(_("The text is too long for a short message: keep it under %(most)s signs.") % {"most": LONGEST_TEXT})
    require_sound(text, frozenset(FIELDS) | frozenset(question_fields()))


def _write(ids: Sequence[int], text: str, answers: set[int], through: Endpoint, done: Written, *, by: User | None, now: datetime) -> None:
    ready_hours(ids, now=now)
    with transaction.atomic():
        lock_remaining(sorted(ids))
        people, values = Prospect.objects.in_bulk(ids), values_of(ids, now=now)
        paced = standings([pk for pk in ids if pk not in answers], now=now, is_paced=True)
        stands = paced | standings(sorted(answers), now=now, is_paced=False)
        made = {pk: compose(text, values.get(pk, Values({}))) for pk in ids}
        held = {pk: why for pk in ids if (why := _held(stands[pk], made[pk], is_answer=pk in answers))}
        going = [pk for pk in ids if pk not in held and pk in people]
        news = _logged(going, people, made, stands, answers, by=by, now=now)
        rows = queue_messages(news, through, now=now)
    done.waiting += len(rows)
    done.held.update(held.values())
    done.refs += [row.ref for row in rows]


def _held(stand: Standing, made: Composed, *, is_answer: bool) -> str:
    return made.held or (stand.held if holds(stand, is_answer=is_answer) else "")


def _logged(
    ids: Sequence[int],
    people: Mapping[int, Prospect],
    made: Mapping[int, Composed],
    stands: Mapping[int, Standing],
    answers: set[int],
    *,
    by: User | None,
    now: datetime,
) -> list[NewMessage]:
    touches = [_touch(pk, ref, made[pk].text, is_answer=pk in answers, now=now) for pk, ref in zip(ids, new_refs(len(ids)), strict=True)]
    logged = {one.touch.ref: one.touch for one in log_touches(touches, by=by, now=now)}
    return [
        NewMessage(
            logged[new.ref],
            people[new.prospect_id],
            stands[new.prospect_id].address,
            made[new.prospect_id].text,
            is_answer=new.prospect_id in answers,
            made_by=by,
        )
        for new in touches
    ]


def _touch(prospect_id: int, ref: str, text: str, *, is_answer: bool, now: datetime) -> NewTouch:
    return NewTouch(
        prospect_id=prospect_id,
        channel=Channel.MESSAGE,
        direction=Direction.OUT,
        disposition=Disposition.QUEUED,
        purpose="answer" if is_answer else "keep_warm",
        happened_at=now,
        note=text,
        raises=() if is_answer else (NewSignal(Signal.Kind.LETTER),),  # an answer raises it by itself, as a letter does
        ref=ref,
    )
