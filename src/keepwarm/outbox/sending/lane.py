"""All connections of one sender through one account: they take the next message from one list, and rest together when the server does."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from keepwarm.outbox import protocol
from keepwarm.outbox.actions.account_state import note_trouble, pause_account
from keepwarm.outbox.actions.claiming import AT_ONCE, Claim, claim, release
from keepwarm.outbox.models import Account, Attempt
from keepwarm.outbox.protocol import Verdict
from keepwarm.outbox.sending.dkim import Signer
from keepwarm.outbox.sending.ledger import BROKEN, Ledger, Run
from keepwarm.outbox.sending.line import Line
from keepwarm.outbox.sending.steps import OF_THE_ACCOUNT, Broke, CannotCarry, Refused, Reply, Server, Step, Timing
from keepwarm.outbox.words import CANNOT_CARRY

Outcome = Attempt.Outcome
ON_ONE_LINE = 100  # messages; then a new connection, as servers like it
TOO_LARGE = 552
CLOSING = 421
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds, and how long a claim is held. Tests make it quick."""

    poll: float = 2.0
    gather: float = 0.3  # after taking the last that waited
    rest: float = 5.0  # after the first trouble; doubled each time
    longest_rest: float = 300.0
    dot_within: float = 60.0  # of the gate: a sender that was frozen longer sends no dot
    idle: float = 5.0  # an open line without work
    lease: timedelta = protocol.LEASE


class Lane:
    """Feeds and carries until `stopping` is set, or with `once` until nothing is due."""

    def __init__(
        self, account: Account, server: Server, signer: Signer | None, *, ledger: Ledger, run: Run, clock: Callable[[], datetime],
        timing: Timing, rhythm: Rhythm, open_line: Callable[[Server, Timing], Line] = Line,
    ) -> None:  # fmt: skip
        self.account, self.server, self.signer, self.open_line = account, server, signer, open_line
        self.ledger, self.run, self.clock, self.timing, self.rhythm = ledger, run, clock, timing, rhythm
        self.stopping, self.open_lines, self.sent = asyncio.Event(), 0, 0
        self._claims: deque[Claim] = deque()
        self._more, self._resting_until, self._rest = asyncio.Condition(), 0.0, 0.0
        self._fed_up = False

    async def work(self, *, once: bool = False) -> None:
        """Everything for this account."""
        carriers = [asyncio.create_task(self._carry_on()) for _ in range(max(self.account.connections, 1))]
        try:
            await self._feed(once=once)
        finally:
            await self._tell_no_more()
            await asyncio.gather(*carriers)
            left, self._claims = list(self._claims), deque()
            if left:
                await self._try_to_run(release, left, now=self.clock())

    async def _feed(self, *, once: bool) -> None:
        """Takes more along whenever the list is short."""
        while not self.stopping.is_set():
            if monotonic() < self._resting_until or len(self._claims) >= self.account.connections:
                if once and self._resting_until:
                    return
                await self._wait(0.02 if self._claims else self.rhythm.poll)
                continue
            taken = await self._try_to_run(claim, self.account, worker=self.ledger.worker, now=self.clock(), lease=self.rhythm.lease)
            if taken:
                async with self._more:
                    self._claims.extend(taken)
                    self._more.notify_all()
                if len(taken) < AT_ONCE and not once:  # nearly all that waits was taken: let more come together
                    await self._wait(min(self.rhythm.gather, self.rhythm.poll))
            elif once:
                return
            else:
                await self._wait(self.rhythm.poll)

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)

    async def _try_to_run(self, *call: object, **words: object) -> list[Claim]:
        """In the thread of the database; nothing when it cannot be reached: it is tried again."""
        try:
            return await self.run(*call, **words) or []
        except BROKEN:
            log.exception("The house's database did not answer; tried again.")
            await self._wait(self.rhythm.poll)
            return []

    async def _tell_no_more(self) -> None:
        async with self._more:
            self._fed_up = True
            self._more.notify_all()

    async def _next(self) -> Claim | None:
        """The next message; None when there will be none, or none for a while."""
        async with self._more:
            while not self._claims or monotonic() < self._resting_until:
                if self._fed_up:
                    return None
                try:
                    await asyncio.wait_for(self._more.wait(), self.rhythm.idle)
                except TimeoutError:
                    return None
            if self.stopping.is_set():
                return None
            return self._claims.popleft()

    async def _carry_on(self) -> None:
        """One connection: a message after the other. An idle line is closed, and opened again for the next."""
        line: Line | None = None
        while True:
            taken = await self._next()
            if taken is None:
                line = await self._hang_up(line, politely=True)
                if self._fed_up and (not self._claims or self.stopping.is_set() or self._resting_until):
                    return
                continue
            if taken.lease_until <= self.clock() + self.rhythm.lease / 2:
                continue  # too old to be begun: the sweeper lets it wait again
            self.ledger.underway += 1
            try:
                line = await self._carry(taken, line)
            finally:
                self.ledger.underway -= 1

    async def _hang_up(self, line: Line | None, *, politely: bool = False) -> Line | None:
        """No line any more."""
        if line is not None:
            self.open_lines -= 1
            await line.close(politely=politely)
        return None

    async def _carry(self, taken: Claim, line: Line | None) -> Line | None:
        """One message on an open line, or on a new one; the line, if it can be used again."""
        was_used = line is not None
        try:
            raw = self.signer.sign(taken.raw, at=taken.dated_at) + taken.raw if self.signer else taken.raw
            line = line or await self._open()
            try:
                await line.begin(taken.sender, taken.recipient, raw)
            except Broke as problem:
                if not was_used or problem.step != Step.MAIL:
                    raise
                line = await self._hang_up(line)  # it had been idle, and the server had hung up
                line = await self._open()
                await line.begin(taken.sender, taken.recipient, raw)
        except CannotCarry:
            self.ledger.note(taken, Outcome.REFUSED, Step.MAIL, because=CANNOT_CARRY)
            return line
        except (Refused, Broke) as problem:
            return await self._not_begun(taken, line, problem)
        except Exception:  # a fault of ours keeps nobody else back; nothing is noted: its lease says what becomes of this one
            log.exception("Message %d could not be carried.", taken.id)
            return await self._hang_up(line)
        return await self._finish(taken, line)

    async def _open(self) -> Line:
        line = self.open_line(self.server, self.timing)
        try:
            await line.open()
        except BaseException:
            await line.close()
            raise
        self.open_lines += 1
        self._rest = self._resting_until = 0.0
        return line

    async def _not_begun(self, taken: Claim, line: Line | None, problem: Refused | Broke) -> Line | None:
        """No dot was sent: it waits again, has failed, or the account rests."""
        if problem.step in OF_THE_ACCOUNT:
            self._claims.appendleft(taken)
            await self._account_is_out(problem)
            return None
        if isinstance(problem, Broke):
            self.ledger.note(taken, Outcome.CUT, problem.step, reply=problem.what)
            return await self._hang_up(line)
        reply = problem.reply
        if problem.step == Step.MAIL and not reply.is_temporary and reply.code != TOO_LARGE:
            self._claims.appendleft(taken)
            await self._account_is_out(problem)
            return await self._hang_up(line)
        outcome = Outcome.LATER if reply.is_temporary else Outcome.REFUSED
        self.ledger.note(taken, outcome, problem.step, code=reply.code, reply=reply.text)
        return await self._clean(line, reply)

    async def _clean(self, line: Line | None, reply: Reply) -> Line | None:
        """Ready for the next message after a no; hung up where that cannot be."""
        if line is None or reply.code == CLOSING or not line.is_clean:
            return await self._hang_up(line)
        try:
            await line.reset()
        except (Refused, Broke):
            return await self._hang_up(line)
        return line

    async def _finish(self, taken: Claim, line: Line) -> Line | None:
        """The gate, the dot, and what the server says to it."""
        asked, asked_at = monotonic(), self.clock()
        if await self.ledger.may_go(taken) != Verdict.GO:
            return await self._hang_up(line)  # without its dot the server discards it
        waited = max(monotonic() - asked, (self.clock() - asked_at).total_seconds())
        if waited > self.rhythm.dot_within or not line.is_alive:
            said = "the server hung up" if not line.is_alive else "this sender stood still for too long"
            self.ledger.note(taken, Outcome.CUT, Step.BODY, reply=said)
            return await self._hang_up(line)
        try:
            reply = await line.finish()
        except Broke as problem:
            self.ledger.note(taken, Outcome.UNCERTAIN, Step.DOT, reply=problem.what)
            return await self._hang_up(line)
        return await self._answered(taken, line, reply)

    async def _answered(self, taken: Claim, line: Line, reply: Reply) -> Line | None:
        outcome = _SAID.get(reply.code // 100, Outcome.UNCERTAIN)
        self.sent += outcome == Outcome.ACCEPTED
        self.ledger.note(taken, outcome, Step.DOT, code=reply.code, reply=reply.text)
        if outcome == Outcome.UNCERTAIN or reply.code == CLOSING or line.carried >= ON_ONE_LINE:
            return await self._hang_up(line, politely=outcome == Outcome.ACCEPTED)
        return line

    async def _account_is_out(self, problem: Refused | Broke) -> None:
        """A wrong password pauses the account until a person looks; anything else is tried again after a rest. Nothing is lost."""
        if self.open_lines and problem.step != Step.MAIL:
            await self._wait(self.rhythm.poll)  # the others go on: perhaps the server allows fewer at once
            return
        is_final = isinstance(problem, Refused) and not problem.reply.is_temporary and problem.step in {Step.AUTH, Step.MAIL}
        said = str(problem)
        if is_final:
            await self._try_to_run(pause_account, self.account.pk, step=problem.step, said=said, now=self.clock())
            self.stopping.set()
        else:
            await self._try_to_run(note_trouble, self.account.pk, step=problem.step, said=said, now=self.clock())
        self._rest = min(max(self._rest * 2, self.rhythm.rest), self.rhythm.longest_rest)
        self._resting_until = monotonic() + self._rest
        left, self._claims = list(self._claims), deque()
        await self._try_to_run(release, left, now=self.clock())


_SAID = {2: Outcome.ACCEPTED, 4: Outcome.LATER, 5: Outcome.REFUSED}
