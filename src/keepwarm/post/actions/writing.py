"""A letter of our own words, to one person or to everyone of a segment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from keepwarm.content.queries.fields import FIELDS, question_fields
from keepwarm.content.rendering import require_sound_markup
from keepwarm.engine.merging import require_sound
from keepwarm.post.actions.collecting import open_held
from keepwarm.post.models import Letter
from keepwarm.post.refusals import PostRefused
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import require_role

MOST, LONGEST_TEXT, LONGEST_SUBJECT = 2_000, 12_000, 160


@dataclass(frozen=True, slots=True)
class Written:
    """How many wait for print now, and how many are held, by the reason."""

    waiting: int
    held: Mapping[str, int]
    refs: tuple[str, ...] = ()


def write_letters(prospect_ids: Sequence[int], *, subject: str, text: str, by: User | None, now: datetime) -> Written:
    """Write to these people. Who may not get it now is held with a reason. Raises PostRefused, MergeRefused, MarkupRefused, NotYours.

    A crash after the rows are kept leaves letters that the background opens within the minute.
    """
    require_role(by, *EDITORS)
    ids = list(dict.fromkeys(prospect_ids))
    _check(ids, subject, text)
    rows = [Letter(prospect_id=pk, subject=subject.strip(), text=text.strip(), made_at=now, made_by=by, open_at=now) for pk in ids]
    kept = Letter.objects.bulk_create(rows, batch_size=500)
    open_held(now=now, only=[letter.pk for letter in kept])
    told = Letter.objects.filter(ref__in=[letter.ref for letter in kept], touch__isnull=True).values_list("held_because", flat=True)
    held = Counter(told)
    return Written(len(ids) - held.total(), dict(held), tuple(letter.ref for letter in kept))


def _check(ids: Sequence[int], subject: str, text: str) -> None:
    if not ids:
        raise PostRefused(_("Nobody is meant. Choose a person or a segment with people in it."))
    if len(ids) > MOST:
        raise PostRefused(_("These are %(count)s people; %(most)s can be written to at once.") % {"count": len(ids), "most": MOST})
    if not subject.strip() or not text.strip():
        raise PostRefused(_("A letter needs a subject and a text."))
    if len(subject.strip()) > LONGEST_SUBJECT or len(text) > LONGEST_TEXT:
        raise PostRefused(_("The text is too long for a letter: keep it under %(most)s signs.") % {"most": LONGEST_TEXT})
    known = frozenset(FIELDS) | frozenset(question_fields())
    require_sound(subject, known)
    require_sound(text, known)
    require_sound_markup(text)
