"""Programs, what each item is worth in them, who is in which, and every turn: planned, sent, moved, stopped."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.content.models import Item
from keepwarm.lib.ids import new_ref
from keepwarm.outbox.models import Message
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Channel, Touch


class Program(models.Model):
    """A stream of content for an interest and for stages. `topic` "": for everyone whom no other program serves.

    Its items are those of its interest, by worth; there are no steps. Empty `stages` and `language` serve all. Between
    programs that serve somebody equally well `position` decides, the least first.
    """

    PERSONAL: ClassVar = ()

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        STOPPED = "stopped", _("stopped")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=120, unique=True)
    topic = models.CharField(max_length=60, blank=True, default="")
    stages: Any = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=12, blank=True, default="")
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="programs")
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    stopped_because = models.CharField(max_length=300, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=100)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Worth(models.Model):
    """What an item is worth in one program, where that is another than it is worth in general; 0: left out of it."""

    PERSONAL: ClassVar = ()

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="worths", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    worth = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "item"], name="programs_worth_once"),
            models.CheckConstraint(name="programs_worth_0_to_100", condition=Q(worth__gte=0, worth__lte=100)),
        ]


class Enrollment(models.Model):
    """That somebody is in a program, since when and why; one at a time. `left_items`: how many would still fit after their next turn."""

    PERSONAL: ClassVar = ()

    class Why(models.TextChoices):
        """Why they are in this one: a key of `words.WHY_HERE`."""

        INTEREST = "interest", _("what they answered and did")
        EVERYONE = "everyone", _("no other program serves them")

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="enrollments", db_index=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="enrollments", db_index=False)
    since_at = models.DateTimeField()
    why = models.CharField(max_length=12, choices=Why.choices, default=Why.INTEREST)
    points = models.FloatField(default=0)  # how strong the interest was
    left_items = models.PositiveSmallIntegerField(default=0)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prospect"], name="programs_one_at_a_time", condition=Q(left_at__isnull=True)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["prospect", "-since_at"], name="programs_enrollments_of"),
            models.Index(fields=["program", "left_items", "prospect"], name="programs_members", condition=Q(left_at__isnull=True)),
        ]


class TurnQuerySet(models.QuerySet["Turn"]):
    """Verbs on turns."""

    def planned(self) -> TurnQuerySet:
        """Those that are still to come."""
        return self.filter(state=Turn.State.PLANNED)

    def between(self, start: datetime, end: datetime) -> TurnQuerySet:
        """Planned for a moment from `start` to before `end`."""
        return self.filter(due_at__gte=start, due_at__lt=end)


class Turn(models.Model):
    """One turn of the conversation with one person: what comes, by which way, when and why, and what became of it.

    `because` is a key of `engine.turns.BECAUSE`; `args` its names. A moved turn says why in `ended_because`, a key of
    `engine.pacing.WORDS`, and where it went in `moved_to_at`; a stopped one says who stopped it and why in `said`.
    """

    PERSONAL: ClassVar = ("said",)

    class Kind(models.TextChoices):
        ITEM = "item", _("something to read, hear or see")
        NEWSLETTER = "newsletter", _("newsletter")
        ASK = "ask", _("“what would help?”")
        LAST_QUESTION = "last_question", _("the last question")
        REST = "rest", _("rest")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        SENT = "sent", _("on its way, or there")
        MOVED = "moved", _("moved")
        STOPPED = "stopped", _("stopped")
        OVERTAKEN = "overtaken", _("something else came first")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="turns", db_index=False)
    program = models.ForeignKey(Program, null=True, on_delete=models.SET_NULL, related_name="turns", db_index=False)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="turns", db_index=False)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.MAILING)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    because = models.CharField(max_length=16)
    args: Any = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=16, blank=True, default="")
    moved_to_at = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="turns", db_index=False)
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="turns", db_index=False)

    objects = TurnQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prospect"], name="programs_one_turn_to_come", condition=Q(state="planned")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], name="programs_turns_due", condition=Q(state="planned")),
            models.Index(fields=["channel", "program", "due_at"], name="programs_turns_by_way", condition=Q(state="planned")),
            models.Index(fields=["item", "due_at"], name="programs_turns_by_item", condition=Q(state="planned")),
            models.Index(fields=["prospect", "-due_at"], name="programs_turns_of"),
            models.Index(fields=["message"], name="programs_turns_sent", condition=Q(message__isnull=False)),
            models.Index(fields=["touch"], name="programs_turns_touch", condition=Q(touch__isnull=False)),
            models.Index(fields=["state", "-ended_at"], name="programs_turns_ended", condition=~Q(state="planned")),
        ]
