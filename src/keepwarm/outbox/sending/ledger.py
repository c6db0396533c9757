"""One durable commit for all connections of a sender: who finished hands in the result, who is ready for the dot waits for the next.

While one commit is on its way to the disk the next one gathers, so that under load a commit serves many, and alone none waits long.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db import DatabaseError, DataError, IntegrityError, InterfaceError

from keepwarm.outbox import protocol
from keepwarm.outbox.actions.claiming import Claim
from keepwarm.outbox.actions.handing import Done, Ready, hand_over
from keepwarm.outbox.actions.sending_house import keep_count_outside
from keepwarm.outbox.models import Attempt
from keepwarm.outbox.protocol import Verdict
from keepwarm.outbox.sending.steps import Step
from keepwarm.policy.queries import policy_in_force

BROKEN = (DatabaseError, InterfaceError, OSError)
"""What a full disk, a locked file or a database that is started again looks like."""
LINGER = 0.006
"""Seconds that a commit waits at most for the others who are underway: one disk write then serves half of them at least."""
POLICY_FRESH = 10.0  # seconds
COUNT_FRESH = 1.0  # seconds
LONGEST_PAUSE = 5.0  # seconds between tries to write
log = logging.getLogger(__name__)
Run = Callable[..., Awaitable[Any]]
"""Runs a function in the one thread that speaks to the database."""


class Ledger:
    """Gathers what the connections of one sender have to write, and writes it. `keep` runs beside them until `close`."""

    def __init__(self, worker: str, *, clock: Callable[[], datetime], run: Run, lease: timedelta = protocol.LEASE) -> None:
        self.worker, self.clock, self.run, self.lease = worker, clock, run, lease
        self.commits = self.passed = 0
        self.underway = 0  # messages begun and not settled: who may still come to this commit
        self._ready: list[tuple[Claim, asyncio.Future[Verdict]]] = []
        self._done: list[Done] = []
        self._wake, self._somebody, self._closing = asyncio.Event(), asyncio.Event(), False
        self._policy: Any = None
        self._policy_at = self._count_at = float("-inf")
        self._pause = 0.0

    async def may_go(self, claim: Claim) -> Verdict:
        """Whether the dot of this message may be sent; durable when this returns."""
        answer: asyncio.Future[Verdict] = asyncio.get_running_loop().create_future()
        self._ready.append((claim, answer))
        self._somebody.set()
        self._wake.set()
        return await answer

    def note(self, claim: Claim, outcome: str, step: str, *, code: int = 0, reply: str = "", because: str = "") -> None:
        """What came of a try; written with the next commit."""
        self._done.append(Done(claim.id, claim.fence, outcome, step, self.clock(), code, reply, because))
        self._wake.set()

    async def keep(self) -> None:
        """Write until closed and everything is written."""
        while not (self._closing and not self._ready and not self._done):
            await self._wake.wait()
            if self._somebody_comes() and not self._closing:
                await self._linger()
            self._wake.clear()
            self._somebody.clear()
            await self._commit()
            if self._ready or self._done or self._closing:
                self._wake.set()
        await self._keep_count(at_once=True)

    def close(self) -> None:
        """No more will come."""
        self._closing = True
        self._wake.set()

    def _somebody_comes(self) -> bool:
        """Whether fewer are ready than are still on their way to the gate."""
        return len(self._ready) * 2 < max(self.underway, 1)

    async def _linger(self) -> None:
        until = monotonic() + LINGER
        while self._somebody_comes() and (left := until - monotonic()) > 0:
            self._somebody.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._somebody.wait(), left)

    async def _commit(self) -> None:
        ready, self._ready = self._ready, []
        done, self._done = self._done, []
        if ready or done:
            await self._write_these(ready, done)

    async def _write_these(self, ready: list[tuple[Claim, asyncio.Future[Verdict]]], done: list[Done]) -> None:
        try:
            verdicts = await self.run(self._write, [Ready(claim.id, claim.fence) for claim, _ in ready], done)
        except Exception as problem:
            if _passes(problem):
                log.exception("The results of %d messages could not be written; tried again.", len(done))
                await self._keep_in_mind(ready, done)
            else:
                await self._one_by_one(ready, done, problem)
            return
        self._pause = 0.0
        for claim, answer in ready:
            if not answer.done():
                answer.set_result(verdicts[claim.id])
        await self._keep_count()

    async def _one_by_one(self, ready: list[tuple[Claim, asyncio.Future[Verdict]]], done: list[Done], problem: Exception) -> None:
        """One of them cannot be written: the others are, each alone. No dot is sent of that one, and its lease says what becomes of it."""
        if len(ready) + len(done) == 1:
            stuck = [*(claim.id for claim, _ in ready), *(one.id for one in done)]
            log.error("Nothing can be written of message %d; its lease says what becomes of it.", stuck[0], exc_info=problem)
            for _, answer in ready:
                if not answer.done():
                    answer.set_result(Verdict.LOST)
            return
        for part in [*(([one], []) for one in ready), *(([], [one]) for one in done)]:
            await self._write_these(*part)

    def _write(self, ready: list[Ready], done: list[Done]) -> dict[int, Verdict]:
        if monotonic() - self._policy_at > POLICY_FRESH:
            self._policy, self._policy_at = policy_in_force(), monotonic()
        verdicts = hand_over(ready, done, worker=self.worker, policy=self._policy, now=self.clock(), lease=self.lease)
        self.commits += 1
        self.passed += sum(verdict == Verdict.GO for verdict in verdicts.values())
        return verdicts

    async def _keep_in_mind(self, ready: list[tuple[Claim, asyncio.Future[Verdict]]], done: list[Done]) -> None:
        """Nobody knows whether the commit stands. No dot is sent, and that is written down as soon as something can be."""
        for _, answer in ready:
            if not answer.done():
                answer.set_result(Verdict.LOST)
        unsent = [
            Done(claim.id, claim.fence, Attempt.Outcome.CUT, Step.BODY, self.clock(), reply="the house's database did not answer")
            for claim, _ in ready
        ]
        self._done = [*done, *unsent, *self._done]
        if self._closing and self._pause >= LONGEST_PAUSE:  # it does not come back: leases tell what is in doubt
            self._done = []
            return
        self._pause = min(max(self._pause * 2, 0.2), LONGEST_PAUSE)
        await asyncio.sleep(self._pause)

    async def _keep_count(self, *, at_once: bool = False) -> None:
        if not at_once and monotonic() - self._count_at < COUNT_FRESH:
            return
        self._count_at = monotonic()
        try:
            await self.run(keep_count_outside)
        except BROKEN:
            log.exception("The count of what was handed over could not be kept beside the database.")


def _passes(problem: Exception) -> bool:
    """Whether the database may take the same later. What it cannot keep, and a fault of ours, stays as it is."""
    return isinstance(problem, BROKEN) and not isinstance(problem, DataError | IntegrityError)
