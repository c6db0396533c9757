"""What comes into `log_touches` and `arrive`: plain rows, made by the rooms above, checked by the actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(slots=True)
class NewAnswer:
    """An answer to a question of the house. `evidence` is `engine.words.Evidence`. `folded`: the value folded, when it is known."""

    question: str  # its key
    value: str
    evidence: int
    source: str = ""
    folded: str = ""


@dataclass(frozen=True, slots=True)
class NewSignal:
    """Something that waits for a touch; see `touches.models.Signal`."""

    kind: str
    due_at: datetime | None = None
    local_time: str = ""
    zone: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewWish:
    """What they asked for; see `consent.models.Wish`."""

    kind: str
    channel: str = ""
    until_at: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A person's own choice of the next touch: it stands until carried out or overtaken. `step` is call, write or keep_warm."""

    step: str
    due_at: datetime
    because: str = ""


@dataclass(frozen=True, slots=True)
class NewTouch:
    """One touch to log, with all that it brings: answers, wishes, signals, and what a person decided comes next.

    At most one of `choice`, `recycle_until` and `end` may be given. `version` is the prospect's version that the form
    showed; None when the writer is a machine that takes the newest.
    """

    prospect_id: int
    channel: str
    direction: str
    disposition: str
    happened_at: datetime
    seat_id: int | None = None
    purpose: str = ""
    seconds: int = 0
    learned: str = ""
    note: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)
    cost_minor: int = 0
    by_hand: bool = False
    answers: tuple[NewAnswer, ...] = ()
    wishes: tuple[NewWish, ...] = ()
    raises: tuple[NewSignal, ...] = ()
    call_back_at: datetime | None = None  # a promised call, any disposition
    choice: Choice | None = None
    recycle_until: datetime | None = None  # put back to keep warm until then
    rest_until: datetime | None = None  # they are away: nothing of ours before, and the round of attempts goes on then
    because: str = ""  # the reason for choice, recycling or end, in words
    recycle_reason: str = ""  # engine.words.RecycleReason
    end: str = ""  # an end reason: the prospect is ended honourably
    address_id: int | None = None  # the number dialled: a wrong one is marked
    version: int | None = None
    ref: str = ""  # made ahead, where a mail that names the touch is made before it


@dataclass(slots=True)  # not frozen, as all of an arrival: a list makes hundreds of thousands, and a frozen one takes three times as long
class NewAddress:
    """A phone, email or postal address of an arriving person, already normalized and placed (prospects.places)."""

    kind: str
    value: str
    normalized: str
    place: str = ""
    zones: str = ""
    shared: bool = False
    label: str = ""


@dataclass(slots=True)
class Arrival:
    """A person who comes in with an inquiry (or from a list). `prospect_id` is given when matching found who it is.

    `plain`: what is known of the columns of `prospects.plain`. `name_folded`: when it is known.
    """

    name: str
    owner_id: int
    source_id: int
    fingerprint: str
    prospect_id: int | None = None
    given_name: str = ""
    family_name: str = ""
    plain: Mapping[str, str] = field(default_factory=dict)
    organization_id: int | None = None
    organization_folded: str = ""  # its name, folded: they are found by it
    addresses: tuple[NewAddress, ...] = ()
    inquired_at: datetime | None = None  # None: the list does not say
    wants_contact: bool = False
    asks_now: bool = True  # False: the wish stands on a list, and nobody is promised a call within the hour
    topic: str = ""
    text: str = ""
    cold: bool = False  # showed no interest themselves
    history_unknown: bool = False  # from a list whose past we do not know: spread over the coming weeks
    spread_at: datetime | None = None
    permissions: tuple[tuple[str, str, str] | tuple[str, str, str, int | None], ...] = ()  # channel, kind, proof, and the wording's key
    wishes: tuple[NewWish, ...] = ()
    answers: tuple[NewAnswer, ...] = ()
    stage: int = 1
    stage_since: datetime | None = None  # None: since they came in
    end_reason: str = "ended_before"  # of someone who comes in as ended
    wake_at: datetime | None = None  # comes in as put back to keep warm since `stage_since`, until then
    recycle_reason: str = ""  # and why: engine.words.RecycleReason
    match_keys: tuple[int, ...] = ()
    place: str = ""  # where they are, and the zones they may be in, when no phone tells
    zones: str = ""
    born_on: date | None = None
    owner_because: str = ""  # why this owner, in words
    answers_from: str = ""  # what stands as the source beside each answer; the source's name when empty
    wishes_from: str = ""  # what stands as the source of wishes and permissions: "import:<ref>", "form", "by hand"
    name_folded: str = ""
    same_as: int | None = None  # the place in the batch of an earlier arrival that is the same new person
