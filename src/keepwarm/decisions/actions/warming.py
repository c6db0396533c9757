"""What people did of their own accord since it was last looked at: the next touch of each is decided with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from keepwarm.decisions.actions.choosing import reopen
from keepwarm.decisions.actions.settling import ready_hours, ready_letters, settle
from keepwarm.prospects.models import Prospect
from keepwarm.signs.actions import mark_heeded
from keepwarm.signs.models import Sign
from keepwarm.signs.queries import unheeded

SILENCE = "no_sign_of_life"
"""The end of a conversation by silence alone: any deed of theirs since opens it again."""
AT_ONCE = 200
"""Signs in one transaction: on SQLite it holds the one write lock."""


def heed_signs(*, now: datetime, at_most: int = 20 * AT_ONCE) -> int:
    """Decide anew for those who did something, or of whom a robot's deed was taken away; gives how many signs were heeded.

    Called each minute; cheap when there are none. A sign is heeded once what tells robots apart has had its time with it.
    """
    done = 0
    while done < at_most and (found := unheeded(now=now, most=AT_ONCE)):
        people = sorted({person for _, person in found})
        _bring_back_the_silent(people, now=now)
        ready_hours(people, now=now)
        letters = ready_letters(people, now=now)
        with transaction.atomic():
            settle(people, by=None, now=now, because=gettext("what they did lately"), letters=letters)
            mark_heeded([sign for sign, _ in found], now=now)
        done += len(found)
    return done


def _bring_back_the_silent(people: Sequence[int], *, now: datetime) -> None:
    """Whoever did something, no robot, since silence ended their conversation. Few at a time, so each by itself."""
    since = Sign.objects.filter(prospect=OuterRef("pk"), is_robot=False, at__gt=OuterRef("ended_at"))
    ended = Prospect.objects.filter(pk__in=people, end_reason=SILENCE, merged_into__isnull=True)
    for pk in ended.filter(Exists(since)).values_list("pk", flat=True):
        reopen(pk, because=gettext("they came back"), by=None, now=now)
