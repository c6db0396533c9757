"""Whether one of us may write somebody a short message now, said before they try: by the rules that the action keeps to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from keepwarm.consent.models import Channel as Way
from keepwarm.consent.models import Permission
from keepwarm.courier.queries import has_gateway
from keepwarm.messaging.models import Heard
from keepwarm.messaging.queries.holding import Standing, standings
from keepwarm.messaging.roles import EDITORS, WRITERS
from keepwarm.messaging.words import say_held
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from keepwarm.touches.words import say_when

ANSWERED_WITHIN = timedelta(days=30)
"""So long after they wrote a rep may answer by a message; later it is a call, or a letter. Our choice."""


@dataclass(frozen=True, slots=True)
class Offered:
    """`why_not`: a sentence; "" when it may be written now. `is_answer`: they wrote us one lately."""

    why_not: str = ""
    is_answer: bool = False


def offer_message(prospect: Prospect, *, for_: User, now: datetime) -> Offered | None:
    """None where there is nothing to say: no gateway, a reader who writes none, or somebody with whom we are done."""
    if not prospect.is_open or not for_.has_role(*WRITERS) or not has_gateway():
        return None
    if not _is_permitted(prospect, now):
        return Offered(_say(Standing("not_permitted"), for_, now))
    is_answer = prospect.pk in answered([prospect.pk], now=now)
    if not is_answer and not for_.has_role(*EDITORS):
        return Offered(only_answers())
    stand = standings([prospect.pk], now=now, is_paced=not is_answer)[prospect.pk]
    return Offered(_say(stand, for_, now) if holds(stand, is_answer=is_answer) else "", is_answer)


def answered(ids: Sequence[int], *, now: datetime) -> set[int]:
    """Of these, who sent us a message lately: what we write to one of them is an answer."""
    if len(ids) != 1:
        return set()
    lately = Heard.objects.filter(prospect_id__in=ids, heard_at__gt=now - ANSWERED_WITHIN, is_stop=False)
    return {int(pk or 0) for pk in lately.values_list("prospect_id", flat=True)}


def holds(stand: Standing, *, is_answer: bool) -> bool:
    """An answer waits for the morning; what is of our own accord is not written at all while it may not go."""
    return bool(stand.held) and (stand.until_at is None or not is_answer)


def only_answers() -> str:
    """Why a rep may not begin."""
    return _("A rep answers by short message whoever wrote one within the last 30 days. Otherwise call, or write a letter.")


def _is_permitted(prospect: Prospect, now: datetime) -> bool:
    rows = Permission.objects.filter(prospect=prospect, channel=Way.MESSAGE, withdrawn_at__isnull=True)
    return rows.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now)).exists()


def _say(stand: Standing, for_: User, now: datetime) -> str:
    why = say_held(stand.held)
    if stand.until_at is None:
        return _("No short message: %(why)s.") % {"why": why}
    return _("No short message before %(day)s: %(why)s.") % {"day": say_when(stand.until_at, zone=for_.zone, now=now), "why": why}
