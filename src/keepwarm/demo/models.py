"""What belongs to the demo, so that all of it can be taken away again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class DemoHouse(models.Model):
    """One row while the demo stands. `made` names what was made beside people's rows, by kind: lists of ids."""

    PERSONAL: ClassVar = ()

    only = models.PositiveSmallIntegerField(default=1, unique=True)
    loaded_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    days_done = models.PositiveSmallIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=120)
    made: Any = models.JSONField(default=dict)
