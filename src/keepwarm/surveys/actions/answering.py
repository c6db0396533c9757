"""What somebody filled in is kept at once, also when they stop half way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from keepwarm.answers.actions import Learned, keep_answers, record_asked
from keepwarm.answers.models import Way
from keepwarm.content.actions import NewReceived, record_received
from keepwarm.content.models import Item
from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.decisions.batch import NewAnswer, NewTouch
from keepwarm.engine.words import Disposition, Evidence
from keepwarm.prospects.models import Prospect
from keepwarm.signs.actions import record_signs
from keepwarm.signs.models import Kind as SignKind
from keepwarm.signs.recording import NewSign
from keepwarm.surveys.models import Sheet, SheetAnswer, Survey
from keepwarm.surveys.refusals import SurveyClosed
from keepwarm.touches.models import Channel, Direction, Touch

ONE_SITTING = timedelta(hours=12)
"""Answers that come within it belong to one touch: the timeline shows a survey once, not each of its questions. Our choice."""
PERSONAL_WAY = "personal"


@dataclass(frozen=True, slots=True)
class Filled:
    """What was sent. `said`: answers by key of the question, "" for one that was left out. `is_last`: they came to the end.

    `sheet_ref`: of the sheet that a stranger goes on with. `way`: how they came, a word of the link.
    """

    said: Mapping[str, str] = field(default_factory=dict)
    is_last: bool = False
    prospect: Prospect | None = None
    sheet_ref: str = ""
    way: str = ""


def keep_filled(survey_ref: str, new: Filled, *, now: datetime) -> Sheet | None:
    """Keeps what was said, and gives the sheet; None when nothing was said and nothing begun. Raises SurveyClosed.

    Of somebody whom we know each answer is an answer like any other: a newer one supersedes. They are counted once.
    """
    survey = Survey.objects.filter(ref=survey_ref).first()
    if survey is None or not survey.takes_answers(now):
        raise SurveyClosed(_("This survey takes no answers any more. Thank you all the same."))
    asked = dict(survey.asks.values_list("question__key", "question_id"))
    said = {key: value.strip() for key, value in new.said.items() if key in asked and value.strip()}
    if new.prospect is not None:
        return _keep_known(survey, new, new.prospect, said, asked, now=now)
    with transaction.atomic():
        sheet = _strangers(survey, new, now=now) if said or new.sheet_ref else None
        if sheet is not None:
            _write(sheet, said, asked, new, now=now)
    return sheet


def _strangers(survey: Survey, new: Filled, *, now: datetime) -> Sheet:
    begun = Sheet.objects.filter(survey=survey, ref=new.sheet_ref, prospect__isnull=True).first() if new.sheet_ref else None
    return begun or Sheet.objects.create(survey=survey, source=slugify(new.way)[:40], began_at=now, changed_at=now)


def _keep_known(
    survey: Survey, new: Filled, prospect: Prospect, said: Mapping[str, str], asked: Mapping[str, int], *, now: datetime
) -> Sheet | None:
    ready_hours([prospect.pk], now=now)
    with transaction.atomic():
        pk = lock_remaining([prospect.pk])[prospect.pk]
        sheet = Sheet.objects.select_related("touch").filter(survey=survey, prospect_id=pk).first()
        if sheet is None and not said:
            return None
        touch = _tell(survey, pk, sheet, said, now=now) if said else None
        if sheet is None:
            sheet = Sheet.objects.create(survey=survey, prospect_id=pk, source=PERSONAL_WAY, began_at=now, changed_at=now)
        sheet.touch = touch or sheet.touch
        _write(sheet, said, asked, new, now=now)
        record_asked([(pk, asked[key]) for key in new.said if key in asked], way=Way.SURVEY, now=now)
        _tell_the_house(survey, sheet, now=now)
    return sheet


def _tell(survey: Survey, prospect_id: int, sheet: Sheet | None, said: Mapping[str, str], *, now: datetime) -> Touch:
    """One touch a sitting; what is said later in it belongs to the same."""
    before = sheet.touch if sheet is not None else None
    if before is None or before.voided_at is not None or now - before.happened_at > ONE_SITTING or before.happened_at > now:
        answers = tuple(NewAnswer(key, value, int(Evidence.FORM), source=survey.source) for key, value in said.items())
        args = {"subject": survey.title}
        touch = NewTouch(prospect_id, Channel.WEB, Direction.IN, Disposition.RECEIVED, now, purpose="survey", args=args, answers=answers)
        return log_touch(touch, by=None, now=now).touch
    learned = [Learned(prospect_id, key, value, int(Evidence.FORM), now, source=survey.source, touch=before) for key, value in said.items()]
    keep_answers(learned, by=None)
    settle([prospect_id], by=None, now=now)
    return before


def _write(sheet: Sheet, said: Mapping[str, str], asked: Mapping[str, int], new: Filled, *, now: datetime) -> None:
    rows = [SheetAnswer(sheet=sheet, question_id=asked[key], value=value[:500], said_at=now) for key, value in said.items()]
    SheetAnswer.objects.bulk_create(rows, update_conflicts=True, unique_fields=["sheet", "question"], update_fields=["value", "said_at"])
    sheet.changed_at = now
    if new.is_last:
        sheet.finished_at, sheet.rounds = sheet.finished_at or now, sheet.rounds + 1
    sheet.save(update_fields=["changed_at", "finished_at", "rounds", "touch"])


def _tell_the_house(survey: Survey, sheet: Sheet, *, now: datetime) -> None:
    """It is a sign of theirs, once a sitting, and they are not offered this survey again."""
    assert sheet.prospect_id is not None
    item = Item.objects.filter(source=survey.source).values_list("pk", flat=True).first()
    once = f"{survey.source}:{sheet.touch_id}"
    sign = NewSign(sheet.prospect_id, SignKind.ANSWERED, now, item_id=item, source=survey.source, about=survey.title, once=once)
    record_signs([sign], now=now)
    if item is not None:
        record_received([NewReceived(sheet.prospect_id, item)], now=now)
