"""Talking points are saved and retired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.lib.refusal import Refusal
from keepwarm.phone.models import TalkingPoints
from keepwarm.phone.queries.points import MACHINE_SECONDS, NAME, speaking_seconds
from keepwarm.staff.models import User

NAME_WORDS = "Firstname Lastname"
"""Stands for the caller's name when the seconds of a voicemail are counted."""


class VoicemailTooLong(Refusal):
    """The voicemail takes longer than people listen."""


class VoicemailWithoutName(Refusal):
    """The voicemail does not say who calls."""


@dataclass(frozen=True, slots=True)
class PointsText:
    """Talking points as a marketer writes them. `objections` are pairs: they say, you answer."""

    name: str
    opening: str
    topic: str = ""
    stage: int | None = None
    points: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    objections: tuple[tuple[str, str], ...] = ()
    voicemail: str = ""


@transaction.atomic
def save_points(text: PointsText, *, ref: str = "", by: User, now: datetime) -> TalkingPoints:
    """Write new talking points, or those at `ref` anew. Raises `VoicemailTooLong` and `VoicemailWithoutName`."""
    check_voicemail(text.voicemail)
    row = TalkingPoints.objects.select_for_update().get(ref=ref) if ref else TalkingPoints()
    row.name, row.topic, row.stage = text.name, text.topic, text.stage
    row.opening, row.voicemail = text.opening, text.voicemail
    row.points, row.questions = list(text.points), list(text.questions)
    row.objections = [list(pair) for pair in text.objections]
    row.edited_by, row.edited_at = by, now
    row.save()
    return row


def retire_points(ref: str, *, now: datetime) -> None:
    """Take talking points out of use; they stay as a row."""
    TalkingPoints.objects.filter(ref=ref, retired_at__isnull=True).update(retired_at=now)


def check_voicemail(text: str) -> None:
    """Refuse words for the machine that are too long or do not say who calls."""
    seconds = speaking_seconds(text.replace(NAME, NAME_WORDS))
    if seconds > MACHINE_SECONDS:
        raise VoicemailTooLong(
            _("The voicemail takes about %(seconds)s seconds to say; nobody listens past %(limit)s. Make it shorter.")
            % {"seconds": seconds, "limit": MACHINE_SECONDS}
        )
    if text and NAME not in text:
        raise VoicemailWithoutName(
            _("The voicemail does not say who calls. Put %(mark)s where the caller's name belongs.") % {"mark": NAME}
        )
