"""Questions of the house, and what prospects answered."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Touch


class Way(models.TextChoices):
    """How a question is asked."""

    PHONE = "phone", _("on the phone")
    FORM = "form", _("in a form")
    SURVEY = "survey", _("in a survey")
    MAIL = "mail", _("in a mail")
    SEMINAR = "seminar", _("at a seminar sign-up")


class Question(models.Model):
    """What the house wants to know. `key` is its name in conditions: `answer.<key>`."""

    class Kind(models.TextChoices):
        TEXT = "text", "text"
        CHOICE = "choice", "one of several"
        NUMBER = "number", "number"
        YES_NO = "yes_no", "yes or no"

    key = models.SlugField(max_length=60, unique=True)
    label = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.TEXT)
    choices = models.JSONField(default=list, blank=True)
    group = models.CharField(max_length=12, blank=True, default="")  # fit, need, authority, timing, budget
    ask = models.CharField(max_length=300, blank=True, default="")  # the words to ask it by phone
    position = models.PositiveSmallIntegerField(default=100)
    words: Any = models.JSONField(default=dict, blank=True)  # to ask it otherwise: by `Way`; what is missing is asked by its label
    asked = models.BooleanField(default=False)  # whether people ask it; imported columns are not asked

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.label


class Answer(models.Model):
    """One answer of one prospect; in force while neither superseded nor voided. `value_folded` is what conditions compare."""

    PERSONAL: ClassVar = ("value", "value_folded", "source")

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="answers", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers", db_index=False)
    value = models.CharField(max_length=500)
    value_folded = models.CharField(max_length=500)
    evidence = models.PositiveSmallIntegerField()  # engine.words.Evidence
    source = models.CharField(max_length=120, blank=True, default="")
    touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="answers", db_index=False)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    learned_at = models.DateTimeField()
    superseded_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="supersedes", db_index=False)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["prospect", "question"],
                name="answers_one_in_force",
                condition=Q(superseded_by__isnull=True, voided_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["prospect"], name="answers_of_prospect"),  # the one above holds only those in force
            models.Index(  # who gave this answer, for segments: SQLite needs no row for it
                fields=["question", "value_folded", "prospect", "superseded_by", "voided_at"],
                name="answers_by_value",
                condition=Q(superseded_by__isnull=True, voided_at__isnull=True),
            ),
            models.Index(fields=["touch"], name="answers_of_touch", condition=Q(touch__isnull=False)),
            models.Index(fields=["superseded_by"], name="answers_superseder", condition=Q(superseded_by__isnull=False)),
        ]


class Asked(models.Model):
    """That somebody was asked in writing: no question twice. What was asked in a talk stands in its touch."""

    PERSONAL: ClassVar = ()

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="+", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+", db_index=False)
    way = models.CharField(max_length=8, choices=Way.choices)
    touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["prospect", "question"], name="answers_asked_once")]
        indexes: ClassVar = [models.Index(fields=["touch"], name="answers_asked_in", condition=Q(touch__isnull=False))]
