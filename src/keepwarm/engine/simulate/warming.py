"""The low-cost conversation of a day: when it may come says `pacing`, what it is `conversation`, and then they react."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.conversation import choose
from keepwarm.engine.facts import Bools, Ints, Times
from keepwarm.engine.pace import days, latest
from keepwarm.engine.pacing import Pacing, opens
from keepwarm.engine.permits import FAR_AWAY
from keepwarm.engine.policy import Policy
from keepwarm.engine.readiness import KINDS
from keepwarm.engine.simulate.house import House
from keepwarm.engine.simulate.life import end, hear, replied
from keepwarm.engine.simulate.town import NEVER, Rows, Town
from keepwarm.engine.streams import enrol
from keepwarm.engine.turns import NOWHERE, People, Turn, Way
from keepwarm.engine.words import Stage

DAY: Final = np.timedelta64(86_400, "s")
CLICK, ANSWERED = KINDS.index("click"), KINDS.index("answered")
OPTS_OUT, BOUNCES, AWAY, REPLIES = 0.002, 0.002, 0.01, 0.01
"""Of a mailing: the share that opts out, whose address is dead, whose owner is away, who writes back. Our choice."""


SOONER: Final = 8
"""Days before the longest silence from which the same question may come anew, with a day for the hours of their place."""


class SentTwice(AssertionError):
    """An item went to somebody who had it, or a mailing against a wish: the engine chose what it must never choose."""


class AskedTwice(AssertionError):
    """Somebody was asked the same again, and had not stirred since."""


def keep_warm(town: Town, house: House, chance: np.random.Generator, rows: Rows, due: Times, now: np.datetime64) -> None:
    """The turns of those whose calendar opens before the day is over; for the others the engine says another day tomorrow."""
    if not len(rows):
        return
    at, ways = _ways(town, house, rows, due[rows], now)
    today = at < now + DAY
    rows, at, ways = rows[today], at[today], ways[today]
    town.stream[rows] = enrol(town.strength[rows], town.facts["stage"][rows], town.language[rows], town.stream[rows], house.streams)
    made = choose(_people(town, rows, ways, now), house.shelf, house.policy)
    end(town, rows[made.turn == Turn.NEVER], "never", now)
    rests = made.turn == Turn.REST
    town.facts["spread_at"][rows[rests]] = made.until[rests]
    town.happen("rest", int(rests.sum()))
    goes = np.isin(made.turn, (Turn.ITEM, Turn.NEWSLETTER, Turn.ASK, Turn.LAST_QUESTION))
    _send(town, house.policy, chance, rows[goes], at[goes], made.turn[goes], made.item[goes], made.way[goes] == Way.MAIL)


def _ways(town: Town, house: House, rows: Rows, due: Times, now: np.datetime64) -> tuple[Times, NDArray[np.uint8]]:
    """The earliest moment of any permitted way, and the ways that are open then."""
    moments = [_opening(town, house, rows, due, now, way) for way in ("mail", "post")]
    by_mail, by_post = (np.where(np.isnat(one), FAR_AWAY, one) for one in moments)
    at = np.minimum(by_mail, by_post)
    ways = np.where(by_mail <= at, Way.MAIL, Way.NONE) | np.where(by_post <= at, Way.POST, Way.NONE)
    return at, np.where(at == FAR_AWAY, Way.NONE, ways).astype(np.uint8)


def _opening(town: Town, house: House, rows: Rows, due: Times, now: np.datetime64, way: str) -> Times:
    facts = town.facts
    waits = latest(facts["reply_at"][rows], facts["contact_asked_at"][rows])
    in_sales = np.where(facts["stage"][rows] == Stage.IN_SALES, facts["last_reached_at"][rows], NEVER)
    pacing = Pacing(
        now=now,
        place=facts["place"][rows],
        may=facts[f"may_{way}"][rows],
        no_before=facts[f"no_{way}_before"][rows],
        spread_at=facts["spread_at"][rows],
        last_touch_at=facts["last_touch_at"][rows],
        last_ours_at=facts["last_ours_at"][rows],
        touches_in_window=facts["touches_in_window"][rows],
        oldest_in_window=facts["oldest_in_window"][rows],
        waits_at=waits,
        talk_at=in_sales,
    )
    return opens(pacing, house.policy, house.hours, from_at=due)[0]


def _people(town: Town, rows: Rows, ways: NDArray[np.uint8], now: np.datetime64) -> People:
    return People(
        now=now,
        interests=town.interests[rows],
        stage=town.facts["stage"][rows],
        language=town.language[rows],
        ways=ways,
        stream=town.stream[rows],
        ready=town.facts["readied_at"][rows] > now - 30 * DAY,
        received=town.received[rows],
        heard_at=town.heard_at[rows],
        asked_at=town.asked_at[rows],
        last_asked_at=town.last_asked_at[rows],
    )


def _send(town: Town, policy: Policy, chance: np.random.Generator, rows: Rows, at: Times, turn: Ints, item: Ints, by_mail: Bools) -> None:
    """Out it goes, and the promises of the moment are held against it."""
    facts = town.facts
    wished = np.where(by_mail, facts["no_mail_before"][rows], facts["no_post_before"][rows]) > at
    allowed = np.where(by_mail, facts["may_mail"][rows], facts["may_post"][rows])
    has_item = item != NOWHERE
    byte, bit = item[has_item] // 8, (1 << (item[has_item] % 8)).astype(np.uint8)
    if (wished | ~allowed).any() or (town.received[rows[has_item], byte] & bit).any():
        raise SentTwice
    _ask_once(town, policy, rows, at, turn)
    dead = by_mail & (chance.random(len(rows)) < BOUNCES)
    facts["may_mail"][rows[dead]] = False
    town.received[rows[has_item], byte] |= bit
    for kind in Turn:
        town.happen(kind.name.lower(), int((turn == kind).sum()))
    town.happen("bounced", int(dead.sum()))
    arrived = ~dead
    mind_the_gap(town, policy, rows, at)
    touch(town, rows[arrived], at[arrived])
    _react(town, chance, rows[arrived], at[arrived], turn[arrived])


def _ask_once(town: Town, policy: Policy, rows: Rows, at: Times, turn: Ints) -> None:
    """Nobody is asked the last question twice, nor what would help so soon again, without a sign of life between."""
    ask, last = turn == Turn.ASK, turn == Turn.LAST_QUESTION
    silent = ~(town.heard_at[rows] >= town.asked_at[rows]) & (at < town.asked_at[rows] + days(policy.longest_silence_days - SOONER))
    if (ask & silent).any() or (last & (town.last_asked_at[rows] > town.heard_at[rows])).any():
        raise AskedTwice
    town.asked_at[rows[ask]], town.last_asked_at[rows[last]] = at[ask], at[last]


def mind_the_gap(town: Town, policy: Policy, rows: Rows, at: Times) -> None:
    """Write down whoever had another touch of ours within the gap before this one."""
    rested: Times = np.add(town.facts["last_ours_at"][rows], days(policy.gap_days))
    close = at < rested
    said = zip(at[close], rows[close], strict=True)
    town.too_close.extend(f"{moment}: two touches within {policy.gap_days} days, row {row}" for moment, row in said)


def touch(town: Town, rows: Rows, at: Times) -> None:
    """A touch of ours that counts under the cap has arrived."""
    town.facts["last_touch_at"][rows] = town.facts["last_ours_at"][rows] = at
    town.ours[rows, 1:] = town.ours[rows, :-1]
    town.ours[rows, 0] = at


def _react(town: Town, chance: np.random.Generator, rows: Rows, at: Times, turn: Ints) -> None:
    """They click, answer a question, write back, are away, or opt out."""
    later = at + chance.integers(600, 40_000, len(rows)).astype("timedelta64[s]")
    asks = np.isin(turn, (Turn.ASK, Turn.LAST_QUESTION))
    clicks = ~asks & (chance.random(len(rows)) < town.curious[rows])
    answers = asks & (chance.random(len(rows)) < town.open_hearted[rows])
    hear(town, rows[clicks], CLICK, later[clicks])
    hear(town, rows[answers], ANSWERED, later[answers])
    topics = town.strength.shape[1]
    gained = chance.integers(0, topics, int(answers.sum()))
    town.strength[rows[answers], gained] += 12
    town.interests[rows[answers]] |= (1 << gained).astype(np.uint64)
    dice = chance.random(len(rows))
    town.facts["may_mail"][rows[dice < OPTS_OUT]] = False
    away = (dice >= OPTS_OUT) & (dice < OPTS_OUT + AWAY)
    town.facts["no_mail_before"][rows[away]] = (later + 10 * DAY)[away]
    town.happen("opted out", int((dice < OPTS_OUT).sum()))
    town.happen("away", int(away.sum()))
    writes = (dice > 1 - REPLIES) & ~clicks & ~answers
    replied(town, chance, rows[writes], later[writes])
