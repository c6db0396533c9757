"""Merges, with every row they moved, so that each can be undone."""

from __future__ import annotations

from typing import Any

from django.db import models

from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User


class Merge(models.Model):
    """The loser's rows were moved to the winner; `moved` names each by room and id, and what was changed."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    winner = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="+")
    loser = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="+")
    moved: Any = models.JSONField(default=dict)
    before: Any = models.JSONField(default=dict)
    because = models.CharField(max_length=300)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
