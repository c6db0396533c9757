"""Judgements."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from keepwarm.prospects.models import Prospect


class Judgement(models.Model):
    """One prospect against one version of the definition, at one moment. Append-only: the newest is in force."""

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="judgements", db_index=False)
    definition = models.PositiveIntegerField()  # number of the DefinitionVersion; 0 is the provisional one
    is_lead = models.BooleanField()
    met: Any = models.JSONField(default=list)
    missing: Any = models.JSONField(default=list)
    contradicted: Any = models.JSONField(default=list)
    judged_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["prospect", "-judged_at"], name="qualification_newest")]
