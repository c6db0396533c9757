"""People, organizations, addresses, and where we stand with each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.ids import new_ref
from keepwarm.staff.models import Seat, User


class Stage(models.IntegerChoices):
    """How far a prospect has come; the numbers are those of `engine.words.Stage`."""

    NEW = 1, _("new")
    CONVERSING = 2, _("conversing")
    LEAD = 3, _("lead")
    IN_SALES = 4, _("in sales")
    CUSTOMER = 5, _("customer")
    ENDED = 6, _("ended")


class Organization(models.Model):
    """A firm, an office, a household: where several prospects may belong."""

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=200)
    name_folded = models.CharField(max_length=200, db_index=True)
    domain = models.CharField(max_length=120, blank=True, default="")
    place = models.CharField(max_length=8, blank=True, default="")
    zone = models.CharField(max_length=64, blank=True, default="")
    town = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


FORGOTTEN = "forgotten"
"""The end reason of who was forgotten: nobody comes back from it."""


class Prospect(models.Model):
    """One person, and where we stand with them. Times are UTC. Every write goes through an action and raises `version`."""

    PERSONAL: ClassVar = ("name", "given_name", "family_name", "name_folded", "title", "born_on", "because_args", "chosen_because")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    # who
    name = models.CharField(max_length=200)
    given_name = models.CharField(max_length=100, blank=True, default="")
    family_name = models.CharField(max_length=100, blank=True, default="")
    name_folded = models.CharField(max_length=200)
    title = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    born_on = models.DateField(null=True, blank=True)
    organization = models.ForeignKey(Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="prospects")
    # where, for calling: `hours_key` is the row of Hours, "<place>|<zone>,<zone>…", "" when unknown
    place = models.CharField(max_length=8, blank=True, default="")
    zone = models.CharField(max_length=64, blank=True, default="")
    hours_key = models.CharField(max_length=200, blank=True, default="")
    # where we stand
    stage = models.PositiveSmallIntegerField(choices=Stage.choices, default=Stage.NEW)
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="prospects", db_index=False)
    next_step = models.CharField(max_length=12, blank=True, default="")
    next_touch_at = models.DateTimeField(null=True, blank=True)
    first_due_at = models.DateTimeField(null=True, blank=True)  # overdue counts from here
    because_rule = models.CharField(max_length=40, blank=True, default="")
    because_args: Any = models.JSONField(default=dict, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    postponed = models.PositiveSmallIntegerField(default=0)  # deferrals of the step that stands
    # a person's own choice, standing until carried out or overtaken by a newer signal; engine.words.Step
    chosen_step = models.PositiveSmallIntegerField(default=0)
    chosen_at = models.DateTimeField(null=True, blank=True)
    chosen_due_at = models.DateTimeField(null=True, blank=True)
    chosen_because = models.CharField(max_length=300, blank=True, default="")
    chosen_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    wake_at = models.DateTimeField(null=True, blank=True)
    recycled_at = models.DateTimeField(null=True, blank=True)  # when it was decided to come back on `wake_at`
    spread_at = models.DateTimeField(null=True, blank=True)
    # what has been; kept equal to the touches by log_touches, and compared by the audit
    warm = models.BooleanField(default=False)
    is_lead = models.BooleanField(default=False)  # meets the definition in force
    judged = models.CharField(max_length=200, blank=True, default="")  # the newest judgement in short, to see a change
    inquired_at = models.DateTimeField(null=True, blank=True)
    last_touch_at = models.DateTimeField(null=True, blank=True)
    last_ours_at = models.DateTimeField(null=True, blank=True)
    last_reached_at = models.DateTimeField(null=True, blank=True)
    last_attempt_at = models.DateTimeField(null=True, blank=True)
    last_progress_at = models.DateTimeField(null=True, blank=True)
    round_started_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    voicemails = models.PositiveSmallIntegerField(default=0)
    reached = models.PositiveSmallIntegerField(default=0)
    # the end
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=40, blank=True, default="")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", db_index=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="prospects_nobody_is_forgotten",
                condition=(Q(ended_at__isnull=True, next_touch_at__isnull=False, end_reason="") & ~Q(next_step="") & ~Q(because_rule=""))
                | (Q(ended_at__isnull=False, next_touch_at__isnull=True) & ~Q(end_reason="")),
            ),
            models.CheckConstraint(name="prospects_step_is_one_of_three", condition=Q(next_step__in=["", "call", "write", "keep_warm"])),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "next_step", "next_touch_at"], name="prospects_owner_next"),
            models.Index(fields=["next_touch_at"], name="prospects_next"),
            models.Index(fields=["owner", "-last_touch_at", "id"], name="prospects_owner_touched"),
            models.Index(fields=["stage", "next_touch_at"], name="prospects_far_come", condition=Q(stage__gt=2, stage__lt=6)),
            models.Index(fields=["-ended_at"], name="prospects_ended", condition=Q(ended_at__isnull=False)),
            # a reference that few have is found without writing a line for everyone
            models.Index(fields=["merged_into"], name="prospects_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["chosen_by"], name="prospects_chosen_by", condition=Q(chosen_by__isnull=False)),
            # whose round of attempts is to begin anew on a date; empty of those whose round has begun
            models.Index(
                fields=["attempts", "round_started_at"],
                name="prospects_round_to_begin",
                condition=Q(last_attempt_at__lte=F("round_started_at")),
            ),
            # the morning report: what was promised, what was put off twice, who was left alone longest
            models.Index(fields=["because_rule", "first_due_at"], name="prospects_promised", condition=~Q(next_step="keep_warm")),
            models.Index(fields=["-postponed", "first_due_at", "id"], name="prospects_postponed", condition=Q(postponed__gte=2)),
            models.Index(fields=["last_touch_at", "created_at"], name="prospects_silence", condition=Q(ended_at__isnull=True)),
            # segments begin to read with these; what their condition names stands in them too, so that SQLite needs no row
            models.Index(fields=["stage", "id", "ended_at"], name="prospects_by_stage", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["language", "id", "ended_at"], name="prospects_by_language", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["place", "id", "ended_at"], name="prospects_by_place", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["inquired_at", "ended_at"], name="prospects_by_inquiry", condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class Address(models.Model):
    """A phone, email, postal address or name in a messenger. A number or mailbox that several names use is the organization's: `shared`.

    `normalized`: E.164 for phones, lower-case for emails, folded for post and messengers. `zones`: every zone a phone may lie in.
    """

    PERSONAL: ClassVar = ("value", "normalized")

    class Kind(models.TextChoices):
        PHONE = "phone", _("phone")
        EMAIL = "email", _("email")
        POST = "post", _("post")
        HANDLE = "handle", _("messenger")

    class State(models.TextChoices):
        OK = "ok", _("in use")
        WRONG = "wrong", _("wrong")
        BOUNCED = "bounced", _("bounced")
        LEFT = "left", _("has left")
        RETIRED = "retired", _("no longer used")
        BLOCKED = "blocked", _("not to be used")

    ref = models.CharField(max_length=16, default=new_ref, editable=False)
    prospect = models.ForeignKey(Prospect, null=True, on_delete=models.CASCADE, related_name="addresses")
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="addresses", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.CharField(max_length=320)
    normalized = models.CharField(max_length=320)
    shared = models.BooleanField(default=False)
    label = models.CharField(max_length=40, blank=True, default="")
    place = models.CharField(max_length=8, blank=True, default="")
    zones = models.CharField(max_length=400, blank=True, default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OK)
    rank = models.PositiveSmallIntegerField(default=0)  # the lowest in use is tried first

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "normalized"], name="prospects_address_value"),
            models.Index(fields=["organization"], name="prospects_address_firm", condition=Q(organization__isnull=False)),
        ]


class StandingChange(models.Model):
    """Append-only: a change of owner, stage, end or merge, who made it and why."""

    class What(models.TextChoices):
        OWNER = "owner", _("owner")
        STAGE = "stage", _("stage")
        END = "end", _("end")
        MERGE = "merge", _("merge")
        RECYCLE = "recycle", _("put back to keep warm")  # old: attempts made in the round; new: the wake-up date

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=8, choices=What.choices)
    old = models.CharField(max_length=60, blank=True, default="")
    new = models.CharField(max_length=60, blank=True, default="")
    because = models.CharField(max_length=300)
    reason = models.CharField(max_length=24, blank=True, default="")  # engine.words.RecycleReason, for a recycle
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="+")  # the new owner, for an owner change

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["by"], name="prospects_changed_by", condition=Q(by__isnull=False)),
            models.Index(fields=["by", "at"], name="prospects_changed_on", condition=Q(by__isnull=False)),
            models.Index(fields=["at", "id"], name="prospects_moves_by_day", condition=Q(what__in=["stage", "end"])),
        ]


class Showing(models.Model):
    """Somebody who is asked to take a prospect over, or wants to hear of them, may read about them without owning them."""

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="shown_to")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["seat", "prospect"], name="prospects_shown_once")]


class MatchKey(models.Model):
    """A key under which records that may be the same person meet; hashes made by `prospects.matching`."""

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="match_keys", db_index=True)
    key = models.BigIntegerField(db_index=True)


class Doubt(models.Model):
    """Two prospects that may be the same person. Shown, never merged by itself; settled by a person."""

    a = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="+", db_index=False)
    b = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="+")
    reasons: Any = models.JSONField(default=list)
    weight = models.FloatField(default=0)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, blank=True, default="")  # same, different

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["a", "b"], name="prospects_doubt_once")]


class SearchPurge(models.Model):
    """That lines of the search were taken out of which nothing may stay in the file: a purge of the index is due (`search.merging`)."""
