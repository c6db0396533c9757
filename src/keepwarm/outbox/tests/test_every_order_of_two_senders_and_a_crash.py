"""The protocol, walked through exhaustively: two senders, two messages, a crash or an expired lease at every point, in every order.

The world is small and pure; what decides in it are the questions of `outbox.protocol` that the actions ask. In every state that can be
reached no message has arrived twice, and whatever arrived or may have arrived has a row that says so.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from keepwarm.outbox import protocol

NOW = datetime(2026, 11, 18, 9, 30)  # noqa: DTZ001  # one moment is enough: leases end when the world says so
LATER, EARLIER = NOW + timedelta(minutes=1), NOW - timedelta(minutes=1)
MOST_CLAIMS = 3
"""Fences grow without end; a third claim shows all that a fourth would."""


@dataclass(frozen=True)
class Row:
    state: str = "queued"
    fence: int = 0
    is_in_time: bool = False
    arrived: int = 0


@dataclass(frozen=True)
class Sender:
    """`at`: idle, body (claimed and streaming), passed (the gate said go), dot (sent), and what the answer was."""

    at: str = "idle"
    message: int = 0
    fence: int = 0


@dataclass(frozen=True)
class World:
    rows: tuple[Row, Row] = (Row(), Row())
    senders: tuple[Sender, Sender] = (Sender(), Sender())
    claims: int = 0


def with_row(world: World, place: int, **change: object) -> World:
    rows = [replace(row, **change) if n == place else row for n, row in enumerate(world.rows)]  # type: ignore[arg-type]
    return replace(world, rows=(rows[0], rows[1]))


def with_sender(world: World, place: int, **change: object) -> World:
    senders = [replace(one, **change) if n == place else one for n, one in enumerate(world.senders)]  # type: ignore[arg-type]
    return replace(world, senders=(senders[0], senders[1]))


def follow(world: World) -> Iterator[World]:
    """Every world that can come next."""
    for place, row in enumerate(world.rows):
        if row.state in {"claimed", "handing_over"}:
            if row.is_in_time:
                yield with_row(world, place, is_in_time=False)
            else:
                yield with_row(world, place, state=str(protocol.after_lease(row.state)))
    for place, sender in enumerate(world.senders):
        yield from of_sender(world, place, sender)


def of_sender(world: World, place: int, sender: Sender) -> Iterator[World]:
    if sender.at == "idle":
        yield from claims(world, place)
        return
    yield with_sender(world, place, at="idle")  # it dies here, and is started again
    row = world.rows[sender.message]
    if sender.at == "body":
        until = LATER if row.is_in_time else EARLIER
        if protocol.may_pass(row.state, row.fence, until, mine=sender.fence, now=NOW):
            passed = with_row(world, sender.message, state="handing_over", is_in_time=True)
            yield with_sender(passed, place, at="passed")
            yield passed  # the commit stands, and the sender is told that it failed: it sends no dot
        yield settled(world, place, sender, "cut")
    elif sender.at == "passed":
        yield settled(world, place, sender, "cut")  # it notices a dead line, or that it was frozen
        sent = with_sender(world, place, at="dot")
        yield sent  # the dot is lost on the way
        yield with_row(sent, sender.message, arrived=row.arrived + 1)
    elif sender.at == "dot":
        outcomes = ("accepted", "uncertain") if row.arrived else ("uncertain", "later", "refused")
        yield from (settled(world, place, sender, outcome) for outcome in outcomes)


def claims(world: World, place: int) -> Iterator[World]:
    for number, row in enumerate(world.rows):
        if row.state == "queued" and world.claims < MOST_CLAIMS:
            fence = world.claims + 1
            claimed = with_row(world, number, state="claimed", fence=fence, is_in_time=True)
            yield with_sender(replace(claimed, claims=fence), place, at="body", message=number, fence=fence)


def settled(world: World, place: int, sender: Sender, outcome: str) -> World:
    row = world.rows[sender.message]
    done = with_sender(world, place, at="idle")
    if not protocol.may_settle(row.state, row.fence, outcome, mine=sender.fence):
        return done
    after = protocol.becomes(outcome, tries=1, first_tried_at=NOW, now=NOW)
    return with_row(done, sender.message, state=str(after))


def reachable() -> set[World]:
    seen, waiting = {World()}, deque([World()])
    while waiting:
        for after in follow(waiting.popleft()):
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return seen


@pytest.fixture(scope="module")
def worlds() -> set[World]:
    return reachable()


def test_no_message_arrives_twice(worlds: set[World]) -> None:
    assert len(worlds) > 5_000
    assert {row.arrived for world in worlds for row in world.rows} == {0, 1}


def test_what_arrived_has_a_row_that_says_so_and_never_waits_again(worlds: set[World]) -> None:
    assert {row.state for world in worlds for row in world.rows if row.arrived} == {"handing_over", "accepted", "uncertain"}


def test_accepted_is_said_only_of_what_arrived(worlds: set[World]) -> None:
    assert all(row.arrived for world in worlds for row in world.rows if row.state == "accepted")


def test_from_everywhere_everything_is_settled_in_the_end(worlds: set[World]) -> None:
    """No state is a trap: with the senders gone, leases end and each message waits again or is settled."""
    for world in worlds:
        for row in world.rows:
            if row.state in {"claimed", "handing_over"}:
                assert protocol.after_lease(row.state) in {"queued", "uncertain"}
