"""What a row has become: plain tuples, cheap to send from one process to another."""

from __future__ import annotations

from typing import NamedTuple


class RowFlaw(Exception):
    """Why a row cannot go in, in a sentence."""


class ShapedAddress(NamedTuple):
    """See `decisions.batch.NewAddress`."""

    kind: str
    value: str
    normalized: str
    place: str
    zones: str
    shared: bool


class Shaped(NamedTuple):
    """One row of a list. Moments are seconds since 1970 in UTC. `person` is a `matching.records.Person` as a tuple.
    `plain` stands in the order of `prospects.plain.PLAIN`.

    `answers` stand in the order of the plan's answers, each as value and folded value, "" when not answered.
    """

    line: int
    name: str
    name_folded: str
    given: str
    family: str
    plain: tuple[str, ...]
    born: str  # ISO, "" unknown
    organization: str
    organization_folded: str
    town: str
    place: str
    zones: str
    addresses: tuple[ShapedAddress, ...]
    person: tuple[object, ...]
    keys: tuple[int, ...]
    fingerprint: str
    source: str
    owner: str
    topic: str
    text: str
    inquired: int | None
    wants_contact: bool
    cold: bool
    stage: int
    is_lost: bool  # to somebody else: kept warm until a day of the coming weeks
    permissions: tuple[tuple[str, str, str, str], ...]  # channel, kind, proof, name of the wording
    wishes: tuple[tuple[str, str, int | None, str], ...]  # kind, channel, until, words
    answers: tuple[tuple[str, str], ...]
    since: int | None  # when the stage began
    end: str  # why they ended, when they have


class Happening(NamedTuple):
    """What a row of a history says happened, beside the person; "" and None: nothing said. `is_whole_day`: noon stands for the day."""

    happened: int | None
    channel: str
    direction: str
    disposition: str
    note: str
    learned: str
    by: str
    seconds: int
    is_whole_day: bool


class Flawed(NamedTuple):
    """A row that cannot go in, and why."""

    line: int
    reason: str
    cells: tuple[str, ...]
