"""Talking points."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from keepwarm.lib.ids import new_ref
from keepwarm.staff.models import User


class TalkingPoints(models.Model):
    """What to say to whom. Empty `topic` or `stage` fits all; the most specific that fits is shown."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=120)
    topic = models.CharField(max_length=120, blank=True, default="")
    stage = models.PositiveSmallIntegerField(null=True, blank=True)  # engine.words.Stage
    opening = models.CharField(max_length=300)
    points: Any = models.JSONField(default=list)
    questions: Any = models.JSONField(default=list)
    objections: Any = models.JSONField(default=list)  # [[they say, you answer], …]
    voicemail = models.CharField(max_length=300, blank=True, default="")
    edited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
