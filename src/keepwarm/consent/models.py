"""Permissions with proof, wishes, and suppressed addresses."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User


class Channel(models.TextChoices):
    """The ways to reach a person that consent speaks about. `email` is personal mail, `mailing` the low-cost conversation."""

    PHONE = "phone", "phone"
    EMAIL = "email", "personal email"
    MAILING = "mailing", "newsletter and mailings"
    POST = "post", "post"


class Permission(models.Model):
    """That a person permitted a channel: how, when, with what proof, until when. Append-only but for its withdrawal."""

    PERSONAL: ClassVar = ("proof",)

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="permissions")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    kind = models.CharField(max_length=20)  # express, implied, double_opt_in, existing_customer
    proof = models.CharField(max_length=300, blank=True, default="")
    source = models.CharField(max_length=120, blank=True, default="")
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")


class Wish(models.Model):
    """What a person asked for. In force while it is neither lifted nor voided.

    `channel` empty means all channels. NOT_BEFORE closes the channel until `until_at`; NO_CHANNEL closes it for good;
    STOP closes all; BEST_TIME and PACE advise.
    """

    PERSONAL: ClassVar = ("words",)

    class Kind(models.TextChoices):
        NO_CHANNEL = "no_channel", "not by this channel"
        NOT_BEFORE = "not_before", "not before a date"
        STOP = "stop", "nothing at all"
        BEST_TIME = "best_time", "best time"
        PACE = "pace", "pace"

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices, blank=True, default="")
    until_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True, default="")
    said_at = models.DateTimeField()
    source = models.CharField(max_length=40, blank=True, default="")  # conversation, form, import, by hand
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["prospect"], name="consent_wish_in_force", condition=Q(lifted_at__isnull=True))]


class Suppression(models.Model):
    """An address not to be used, whoever has it. Only a keyed hash is kept."""

    kind = models.CharField(max_length=8)  # phone, email, domain
    hashed = models.CharField(max_length=64)
    reason = models.CharField(max_length=40)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "hashed"], name="consent_suppression_once")]
