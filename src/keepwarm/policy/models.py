"""Versions of the policy and of the lead definition."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.ids import new_ref
from keepwarm.staff.models import User


class PolicyVersion(models.Model):
    """The values that differ from the engine's defaults, and since when. Units are those of `engine.policy.Policy`."""

    number = models.PositiveIntegerField(unique=True)
    values: Any = models.JSONField(default=dict)
    because = models.CharField(max_length=300)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]


class DefinitionVersion(models.Model):
    """A version of what a lead is; `criteria` in the condition language of the engine (`policy.definitions`). Never edited."""

    number = models.PositiveIntegerField(unique=True)
    criteria: Any = models.JSONField(default=list)
    supporting_needed = models.PositiveSmallIntegerField(default=0)
    provisional = models.BooleanField(default=False)
    because = models.CharField(max_length=300, blank=True, default="")
    in_force_at = models.DateTimeField(null=True, blank=True)
    signed_by_one = models.BooleanField(default=False)  # by the declared exception: one person for both sides

    class Meta:
        ordering: ClassVar = ["-number"]


class DefinitionDraft(models.Model):
    """A proposed definition, edited until both sides signed the same revision of it; then it is a version and stays as it was.

    `revision` rises with each change: a signature holds for the revision that was read.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    based_on = models.PositiveIntegerField(default=0)  # number of the version in force when it was begun; 0 is the provisional one
    criteria: Any = models.JSONField(default=list)
    supporting_needed = models.PositiveSmallIntegerField(default=0)
    because = models.CharField(max_length=300, blank=True, default="")  # what is to be better with it
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    became = models.OneToOneField(DefinitionVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="draft")

    class Meta:
        ordering: ClassVar = ["-made_at"]


class DraftRevision(models.Model):
    """What a draft said at a revision, and who wrote it: what a signature was given for, and what changed since."""

    draft = models.ForeignKey(DefinitionDraft, on_delete=models.CASCADE, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    criteria: Any = models.JSONField(default=list)
    supporting_needed = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "number"], name="policy_revision_once")]


class Signature(models.Model):
    """One side's yes to a revision of a draft. A change of the draft makes it void; it is kept all the same."""

    class Side(models.TextChoices):
        MARKETING = "marketing", _("marketing")
        SALES = "sales", _("sales")

    draft = models.ForeignKey(DefinitionDraft, on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side.choices)
    revision = models.PositiveIntegerField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    comment = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "side", "revision"], name="policy_one_signature_a_side"),
        ]


class DraftComment(models.Model):
    """What somebody says about a draft without signing it."""

    draft = models.ForeignKey(DefinitionDraft, on_delete=models.CASCADE, related_name="comments")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000)
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
