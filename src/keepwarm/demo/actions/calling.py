"""A rep's day in the demo: the queue as the rules gave it, worked through by phone, with what people say."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from keepwarm.decisions.batch import NewAnswer, NewTouch
from keepwarm.decisions.queries import Line, Queue
from keepwarm.demo.story.words import ELSE, LATER, LEARNED, NO, QUESTIONS
from keepwarm.engine.words import Disposition, Evidence
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import Seat

D = Disposition
ENDINGS = (
    (D.REACHED, 34),
    (D.NO_ANSWER, 26),
    (D.VOICEMAIL, 15),
    (D.SOMEONE_ELSE, 12),
    (D.BUSY, 6),
    (D.SAYS_NO, 1.5),
    (D.WRONG_NUMBER, 1),
    (D.HAS_LEFT, 0.5),
)
PURPOSES = {"voicemail_letter": "after_voicemail", "unreachable_by_phone": "find_contact", "reply_to_answer": "answer"}
BETWEEN = (7, 19)  # minutes from one call to the next


class Day:
    """One rep's day: a clock that goes from call to call, and what each prospect has not been asked yet."""

    def __init__(self, seat: Seat, on: date, unasked: dict[int, set[str]], chance: Random) -> None:
        self.seat, self.on, self.unasked, self.chance = seat, on, unasked, chance
        zone = ZoneInfo(seat.zone)
        self.clock = datetime.combine(on, time(9, 4), zone)
        self.closes = datetime.combine(on, time(17, 20), zone)
        self.touches: list[NewTouch] = []

    def work(self, queue: Queue, ids: dict[str, tuple[int, int | None]], most: int) -> list[NewTouch]:
        """Work through the queue, at most so many lines; who is in calling hours comes first. `ids`: see `ids_of`."""
        waiting = [line for line in queue.lines if line.ref in ids][: most * 2]
        while waiting and len(self.touches) < most and self.clock < self.closes:
            ready = [line for line in waiting if line.step == "write" or line.opens_at <= self.clock < line.closes_at]
            if not ready:
                self.clock += timedelta(minutes=30)
                continue
            line = ready[0]
            waiting.remove(line)
            self.touches.append(self._touch(line, *ids[line.ref]))
            self.clock += timedelta(minutes=self.chance.randrange(*BETWEEN))
        return self.touches

    def _touch(self, line: Line, pk: int, number: int | None) -> NewTouch:
        if line.step == "write":
            purpose = PURPOSES.get(line.rule, "schedule")
            return NewTouch(pk, "email", "out", "delivered", self.clock, self.seat.pk, purpose=purpose, by_hand=True)
        ending = self.chance.choices([one for one, _ in ENDINGS], [weight for _, weight in ENDINGS])[0]
        if ending is D.REACHED:
            return self._conversation(line, pk)
        if ending is D.SAYS_NO:
            return self._call(pk, ending, seconds=140, learned=self.chance.choice(NO))
        if ending is D.SOMEONE_ELSE:
            return self._call(pk, ending, seconds=60, note=self.chance.choice(ELSE))
        return self._call(pk, ending, seconds=25, address_id=number)

    def _call(self, pk: int, ending: Disposition, **more: object) -> NewTouch:
        return NewTouch(pk, "phone", "out", ending, self.clock, self.seat.pk, **more)  # type: ignore[arg-type]

    def _conversation(self, line: Line, pk: int) -> NewTouch:
        said = self._answers(pk)
        learned = said[0].value if said and self.chance.random() < 0.6 else self.chance.choice(LEARNED)
        draw = self.chance.random()
        more: dict[str, object] = {}
        if draw < 0.11:
            more = {"recycle_until": self._later(40, 170), "because": (learned := self.chance.choice(LATER))}
        elif draw < 0.40:
            more = {"call_back_at": self._agreed(line.their_zone or self.seat.zone)}
        return self._call(pk, D.REACHED, seconds=self.chance.randrange(120, 900), learned=learned, answers=said, **more)

    def _answers(self, pk: int) -> tuple[NewAnswer, ...]:
        open_ = sorted(self.unasked.setdefault(pk, {one.key for one in QUESTIONS}))
        asked = [one for one in QUESTIONS if one.key in open_][: self.chance.choice((0, 1, 1, 2))]
        self.unasked[pk] -= {one.key for one in asked}
        return tuple(NewAnswer(one.key, self.chance.choice(one.answers), int(Evidence.CONVERSATION)) for one in asked)

    def _later(self, least: int, most: int) -> datetime:
        day = self.on + timedelta(days=self.chance.randrange(least, most))
        return datetime.combine(day, time(), ZoneInfo(self.seat.zone))

    def _agreed(self, zone: str) -> datetime:
        """A time that suits them: mid-morning or early afternoon of a working day of theirs."""
        day = self.on + timedelta(days=self.chance.choice((1, 2, 3, 5, 7, 12, 14)))
        while day.weekday() > 4:
            day += timedelta(days=1)
        return datetime.combine(day, time(self.chance.choice((10, 11, 14)), self.chance.choice((0, 30))), ZoneInfo(zone))


def ids_of(queue: Queue) -> dict[str, tuple[int, int | None]]:
    """Key, and key of the number to dial, of the prospects of a queue, by ref."""
    wanted = dict(Prospect.objects.filter(ref__in=[line.ref for line in queue.lines]).values_list("ref", "pk"))
    numbers = dict(Address.objects.filter(prospect_id__in=wanted.values(), kind="phone", state="ok").values_list("prospect_id", "pk"))
    return {ref: (pk, numbers.get(pk)) for ref, pk in wanted.items()}
