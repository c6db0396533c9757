"""Surveys, the questions of each, and what was filled in."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.answers.models import Question
from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Touch


class State(models.TextChoices):
    """Only an open survey takes answers."""

    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Survey(models.Model):
    """Questions of the house on a page. `open_until_on` is its last day by the clocks of `zone`; empty: until it is closed."""

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    title = models.CharField(max_length=160)
    intro = models.TextField(blank=True, default="")
    thanks = models.TextField(blank=True, default="")
    one_by_one = models.BooleanField(default=False)
    language = models.CharField(max_length=12, blank=True, default="")
    zone = models.CharField(max_length=64, default="UTC")
    open_until_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="surveys")
    interests: Any = models.JSONField(default=list, blank=True)
    stages: Any = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-made_at", "-id"], name="surveys_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def source(self) -> str:
        """How the item of content, signs and answers name it."""
        return f"survey:{self.ref}"

    def takes_answers(self, now: datetime) -> bool:
        """Whether it is open, and its last day is not over."""
        is_late = self.open_until_on is not None and now.astimezone(ZoneInfo(self.zone)).date() > self.open_until_on
        return self.state == State.OPEN and not is_late


class SurveyQuestion(models.Model):
    """One question of the house in a survey, at its place; `words` ask it there, empty: as the house asks it."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="asks", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["survey", "question"], name="surveys_ask_once")]


class Sheet(models.Model):
    """One filling-in. Somebody whom we know has one a survey, however often they answer; a stranger one each time.

    `source`: the way they came, in a word of the link (`?from=`). `rounds`: how often it was filled in to the end.
    """

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="sheets", db_index=False)
    prospect = models.ForeignKey(Prospect, null=True, on_delete=models.CASCADE, related_name="sheets", db_index=False)
    source = models.CharField(max_length=40, blank=True, default="")
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    rounds = models.PositiveIntegerField(default=0)
    touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "prospect"], name="surveys_sheet_once", condition=Q(prospect__isnull=False)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["survey", "-changed_at", "-id"], name="surveys_sheets_newest"),
            models.Index(fields=["prospect"], name="surveys_of_prospect", condition=Q(prospect__isnull=False)),
        ]


class SheetAnswer(models.Model):
    """What a sheet says to one question, the newest word of it; what was said before is with the person's answers."""

    PERSONAL: ClassVar = ("value",)

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="said", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+", db_index=False)
    value = models.CharField(max_length=500)
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sheet", "question"], name="surveys_said_once")]
        indexes: ClassVar = [models.Index(fields=["question", "sheet"], name="surveys_said_to")]
