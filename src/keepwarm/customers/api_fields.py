"""What the fields of the JSON edge of customers hold, and the scopes that it asks for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from keepwarm.staff.actions import Scope
from keepwarm.staff.api import NeedsScope

READ, WRITE = NeedsScope(Scope.CUSTOMERS_READ), NeedsScope(Scope.CUSTOMERS_WRITE)
Limit = Annotated[int, Field(ge=1, le=200)]
Key = Annotated[str, Field(max_length=60)]
Words = Annotated[str, Field(min_length=1, max_length=500)]
