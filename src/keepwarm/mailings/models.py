"""Mailings, what each recipient of one got, or why not, and when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.ids import new_ref
from keepwarm.outbox.models import Message
from keepwarm.prospects.models import Prospect
from keepwarm.segments.models import Segment
from keepwarm.staff.models import User
from keepwarm.touches.models import Touch


class Mailing(models.Model):
    """One text to a group at one time. Until it is approved everything in it can be changed; then its group stands as recipients.

    `topic`: the key of the question it is about; "" for nothing in particular. `condition` is the segment as it was last checked,
    and is approved. `figures` is what that check found of `checked_at`; `verdict` a `engine.blast.Verdict`. `listed_to`: the last
    person that was looked at while the recipients are written down. `first`: how many go ahead; the rest goes from `rest_at` on, by
    itself.
    """

    PERSONAL: ClassVar = ()

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        RUNNING = "running", _("on its way")
        PAUSED = "paused", _("paused")
        DONE = "done", _("gone")
        STOPPED = "stopped", _("stopped")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=120)
    topic = models.CharField(max_length=60, blank=True, default="")
    segment = models.ForeignKey(Segment, null=True, blank=True, on_delete=models.PROTECT, related_name="mailings")
    condition: Any = models.JSONField(null=True, blank=True)
    language = models.CharField(max_length=12, default="en")
    subject = models.CharField(max_length=200, blank=True, default="")
    subject_b = models.CharField(max_length=200, blank=True, default="")
    preheader = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField(blank=True, default="")
    body_b = models.TextField(blank=True, default="")  # empty: only the subjects differ
    list_name = models.CharField(max_length=80, blank=True, default="")
    in_archive = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    figures: Any = models.JSONField(default=dict, blank=True)
    verdict = models.CharField(max_length=8, blank=True, default="")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_version = models.PositiveIntegerField(default=0)
    overruled_because = models.CharField(max_length=300, blank=True, default="")
    overruled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    begins_at = models.DateTimeField(null=True, blank=True)
    listed_to = models.BigIntegerField(default=0)
    listed_at = models.DateTimeField(null=True, blank=True)  # all recipients are written down
    first = models.PositiveIntegerField(default=0)
    rest_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_because = models.CharField(max_length=300, blank=True, default="")
    resumed_at = models.DateTimeField(null=True, blank=True)  # who turned away before was seen by whoever let it go on
    resumed_because = models.CharField(max_length=300, blank=True, default="")
    better = models.CharField(max_length=1, blank=True, default="")  # the text that the rest gets: "a" or "b"
    ended_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["state", "-made_at"], name="mailings_by_state"),
            models.Index(fields=["-approved_at"], name="mailings_archive", condition=Q(in_archive=True, approved_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name


class Check(models.Model):
    """A look at the people and the text of a mailing before it goes: asked for, done piece by piece in the background, and kept.

    It is of the `version` of the mailing and the `condition` of its segment when somebody asked; `as_of` is the moment whose figures
    it gives. `counted`: the counts of the people up to the key `looked_to`, so that it goes on where a process ended under it.
    """

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="checks", db_index=False)
    version = models.PositiveIntegerField()
    condition: Any = models.JSONField(null=True, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    as_of = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    looked_to = models.BigIntegerField(default=0)
    counted: Any = models.JSONField(default=dict, blank=True)
    figures: Any = models.JSONField(default=dict, blank=True)
    verdict = models.CharField(max_length=8, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)  # of whoever does it; a lease that ran out is taken anew
    stopped_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True, default="")  # why it came to no end, in a sentence

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mailing"], name="mailings_one_check", condition=Q(finished_at__isnull=True, stopped_at__isnull=True)
            )
        ]
        indexes: ClassVar = [models.Index(fields=["mailing", "-id"], name="mailings_checks")]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.finished_at is None and self.stopped_at is None


class Recipient(models.Model):
    """Somebody who is to get a mailing, and what became of it. `because`: a key of `engine.pacing.WORDS`, or of `words.SKIPPED`."""

    PERSONAL: ClassVar = ()

    class State(models.TextChoices):
        WAITS = "waits", _("waits")
        SENT = "sent", _("on its way, or there")
        SKIPPED = "skipped", _("does not get it")

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="recipients", db_index=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="mailings_received", db_index=False)
    arm = models.CharField(max_length=1, default="a")
    ahead = models.BooleanField(default=False)  # in the first share
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITS)
    due_at = models.DateTimeField()
    moved = models.PositiveSmallIntegerField(default=0)  # how often it got another date
    because = models.CharField(max_length=16, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="mailing_recipients", db_index=False)
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="mailing_recipients", db_index=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["mailing", "prospect"], name="mailings_once_each")]
        indexes: ClassVar = [
            models.Index(fields=["mailing", "due_at", "id"], name="mailings_due", condition=Q(state="waits")),
            models.Index(fields=["mailing", "state", "id"], name="mailings_by_outcome"),
            models.Index(fields=["prospect", "-due_at"], name="mailings_of"),
            models.Index(fields=["message"], name="mailings_message", condition=Q(message__isnull=False)),
            models.Index(fields=["touch"], name="mailings_touch", condition=Q(touch__isnull=False)),
        ]
