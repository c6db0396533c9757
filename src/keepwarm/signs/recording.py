"""A sign on its way into the table, and what makes the same one told twice one row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from keepwarm.signs.models import Kind, Sign


@dataclass(frozen=True, slots=True)
class NewSign:
    """One thing that a prospect did. `kind` is `signs.models.Kind`, `at` UTC.

    `once` names the occurrence among those of its kind, so that a retry writes nothing twice: the ref of the attendance, of
    the survey's sheet, of the touch that replied. Left out, the same person, kind, source and second are one.
    """

    prospect_id: int
    kind: str
    at: datetime
    item_id: int | None = None
    link_id: int | None = None
    page_id: int | None = None
    touch_id: int | None = None
    weight: int = 1
    source: str = ""
    about: str = ""
    once: str = ""
    robot_because: str = ""

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits."""
        named = self.once or f"{self.prospect_id}|{self.source}|{self.item_id}|{self.page_id}|{self.at:%Y-%m-%dT%H:%M:%S}"
        return hashlib.sha256(f"{Kind(self.kind).value}|{named}".encode()).hexdigest()[:32]

    def by_robot(self, because: str) -> NewSign:
        """The same, made by a robot for this reason, or by a person: ""."""
        return self if because == self.robot_because else replace(self, robot_because=because)

    def row(self, *, now: datetime) -> Sign:
        """The row of it."""
        return Sign(
            prospect_id=self.prospect_id,
            kind=Kind(self.kind).value,
            at=self.at,
            weight=self.weight,
            item_id=self.item_id,
            link_id=self.link_id,
            page_id=self.page_id,
            touch_id=self.touch_id,
            source=self.source[:40],
            about=self.about[:200],
            is_robot=bool(self.robot_because),
            robot_because=self.robot_because,
            fingerprint=self.fingerprint,
            recorded_at=now,
            heeded_at=now if self.robot_because else None,
        )
