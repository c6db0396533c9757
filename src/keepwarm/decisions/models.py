"""Decisions, deferrals, refused advice, and who is on whom right now."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from keepwarm.prospects.models import Organization, Prospect
from keepwarm.staff.models import Seat, User


class Decision(models.Model):
    """Why the next touch is what it is. Written when rule, step or date changes. `by` is empty when the rules decided."""

    PERSONAL: ClassVar = ("args", "facts", "because")

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="decisions", db_index=False)
    step = models.CharField(max_length=12)
    due_at = models.DateTimeField()
    rule = models.CharField(max_length=40)
    args: Any = models.JSONField(default=dict)
    facts: Any = models.JSONField(default=dict)
    policy_version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    because = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["prospect", "-at"], name="decisions_newest")]


class Deferral(models.Model):
    """A due date that was moved: from when to when, why, by whom. Overdue still counts from the first date."""

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="deferrals")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    because = models.CharField(max_length=300)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)


class AdviceRefused(models.Model):
    """ "Not this one": a person refused what a rule advised, with one of the house's reasons."""

    class Reason(models.TextChoices):
        ALREADY_SPOKE = "already_spoke", "already spoke"
        WRONG_PERSON = "wrong_person", "wrong person"
        FACTS_WRONG = "facts_wrong", "facts are wrong"
        BAD_MOMENT = "bad_moment", "bad moment"
        NO_FIT = "no_fit", "no fit"

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="refused_advice")
    rule = models.CharField(max_length=40, db_index=True)
    step = models.CharField(max_length=12)
    reason = models.CharField(max_length=16, choices=Reason.choices)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Hold(models.Model):
    """Someone is on this prospect, and so on this firm, until the hold ends: nobody else calls meanwhile."""

    prospect = models.OneToOneField(Prospect, on_delete=models.CASCADE, related_name="hold")
    organization = models.OneToOneField(Organization, null=True, on_delete=models.CASCADE, related_name="hold")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="holds")
    dialled_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField()
