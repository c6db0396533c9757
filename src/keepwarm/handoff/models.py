"""Hand-offs, who was asked and until when, the agreed reasons to return one, threads of former reps, and notices."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Source, Touch


class ReturnReason(models.Model):
    """A reason on the agreed list for giving a lead back, and where the prospect goes with it."""

    class Goes(models.TextChoices):
        BACK = "back", _("back to whoever offered it")
        OTHER_REP = "other_rep", _("to another closing rep")

    key = models.SlugField(max_length=24, unique=True)
    label = models.CharField(max_length=120)
    goes = models.CharField(max_length=10, choices=Goes.choices, default=Goes.BACK)
    position = models.PositiveSmallIntegerField(default=100)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.label


class HandOff(models.Model):
    """A lead offered to sales, judged by the version of the definition under which it was offered, until sales is done with it.

    Open while `closed_at` is empty: offered and waiting, or accepted and in sales. The brief is frozen as it was offered.
    """

    PERSONAL: ClassVar = ("why", "brief", "introduction", "return_words")

    class State(models.TextChoices):
        OFFERED = "offered", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Introduce(models.TextChoices):
        CALL = "call", _("by a call")
        LETTER = "letter", _("by a letter")
        NOT = "not", _("the rep introduces themselves")

    class Closed(models.TextChoices):
        """How it ended. Recycled, customer and ended ones were accepted before, or ended by themselves while they waited."""

        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RECYCLED = "recycled", _("put back to keep warm")
        CUSTOMER = "customer", _("became a customer")
        ENDED = "ended", _("the prospect ended")
        MERGED = "merged", _("the same person had another hand-off")
        FORGOTTEN = "forgotten", _("the person was forgotten")
        NO_REP = "no_rep", _("nobody sells here any more")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="handoffs")
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+")  # of the first inquiry
    definition = models.PositiveIntegerField()
    signed_by_one = models.BooleanField(default=False)  # that version was signed by the declared exception
    offered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")  # None: the system
    offered_at = models.DateTimeField()
    from_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")  # the owner before
    why = models.CharField(max_length=500, blank=True, default="")  # why now, in words
    brief: Any = models.JSONField(default=dict)
    introduce = models.CharField(max_length=8, choices=Introduce.choices, default=Introduce.NOT)
    introduction = models.TextField(blank=True, default="")  # to the prospect, in words that were approved
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    introduced_at = models.DateTimeField(null=True, blank=True)  # when they were introduced in those words
    introduced_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    introduced_touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="+")  # None: somebody says so
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.ForeignKey(ReturnReason, null=True, on_delete=models.PROTECT, related_name="+")
    return_words = models.CharField(max_length=500, blank=True, default="")
    first_call_due_at = models.DateTimeField(null=True, blank=True)
    first_called_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_as = models.CharField(max_length=16, choices=Closed.choices, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prospect"], name="handoff_one_open", condition=Q(closed_at__isnull=True)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "-offered_at"], name="handoff_by_state"),
            models.Index(fields=["-offered_at"], name="handoff_by_time"),
            models.Index(fields=["offered_at"], name="handoff_open_ones", condition=Q(closed_at__isnull=True)),
            models.Index(
                fields=["answered_at"],
                name="handoff_to_introduce",
                condition=Q(introduced_at__isnull=True, first_called_at__isnull=True, closed_at__isnull=True, state="accepted")
                & ~Q(introduce="not"),
            ),
            models.Index(fields=["closed_at"], name="handoff_sales", condition=Q(closed_as="customer")),
        ]

    def __str__(self) -> str:
        return self.ref


class Asking(models.Model):
    """One closing rep asked about one hand-off: until when, and what came of it. The open one has no outcome."""

    PERSONAL: ClassVar = ("words",)

    class Outcome(models.TextChoices):
        WAITS = "", _("waits")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")
        PASSED_ON = "passed_on", _("passed on to another rep")
        LEFT = "left", _("the rep left or is away")
        WITHDRAWN = "withdrawn", _("withdrawn")

    handoff = models.ForeignKey(HandOff, on_delete=models.CASCADE, related_name="askings", db_index=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+", db_index=False)
    because: Any = models.JSONField(default=list)  # why this rep: [key, arguments] pairs, put into words by the reader's page
    asked_at = models.DateTimeField()
    half_at = models.DateTimeField()  # the reminder
    due_at = models.DateTimeField()  # the answer; then the manager knows
    pass_on_at = models.DateTimeField()  # then another rep is asked
    reminded_at = models.DateTimeField(null=True, blank=True)
    told_manager_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITS, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.ForeignKey(ReturnReason, null=True, on_delete=models.PROTECT, related_name="+")  # why this rep gave it back
    words = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["handoff"], name="handoff_one_rep_at_a_time", condition=Q(outcome=""))]
        indexes: ClassVar = [
            models.Index(fields=["handoff", "asked_at"], name="handoff_askings"),
            models.Index(fields=["seat", "handoff"], name="handoff_asked_of"),
            models.Index(fields=["seat", "due_at"], name="handoff_waiting_for", condition=Q(outcome="")),
            models.Index(fields=["half_at"], name="handoff_clocks", condition=Q(outcome="")),
        ]


class Thread(models.Model):
    """A rep of sales who gave somebody back, and wants to know when they warm up again. That rep is then the first choice."""

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="threads")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)  # that they are warm again
    cut_at = models.DateTimeField(null=True, blank=True)  # the rep lets go, or left

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prospect", "seat"], name="handoff_one_thread", condition=Q(cut_at__isnull=True))
        ]
        indexes: ClassVar = [
            models.Index(fields=["seat"], name="handoff_threads_of", condition=Q(cut_at__isnull=True)),
            models.Index(fields=["since_at"], name="handoff_threads_untold", condition=Q(cut_at__isnull=True, told_at__isnull=True)),
        ]


class Notice(models.Model):
    """Something a person of the house is told once, on their desk: a hand-off that waits, came back, or passed on; a thread."""

    class Kind(models.TextChoices):
        OFFERED = "offered", _("offered to you")
        HALF_TIME = "half_time", _("half the time has passed")
        UNANSWERED = "unanswered", _("not answered in time")
        PASSED_ON = "passed_on", _("passed on to another rep")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")
        NO_REP = "no_rep", _("no closing rep is here")
        WITHDRAWN = "withdrawn", _("withdrawn")
        WARM_AGAIN = "warm_again", _("warm again")
        GIVEN = "given", _("given to you")
        INTRODUCE = "introduce", _("to be introduced")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="+")
    handoff = models.ForeignKey(HandOff, null=True, on_delete=models.CASCADE, related_name="notices")
    asking = models.ForeignKey(Asking, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "asking"], name="handoff_told_once", condition=Q(asking__isnull=False))
        ]
        indexes: ClassVar = [models.Index(fields=["user", "-at"], name="handoff_notices_unseen", condition=Q(seen_at__isnull=True))]


class Watch(models.Model):
    """How far the clock has read what the rooms below wrote; one row. Keys of rows by the name of their table (`queries.news`)."""

    safe_to: Any = models.JSONField(default=dict)  # nothing at or below is still being written
    read_to: Any = models.JSONField(default=dict)  # was the newest at `read_at`
    read_at = models.DateTimeField()
    swept = models.BigIntegerField(default=0)  # the last hand-off that was looked at in turn
