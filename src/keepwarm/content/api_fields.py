"""What the files of the JSON edge of the library share: its scopes, a key, and an item as it is told."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field

from keepwarm.staff.actions import Scope
from keepwarm.staff.api import NeedsScope

READ, WRITE = NeedsScope(Scope.CONTENT_READ), NeedsScope(Scope.CONTENT_WRITE)
Key = Annotated[str, Field(max_length=60)]


class ItemOut(Schema):
    """An item as it stands."""

    ref: str
    kind: str
    title: str
    teaser: str
    url: str
    interests: list[str]
    stages: list[int]
    language: str
    minutes: int
    worth: int
    copy_minor: int
    fresh_until_on: date | None
    asks_to_buy: bool
    state: str
    version: int
