"""What somebody says and takes on a page of ours, by a signed link: an answer to a question, or a file to read."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.answers.actions import record_asked
from keepwarm.answers.models import Question, Way
from keepwarm.answers.queries import asked_of, next_question
from keepwarm.circle.actions.hearing import MOST_A_DAY, TooOften
from keepwarm.circle.queries.asking_after import question_after
from keepwarm.content.actions import NewReceived, record_received
from keepwarm.content.models import Item
from keepwarm.decisions.actions import Logged, log_touch
from keepwarm.decisions.batch import NewAnswer, NewTouch
from keepwarm.engine.words import Disposition, Evidence
from keepwarm.intake.models import Filled
from keepwarm.prospects.models import Prospect
from keepwarm.signs.actions import record_signs
from keepwarm.signs.models import Kind as SignKind
from keepwarm.signs.models import Sign
from keepwarm.signs.recording import NewSign
from keepwarm.touches.models import Channel, Direction, Touch


def answer_question(prospect: Prospect, question: Question, value: str, *, source: str, now: datetime) -> Logged | None:
    """Their answer, as a touch of theirs with its sign. None for an empty one. `source` in words. Raises TooOften, UnknownQuestion."""
    if not value.strip():
        return None
    with transaction.atomic():
        _refuse_too_many(prospect, now)
        said = NewAnswer(question.key, value.strip(), int(Evidence.FORM), source=source)
        note = gettext("Answered on our page: %(question)s") % {"question": question.label}
        touch = NewTouch(prospect.pk, Channel.WEB, Direction.IN, Disposition.RECEIVED, now, note=note, answers=(said,))
        logged = log_touch(touch, by=None, now=now)
        about = NewSign(logged.prospect.pk, SignKind.ANSWERED, now, about=question.label, once=f"touch:{logged.touch.ref}")
        record_signs([about], now=now)
    return logged


def take_download(prospect: Prospect, item: Item, *, asked: Question | None = None, now: datetime) -> None:
    """They took a file: a sign, once a day for the same one; they have had it, and were `asked` what stood before it."""
    once = f"{prospect.pk}|{item.pk}|{now:%Y-%m-%d}"
    with transaction.atomic():
        record_signs([NewSign(prospect.pk, SignKind.DOWNLOAD, now, item_id=item.pk, about=item.title, once=once)], now=now)
        record_received([NewReceived(prospect.pk, item.pk)], now=now)
        record_asked([(prospect.pk, asked.pk)] if asked is not None else [], way=Way.FORM, now=now)


def ask_after(filled: Filled, *, now: datetime) -> None:
    """After a form of somebody whom nobody knew: the question that is worth most, asked this once and answered if they like.

    Not of whom we knew: anybody can type their address, and is not shown what is open about them.
    """
    if not filled.is_new or filled.prospect_id is None or question_after(filled) is not None:
        return
    following = next_question(filled.prospect_id, way=Way.FORM)
    if following is not None:
        with transaction.atomic():
            record_asked([(filled.prospect_id, following.id)], way=Way.FORM, now=now)


def was_asked_before(prospect: Prospect, question: Question) -> bool:
    """Whether they were asked it in writing, by a mail, a form or an earlier download: it is optional, and asked once."""
    if question.key in asked_of([prospect.pk]).get(prospect.pk, set()):
        return True
    return Sign.objects.filter(prospect=prospect, kind=SignKind.DOWNLOAD, item__question=question).exists()


def _refuse_too_many(prospect: Prospect, now: datetime) -> None:
    since = now - timedelta(days=1)
    done = Touch.objects.filter(prospect=prospect, channel=Channel.WEB, direction=Direction.IN, happened_at__gt=since).count()
    if done >= MOST_A_DAY:
        raise TooOften(gettext("You have answered very often today. Thank you; please come back tomorrow."))
