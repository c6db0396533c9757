"""What people do of their own accord, what a person of the house finds on looking, and how a conversation ends."""

from __future__ import annotations

from typing import Final

import numpy as np

from keepwarm.engine.facts import Times
from keepwarm.engine.simulate.town import NEVER, Rows, Town
from keepwarm.engine.words import ReplyKind, Stage, Step

DAY: Final = np.timedelta64(86_400, "s")
HOUR: Final = np.timedelta64(3_600, "s")
ASKS_FOR_CONTACT, RETURNS, MOVES, ONLY_BY_POST, NOT_BEFORE, NEW_ADDRESS = 0.0004, 0.001, 0.0003, 0.0001, 0.0003, 0.004
"""Of each person on each day: our choice, so that in a year all of it happens to some."""
FOUND: Final = 0.2
"""How often whoever looks at somebody without an open way finds one."""


def hear(town: Town, rows: Rows, kind: int, at: Times) -> None:
    """A deed of their own accord: a sign of life, and points of readiness. It is no message that waits for an answer."""
    town.deeds.extend(zip(rows.tolist(), [kind] * len(rows), at, strict=True))
    town.heard_at[rows] = at
    facts = town.facts
    facts["warm"][rows] = True
    new = rows[facts["stage"][rows] == Stage.NEW]
    facts["stage"][new] = Stage.CONVERSING
    town.happen("deeds", len(rows))


def replied(town: Town, chance: np.random.Generator, rows: Rows, at: Times) -> None:
    """They wrote to us, and wait for an answer. A round of attempts is over."""
    town.facts["reply_at"][rows] = at
    town.facts["reply_kind"][rows] = chance.integers(ReplyKind.CALL_ME, ReplyKind.OTHER + 1, len(rows)).astype(np.int8)
    town.facts["last_touch_at"][rows] = town.heard_at[rows] = at
    town.facts["warm"][rows] = True
    begin_anew(town, rows)
    town.happen("replied", len(rows))


def begin_anew(town: Town, rows: Rows) -> None:
    """No attempt of the present round."""
    town.facts["attempts"][rows] = town.facts["voicemails"][rows] = 0


def end(town: Town, rows: Rows, why: str, now: np.datetime64) -> None:
    """The conversation is over, with its reason; what waited waits no more."""
    town.facts["stage"][rows] = Stage.ENDED
    for name in ("promised_at", "contact_asked_at", "contact_due_at", "reply_at", "wake_at", "recycled_at", "voicemail_at"):
        town.facts[name][rows] = NEVER
    town.facts["reply_kind"][rows] = ReplyKind.NONE
    town.was_ended_at[rows] = now
    town.happen(why, len(rows))


def review(town: Town, chance: np.random.Generator, rows: Rows, now: np.datetime64) -> None:
    """A person looks: some get an address that may be used, of the others somebody looks again after the longest silence."""
    found = chance.random(len(rows)) < FOUND
    town.facts["may_mail"][rows[found]] = True
    town.opened_at[rows[found]] = now
    left = rows[~found]
    town.facts["chosen_step"][left] = Step.KEEP_WARM
    town.facts["chosen_at"][left] = now
    town.facts["chosen_due"][left] = now + 60 * DAY
    town.happen("looked at", len(rows))
    due = rows[town.facts["chosen_due"][rows] <= now]
    town.facts["chosen_step"][due] = Step.NONE


def pass_a_day(town: Town, chance: np.random.Generator, evening: np.datetime64) -> None:
    """Whoever asks for contact, comes back after the end, moves to another address, wants post only or nothing before a date."""
    count, facts = len(town), town.facts
    at = evening - chance.integers(1, 86_400, count).astype("timedelta64[s]")
    dice, is_open = chance.random(count), town.is_open()
    shares = np.cumsum([ASKS_FOR_CONTACT, MOVES, ONLY_BY_POST, NOT_BEFORE])
    asks, moves, post, not_yet = (np.flatnonzero(is_open & (np.searchsorted(shares, dice) == place)) for place in range(4))
    facts["contact_asked_at"][asks], facts["contact_due_at"][asks] = at[asks], at[asks] + HOUR
    facts["warm"][asks] = True
    town.heard_at[asks] = facts["inquired_at"][asks] = facts["last_touch_at"][asks] = at[asks]
    begin_anew(town, asks)
    facts["may_mail"][moves] = False
    facts["may_mail"][post], facts["may_post"][post], town.opened_at[post] = False, True, evening
    until = evening + chance.integers(20, 200, len(not_yet)).astype("timedelta64[D]")
    for name in ("no_call_before", "no_write_before", "no_mail_before", "no_post_before"):
        facts[name][not_yet] = until
    back = np.flatnonzero(~is_open & (dice < RETURNS))
    facts["stage"][back] = Stage.CONVERSING
    facts["inquired_at"][back] = facts["last_touch_at"][back] = town.heard_at[back] = at[back]
    begin_anew(town, back)
    for what, rows in (("asked for contact", asks), ("moved", moves), ("only by post", post), ("not before", not_yet), ("returned", back)):
        town.happen(what, len(rows))
