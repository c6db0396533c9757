"""Drafts, snippets, letters that were sent, what they enclosed, exceptions from the budget, and points to say."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from keepwarm.lib.ids import new_ref
from keepwarm.outbox.models import Message
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Touch


class Enclosure(models.Model):
    """A file that went with a letter, once for all letters, by the SHA-256 of its content. `reading_minutes` 0: not known.

    `stages` and `interests` say whom it suits; empty is everyone.
    """

    PERSONAL: ClassVar = ()

    hashed = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    raw = models.BinaryField()
    reading_minutes = models.FloatField(default=0)
    stages: Any = models.JSONField(default=list, blank=True)
    interests: Any = models.JSONField(default=list, blank=True)
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Draft(models.Model):
    """A letter that is being written: one for a rep and a prospect. Saved while they write; `version` rises with each save.

    `merged`: fields and the values that were filled in; `offered`: times that stand in it; `invite_at`: the time it confirms.
    """

    PERSONAL: ClassVar = ("subject", "body", "merged")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="drafts", db_index=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="drafts")
    purpose = models.CharField(max_length=24, blank=True, default="")  # engine.letter.words.Purpose
    subject = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField(blank=True, default="")
    merged: Any = models.JSONField(default=dict, blank=True)
    offered: Any = models.JSONField(default=list, blank=True)
    invite_at = models.DateTimeField(null=True, blank=True)
    enclosures = models.ManyToManyField(Enclosure, related_name="+", blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["seat", "prospect"], name="letters_one_draft")]
        indexes: ClassVar = [models.Index(fields=["seat", "-saved_at"], name="letters_drafts_of")]

    def __str__(self) -> str:
        return self.ref


class Snippet(models.Model):
    """A text of the house for a purpose, in a language, with merge fields such as `{{given_name}}`."""

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=24, blank=True, default="")  # "" fits every purpose
    language = models.CharField(max_length=12, blank=True, default="")  # "" fits every language
    subject = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField()
    edited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Letter(models.Model):
    """A letter that was queued: its touch, what it said, and which advice its writer overruled, with their reason.

    `budget_free`: why the budget did not hold it back (`outbox.words.BUDGET_FREE`), "" when it was taken from it.
    """

    PERSONAL: ClassVar = ("subject", "text", "overruled")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    touch = models.OneToOneField(Touch, on_delete=models.CASCADE, related_name="letter")
    message = models.OneToOneField(Message, null=True, on_delete=models.SET_NULL, related_name="letter")
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="letters")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="letters", db_index=False)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=24)
    subject = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField()
    overruled: Any = models.JSONField(default=list, blank=True)  # [kind, what was found] pairs
    overruled_because = models.CharField(max_length=200, blank=True, default="")
    budget_free = models.CharField(max_length=16, blank=True, default="")
    offered: Any = models.JSONField(default=list, blank=True)  # times, as ISO moments in UTC
    invite_at = models.DateTimeField(null=True, blank=True)
    enclosures = models.ManyToManyField(Enclosure, related_name="letters", blank=True)
    queued_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["seat", "-queued_at"], name="letters_of_seat"),
            models.Index(fields=["-queued_at"], name="letters_by_time"),
        ]

    def __str__(self) -> str:
        return self.ref


class LetterException(models.Model):
    """One letter beyond the budget that a manager grants a rep, for one prospect or for any, with the reason on the morning report.

    One whose letter was held back, and never left, is unused again.
    """

    PERSONAL: ClassVar = ("because",)
    UNUSED: ClassVar = Q(used_at__isnull=True) | Q(used_by__touch__voided_at__isnull=False)

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="letter_exceptions", db_index=False)
    prospect = models.ForeignKey(Prospect, null=True, on_delete=models.CASCADE, related_name="letter_exceptions")
    because = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    used_by = models.OneToOneField(Letter, null=True, on_delete=models.SET_NULL, related_name="exception")
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["at"], name="letters_exceptions_by_day"),
            models.Index(fields=["seat"], name="letters_exceptions_open", condition=Q(used_at__isnull=True, withdrawn_at__isnull=True)),
        ]

    @property
    def is_used(self) -> bool:
        """Whether a letter went by it, or is about to. As UNUSED."""
        return self.used_at is not None and (self.used_by is None or self.used_by.touch.voided_at is None)


class PointToSay(models.Model):
    """What was about to be written and is to be said: a talking point for the next call to this person."""

    PERSONAL: ClassVar = ("text",)

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="points_to_say", db_index=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+", db_index=False)  # who wrote it
    text = models.CharField(max_length=600)
    at = models.DateTimeField()
    said_at = models.DateTimeField(null=True, blank=True)  # somebody ticked it off

    class Meta:
        indexes: ClassVar = [models.Index(fields=["prospect", "at"], name="letters_points_to_say", condition=Q(said_at__isnull=True))]
