"""Merges, with every row they moved, so that each can be undone; what an absence lent or made wait; opportunities that come in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keepwarm.intake.models import Import
from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Absence, Seat, User


class Merge(models.Model):
    """The loser's rows were moved to the winner; `moved` names each by room and id.

    `before` holds both rows as they were, `after` the winner's as the merge left it: so that undoing restores exactly.
    """

    PERSONAL: ClassVar = ("moved", "before", "after", "because")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    winner = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="+")
    loser = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="+")
    moved: Any = models.JSONField(default=dict)
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)
    because = models.CharField(max_length=300)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.ref


class Cover(models.Model):
    """What an absence does to one prospect: lent to a stand-in, or waiting until the absent one is back.

    While lent, the stand-in owns the prospect: whose it is has one answer everywhere. `closed_at` empty: still so.
    """

    class Kind(models.TextChoices):
        LENT = "lent", "lent to a stand-in"
        WAITS = "waits", "waits for the return"

    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="covers")
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    owner = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")  # whose it is
    stand_in = models.ForeignKey(Seat, null=True, on_delete=models.CASCADE, related_name="+")
    from_at = models.DateTimeField()  # when the touch was due
    to_at = models.DateTimeField()  # and when it is due now; the same for what is lent
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["prospect"], name="circle_cover_open", condition=models.Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.prospect_id} {self.kind}"


class Pipeline(models.Model):
    """The opportunities of a list on their way in, or back out. `next_line` is where it goes on after a crash; a chunk commits with it.

    `done` of `total`: rows of the file that were read, or opportunities that were looked at to be taken back. `by` asked for it.
    """

    PERSONAL: ClassVar = ()

    class State(models.TextChoices):
        RUNNING = "running", _("coming in")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")
        DONE = "done", _("done")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("taken back")

    imported = models.OneToOneField(Import, on_delete=models.CASCADE, related_name="pipeline")
    state = models.CharField(max_length=8, choices=State.choices)
    problem = models.CharField(max_length=300, blank=True, default="")
    stop_wanted = models.BooleanField(default=False)
    lease_until = models.DateTimeField(null=True, blank=True)
    runner = models.CharField(max_length=120, blank=True, default="")  # host and process that holds the lease
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    next_line = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state"], name="circle_pipeline_at_work", condition=models.Q(state__in=["running", "undoing"])),
        ]

    def __str__(self) -> str:
        return f"{self.imported_id} {self.state}"

    @property
    def is_at_work(self) -> bool:
        """Whether it runs, or is to run as soon as somebody takes it up."""
        return self.state in {self.State.RUNNING, self.State.UNDOING}
