"""What people did of their own accord since it was last looked at: the next touch of each is decided with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.decisions.actions.settling import ready_hours, ready_letters, settle
from keepwarm.signs.actions import mark_heeded
from keepwarm.signs.queries import unheeded

AT_ONCE = 200
"""Signs in one transaction: on SQLite it holds the one write lock."""


def heed_signs(*, now: datetime, at_most: int = 20 * AT_ONCE) -> int:
    """Decide anew for those who did something, or of whom a robot's deed was taken away; gives how many signs were heeded.

    Called each minute; cheap when there are none. A sign is heeded once what tells robots apart has had its time with it.
    """
    done = 0
    while done < at_most and (found := unheeded(now=now, most=AT_ONCE)):
        people = sorted({person for _, person in found})
        ready_hours(people, now=now)
        letters = ready_letters(people, now=now)
        with transaction.atomic():
            settle(people, by=None, now=now, because=gettext("what they did lately"), letters=letters)
            mark_heeded([sign for sign, _ in found], now=now)
        done += len(found)
    return done
