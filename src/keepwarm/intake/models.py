"""Imports, the rows they brought, and the rows they refused."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Inquiry, Source, Touch


class Import(models.Model):
    """One file through one map. `next_line` is where it goes on after a crash; the chunk and it commit together."""

    class State(models.TextChoices):
        DRAFT = "draft", "being prepared"
        RUNNING = "running", "running"
        DONE = "done", "done"
        STOPPED = "stopped", "stopped"
        FAILED = "failed", "failed"
        UNDOING = "undoing", "being undone"
        UNDONE = "undone", "undone"

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=10, default="inquiries")  # inquiries, history
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    file_size = models.BigIntegerField(default=0)
    map: Any = models.JSONField(default=dict)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="imports")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    problem = models.CharField(max_length=300, blank=True, default="")
    stop_wanted = models.BooleanField(default=False)
    lease_until = models.DateTimeField(null=True, blank=True)
    runner = models.CharField(max_length=120, blank=True, default="")  # host and process that holds the lease
    total = models.PositiveIntegerField(default=0)
    next_line = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    doubts = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)


class ImportedRow(models.Model):
    """What one line of a file became, so that an import can be shown and undone."""

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="imported_rows", db_index=False)
    line = models.PositiveIntegerField()
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="imported_rows", db_index=False)
    inquiry = models.ForeignKey(Inquiry, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    created = models.BooleanField(default=False)
    added: Any = models.JSONField(default=dict, blank=True)  # what else it brought to someone known: {"addresses": [ids]}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["imported", "line"], name="intake_row_once")]
        indexes: ClassVar = [models.Index(fields=["prospect"], name="intake_row_prospect")]


class Reject(models.Model):
    """A row that could not go in: its line and why, in a sentence."""

    PERSONAL: ClassVar = ("raw",)

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejects")
    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    raw: Any = models.JSONField(default=list)
