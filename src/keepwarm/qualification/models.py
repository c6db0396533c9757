"""Judgements."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User


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
        indexes: ClassVar = [
            models.Index(fields=["prospect", "-judged_at"], name="qualification_newest"),
            models.Index(fields=["judged_at"], name="qualification_leads_by_day", condition=Q(is_lead=True)),
        ]


class Rejudging(models.Model):
    """All open prospects judged anew, since another version came into force. Goes on after a crash from `next_id`."""

    definition = models.PositiveIntegerField(unique=True)  # number of the DefinitionVersion
    was = models.PositiveIntegerField(default=0)  # and of the one before
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    next_id = models.BigIntegerField(default=0)  # everyone below is judged
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    became_leads = models.PositiveIntegerField(default=0)
    no_longer = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    overtaken = models.BooleanField(default=False)  # a newer version came into force before it was through


class Rejudged(models.Model):
    """A prospect for whom another version made a difference: a lead now, or no longer."""

    rejudging = models.ForeignKey(Rejudging, on_delete=models.CASCADE, related_name="changed")
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="+")
    is_lead = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["rejudging", "prospect"], name="qualification_rejudged_once")]


class Returns(models.Model):
    """Of the leads offered under a version how many sales answered, and how many came back: told by the room of the hand-off."""

    definition = models.PositiveIntegerField(unique=True)  # number of the DefinitionVersion
    answered = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()


class Trial(models.Model):
    """A definition tried on the past: asked for, counted in the background with progress, and kept with its result."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    criteria: Any = models.JSONField(default=list)
    supporting_needed = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(null=True, blank=True)  # number of the version tried; None: a draft
    draft_ref = models.CharField(max_length=16, blank=True, default="")  # of the draft, and which revision of it
    revision = models.PositiveIntegerField(default=0)
    against = models.PositiveIntegerField(default=0)  # number of the version in force, counted beside it
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    result: Any = models.JSONField(default=dict, blank=True)  # by source, how many inquiries of each kind (trial_counting)
    rows = models.BinaryField(default=b"", blank=True)  # every inquiry with its kind, packed: what stands behind the figures
    lease_until = models.DateTimeField(null=True, blank=True)  # of whoever counts it; a lease that ran out is taken anew
    stopped_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["-asked_at", "-id"], name="qualification_trials"),
            models.Index(fields=["draft_ref", "-asked_at"], name="qualification_trials_of_draft"),
        ]
