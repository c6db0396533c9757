"""A sign that was told by mistake is taken back: a wrong name was ticked on a list."""

from __future__ import annotations

from collections.abc import Iterable

from keepwarm.signs.models import Sign
from keepwarm.signs.recording import NewSign


def withdraw_signs(signs: Iterable[NewSign]) -> int:
    """Takes these back, as if they had not been told; gives how many there were. The caller decides anew about the people."""
    return Sign.objects.filter(fingerprint__in=[one.fingerprint for one in signs]).delete()[0]
