"""Imports, the rows they brought and refused; inquiry forms, and what was sent by them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from keepwarm.consent.models import Wording
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


class InquiryForm(models.Model):
    """A page on which strangers inquire. `questions` are keys, in their order; `asks` names what else is asked (PARTS).

    `wording`: the words of the permission, which nobody must give; none: not asked for. `hosts` are the sites that may show the
    page in a frame, such as `https://www.example.com`.
    """

    PERSONAL: ClassVar = ()
    PARTS: ClassVar = ("organization", "phone", "country", "text")

    class Confirms(models.TextChoices):
        """Whether a permission given here is confirmed by mail before it holds."""

        WHERE_REQUIRED = "required", "where the law asks for it"
        ALWAYS = "always", "always"

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=120)
    heading = models.CharField(max_length=120)
    intro = models.CharField(max_length=600, blank=True, default="")
    thanks = models.CharField(max_length=600, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")  # "" speaks as its reader does
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="forms")
    topic = models.CharField(max_length=120, blank=True, default="")
    asks: Any = models.JSONField(default=list, blank=True)
    questions: Any = models.JSONField(default=list, blank=True)
    offers_call = models.BooleanField(default=True)
    wording = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="forms")
    confirms = models.CharField(max_length=10, choices=Confirms.choices, default=Confirms.WHERE_REQUIRED)
    hosts: Any = models.JSONField(default=list, blank=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Filled(models.Model):
    """One form that somebody sent. `waits`: what holds only once they confirm their address; emptied then, or when it is swept.

    Address and network are kept as keyed hashes, only to count how often they came.
    """

    PERSONAL: ClassVar = ("waits",)

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    form = models.ForeignKey(InquiryForm, on_delete=models.PROTECT, related_name="filled", db_index=False)
    once = models.CharField(max_length=40)
    prospect = models.ForeignKey(Prospect, null=True, on_delete=models.CASCADE, related_name="filled_forms")
    waits: Any = models.JSONField(default=dict, blank=True)
    address_hash = models.CharField(max_length=64, blank=True, default="")
    network_hash = models.CharField(max_length=64, blank=True, default="")
    sent_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)  # our mail that asks to confirm was queued
    confirmed_at = models.DateTimeField(null=True, blank=True)
    is_new = models.BooleanField(default=False)  # it brought somebody whom nobody knew

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["form", "once"], name="intake_filled_once")]
        indexes: ClassVar = [
            models.Index(fields=["form", "-sent_at"], name="intake_filled_of_form"),
            models.Index(fields=["address_hash", "sent_at"], name="intake_filled_address", condition=~models.Q(address_hash="")),
            models.Index(fields=["network_hash", "sent_at"], name="intake_filled_network", condition=~models.Q(network_hash="")),
            models.Index(
                fields=["sent_at"], name="intake_filled_waits", condition=models.Q(asked_at__isnull=True, confirmed_at__isnull=True)
            ),
        ]
