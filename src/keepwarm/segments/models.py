"""The segments that somebody saved."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from keepwarm.lib.ids import new_ref
from keepwarm.staff.models import User


class Segment(models.Model):
    """A group of people by a condition. No list of people is kept: who is in it is read from what is known at the moment.

    `text` is the condition as people write it, `condition` the same as JSON, which is what counts. `version` rises with each
    change; a retired segment stays readable.
    """

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=80)
    text = models.TextField()
    condition: Any = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], name="segments_name_once", condition=Q(retired_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.name
