"""One sender: a lane for each account, one ledger for all of them, one thread for the database."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any

from django.db import connections

from keepwarm.outbox.actions.claiming import sweep
from keepwarm.outbox.actions.senders import forget_sender, note_sender
from keepwarm.outbox.actions.sending_house import look_at_the_house
from keepwarm.outbox.models import Account
from keepwarm.outbox.queries.accounts import accounts_in_use
from keepwarm.outbox.sealing import SecretLost, unseal
from keepwarm.outbox.sending.dkim import Signer
from keepwarm.outbox.sending.lane import Lane, Rhythm
from keepwarm.outbox.sending.ledger import BROKEN, Ledger
from keepwarm.outbox.sending.steps import Server, Timing

LOOK_EVERY = 15.0
"""Seconds between looks at leases, accounts and the house."""
log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Running:
    lane: Lane
    task: asyncio.Task[None]


@dataclass(slots=True)
class Sending:
    """Sends until `stop` is called, or once. `name` is unique: no two senders share a worker's name."""

    clock: Callable[[], datetime]
    timing: Timing = field(default_factory=Timing)
    rhythm: Rhythm = field(default_factory=Rhythm)
    name: str = field(default_factory=lambda: f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}")
    sent: int = 0
    commits: int = 0
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _lanes: dict[int, _Running] = field(default_factory=dict)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "database"))

    def stop(self) -> None:
        """End what is in hand, and then all."""
        self._stopping.set()

    async def run(self, *, once: bool = False) -> None:
        """Look, keep a lane for each account that may send, and look again."""
        ledger = Ledger(self.name, clock=self.clock, run=self._run, lease=self.rhythm.lease)
        keeping = asyncio.create_task(ledger.keep())
        try:
            while not self._stopping.is_set():
                await self._look(ledger, once=once)
                if once:
                    await asyncio.gather(*(running.task for running in self._lanes.values()), return_exceptions=True)
                    break
                await self._wait(min(LOOK_EVERY, self.rhythm.lease.total_seconds() / 4))
        finally:
            await self._end(ledger, keeping)

    async def _look(self, ledger: Ledger, *, once: bool) -> None:
        try:
            accounts = await self._run(self._take_stock)
        except BROKEN:
            log.exception("The house's database did not answer; tried again.")
            return
        wanted = {account.pk: account for account in accounts}
        for pk, running in list(self._lanes.items()):
            if running.task.done():
                self._report(self._lanes.pop(pk))
            elif pk not in wanted or wanted[pk].version != running.lane.account.version:
                running.lane.stopping.set()
        for pk, account in wanted.items():
            if pk not in self._lanes:
                self._open_lane(account, ledger, once=once)

    def _take_stock(self) -> list[Account]:
        """In the thread of the database: what ran out, this sender's sign of life, and which accounts may send."""
        now = self.clock()
        house = look_at_the_house(now=now)
        while sweep(now=now):
            pass
        note_sender(self.name, now=now)
        return [] if house.frozen_at else [account for account in accounts_in_use() if account.paused_at is None]

    def _open_lane(self, account: Account, ledger: Ledger, *, once: bool) -> None:
        try:
            server, signer = server_of(account), signer_of(account)
        except SecretLost as problem:
            log.warning("%s: %s", account.name, problem.sentence)
            return
        lane = Lane(account, server, signer, ledger=ledger, run=self._run, clock=self.clock, timing=self.timing, rhythm=self.rhythm)
        self._lanes[account.pk] = _Running(lane, asyncio.create_task(lane.work(once=once)))

    def _report(self, running: _Running) -> None:
        self.sent += running.lane.sent
        problem = running.task.exception() if not running.task.cancelled() else None
        if problem is not None:
            log.error("The lane of %s broke; what it held waits for its lease.", running.lane.account.name, exc_info=problem)

    async def _end(self, ledger: Ledger, keeping: asyncio.Task[None]) -> None:
        for running in self._lanes.values():
            running.lane.stopping.set()
        await asyncio.gather(*(running.task for running in self._lanes.values()), return_exceptions=True)
        for running in self._lanes.values():
            self._report(running)
        ledger.close()
        await keeping
        self.commits = ledger.commits
        try:
            await self._run(forget_sender, self.name)
        except BROKEN:
            log.warning("The sender %s could not take its leave.", self.name)
        await asyncio.get_running_loop().run_in_executor(self._pool, connections.close_all)
        self._pool.shutdown()

    async def _wait(self, seconds: float) -> None:
        until = monotonic() + seconds
        while monotonic() < until and not self._stopping.is_set():
            if any(running.task.done() for running in self._lanes.values()):
                return await asyncio.sleep(min(1.0, self.rhythm.poll))
            try:
                await asyncio.wait_for(self._stopping.wait(), min(1.0, seconds))
            except TimeoutError:
                continue
        return None

    async def _run(self, function: Callable[..., Any], *values: Any, **words: Any) -> Any:
        """In the one thread that speaks to the database; after a fault on a new connection."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, partial(_guarded, function, *values, **words))


def _guarded(function: Callable[..., Any], *values: Any, **words: Any) -> Any:
    try:
        return function(*values, **words)
    except BROKEN:
        connections["default"].close()
        raise


def server_of(account: Account) -> Server:
    """Whom to speak to, with the password open. Raises `SecretLost`."""
    return Server(account.host, account.port, account.security, account.user, unseal(account.secret, about="smtp"))


def signer_of(account: Account) -> Signer | None:
    """Its DKIM signature; None without a key. Raises `SecretLost`."""
    if not account.dkim_secret:
        return None
    return Signer(account.dkim_domain, account.dkim_selector, unseal(account.dkim_secret, about="dkim"))
