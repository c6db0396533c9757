"""What the fields of the JSON edge of selling hold, and the scopes that it asks for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from keepwarm.staff.actions import Scope
from keepwarm.staff.api import NeedsScope

READ, WRITE = NeedsScope(Scope.SELLING_READ), NeedsScope(Scope.SELLING_WRITE)
Minor = Annotated[int, Field(ge=-(2**62), le=2**62)]
Code = Annotated[str, Field(max_length=3)]
Words = Annotated[str, Field(max_length=200)]
Because = Annotated[str, Field(max_length=300)]
Version = Annotated[int | None, Field(ge=1, le=2**31 - 1)]
