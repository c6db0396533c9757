"""What comes into this room and goes out of it: plain rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class NewParcel:
    """Something to hand over. `once_key` makes it unique: the same again is not queued twice."""

    endpoint_id: int
    once_key: str
    what: str
    body: Mapping[str, Any]
    next_try_at: datetime | None = None  # now, when nobody says


@dataclass(frozen=True, slots=True)
class NewEndpoint:
    """An address as a person writes it; see `models.Endpoint`."""

    name: str
    url: str
    is_inside: bool = False
    is_idempotent: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """Why a parcel does not go now. `until_at`: it waits until then; None: it is not sent at all."""

    because: str
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A parcel taken along, with all that its sender needs."""

    id: int
    ref: str
    fence: int
    what: str
    raw: bytes
    url: str
    secret: str
    is_inside: bool
