"""Versions of the policy and of the lead definition."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from keepwarm.staff.models import User


class PolicyVersion(models.Model):
    """The values that differ from the engine's defaults, and since when. Units are those of `engine.policy.Policy`."""

    number = models.PositiveIntegerField(unique=True)
    values: Any = models.JSONField(default=dict)
    because = models.CharField(max_length=300)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]


class DefinitionVersion(models.Model):
    """A version of what a lead is; `criteria` in the condition language of the engine."""

    number = models.PositiveIntegerField(unique=True)
    criteria: Any = models.JSONField(default=list)
    supporting_needed = models.PositiveSmallIntegerField(default=0)
    provisional = models.BooleanField(default=False)
    because = models.CharField(max_length=300, blank=True, default="")
    in_force_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
