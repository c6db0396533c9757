"""The demo's conversation: three programs, what its people are interested in, and what comes for them today and tomorrow."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from keepwarm.answers.actions import Learned, keep_answers
from keepwarm.demo.actions.staffing import Cast, note_made
from keepwarm.demo.story.library import INTERESTS
from keepwarm.engine.words import Evidence
from keepwarm.programs.actions import choose_turns
from keepwarm.programs.actions.programs import NewProgram, make_program
from keepwarm.prospects.models import Prospect

EVERYONE = gettext_noop("What is new")
STREAMS = 2
"""Streams for an interest, beside the one for everyone."""
ASKED_ABOUT = gettext_noop("from what they asked about")
AT_ONCE = 300


def keep_warm(cast: Cast, *, now: datetime) -> None:
    """Start the programs, note whom each serves, and choose what comes."""
    streams = [(str(label), key, 10) for key, label in INTERESTS[:STREAMS]]
    owner = cast.inside[0].pk
    programs = [
        make_program(NewProgram(name, owner, topic=topic, position=position), by=cast.marketer, now=now)
        for name, topic, position in [*streams, (EVERYONE, "", 90)]
    ]
    note_made("programs", [program.pk for program in programs])
    _note_interests(now=now)
    choose_turns(now=now)


def _note_interests(*, now: datetime) -> None:
    """Two in three asked about something that one of the streams serves."""
    people = Prospect.objects.filter(ended_at__isnull=True, inquired_at__isnull=False).order_by("pk").values_list("pk", "inquired_at")
    rows = [
        Learned(pk, INTERESTS[pk % 3][0], "yes", int(Evidence.INFERRED), at or now, str(ASKED_ABOUT))
        for pk, at in people
        if pk % 3 < min(STREAMS, len(INTERESTS))
    ]
    for start in range(0, len(rows), AT_ONCE):
        keep_answers(rows[start : start + AT_ONCE], by=None)
