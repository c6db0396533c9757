"""Seminars, and the guests of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.answers.models import Question
from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Touch


class State(models.TextChoices):
    """A draft is seen by nobody outside; a seminar that is called off keeps its guests, who are told."""

    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CALLED_OFF = "called_off", _("called off")


class Seminar(models.Model):
    """One seminar. `local_at` is what the clock on the wall shows ("2026-12-03T10:00"), `starts_at` the moment that it is.

    `fold` 1 is the second of two equal hours, when clocks go back. `link` is where an online one takes place; only guests see it.
    """

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    title = models.CharField(max_length=160)
    teaser = models.CharField(max_length=300, blank=True, default="")
    text = models.TextField(blank=True, default="")
    place = models.CharField(max_length=300, blank=True, default="")
    link = models.URLField(max_length=1000, blank=True, default="")
    local_at = models.CharField(max_length=16)
    zone = models.CharField(max_length=64)
    fold = models.PositiveSmallIntegerField(default=0)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveIntegerField()
    seat_minor = models.BigIntegerField(default=0, db_default=0)  # what a seat costs us, in minor units of the house's currency
    owner = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="seminars")
    interests: Any = models.JSONField(default=list, blank=True)
    stages: Any = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=12, blank=True, default="")
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    after_text = models.TextField(blank=True, default="")  # what those who did not come are written
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="seminars_end_after_they_start", condition=Q(ends_at__gt=models.F("starts_at"))),
            models.CheckConstraint(name="seminars_have_a_seat", condition=Q(seats__gte=1)),
        ]
        indexes: ClassVar = [models.Index(fields=["-starts_at", "-id"], name="seminars_by_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def source(self) -> str:
        """How the item of content, signs and signals name it."""
        return f"seminar:{self.ref}"

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    def takes_guests(self, now: datetime) -> bool:
        """Whether one can sign up: it is open and has not begun."""
        return self.state == State.OPEN and now < self.starts_at

    def local(self, zone: str = "") -> datetime:
        """When it begins on the clocks of a zone; its own when none is given."""
        return self.starts_at.astimezone(ZoneInfo(zone or self.zone))


class Standing(models.TextChoices):
    """Where a guest stands."""

    SEATED = "seated", _("has a seat")
    WAITING = "waiting", _("waits for a seat")
    GAVE_BACK = "gave_back", _("gave the seat back")


class Tell(models.TextChoices):
    """What a guest is still to be told by mail; the row is the reminder that it is to be done."""

    SEATED = "seated", "their seat is theirs"
    WAITING = "waiting", "they are on the waiting list"
    MOVED_UP = "moved_up", "a seat became free, and it is theirs"
    CHANGED = "changed", "another time or place"
    GAVE_BACK = "gave_back", "their seat is given back"
    CALLED_OFF = "called_off", "it does not take place"


class Reminder(models.TextChoices):
    """The reminders that a guest gets, one after the other."""

    DAY = "day", "the day before"
    HOUR = "hour", "the hour before"


class Guest(models.Model):
    """One person at one seminar. `turn` counts what happened to them: each is told once, and a calendar sees it rise.

    `remind_at` is the moment of the next reminder (`reminder`), by their own clock. `seated_at` empty: they wait.
    """

    PERSONAL: ClassVar = ("name", "email")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    seminar = models.ForeignKey(Seminar, on_delete=models.PROTECT, related_name="guests", db_index=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="seminars", db_index=False)
    address = models.ForeignKey(Address, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    name = models.CharField(max_length=200, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    zone = models.CharField(max_length=64, blank=True, default="")
    standing = models.CharField(max_length=12, choices=Standing.choices)
    joined_at = models.DateTimeField()  # the order of the waiting list
    seated_at = models.DateTimeField(null=True, blank=True)
    gave_back_at = models.DateTimeField(null=True, blank=True)
    to_tell = models.CharField(max_length=12, choices=Tell.choices, blank=True, default="")
    turn = models.PositiveIntegerField(default=1)
    reminder = models.CharField(max_length=4, choices=Reminder.choices, blank=True, default="")
    remind_at = models.DateTimeField(null=True, blank=True)
    attended_at = models.DateTimeField(null=True, blank=True)
    attended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)  # that they were there
    follow_at = models.DateTimeField(null=True, blank=True)  # they did not come: when they are to be written to, at the earliest
    followed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["seminar", "prospect"], name="seminars_guest_once")]
        indexes: ClassVar = [
            models.Index(fields=["seminar", "standing", "joined_at", "id"], name="seminars_guests_in_turn"),
            models.Index(fields=["prospect"], name="seminars_of_prospect"),
            models.Index(fields=["id"], name="seminars_to_tell", condition=~Q(to_tell="")),
            models.Index(fields=["remind_at"], name="seminars_to_remind", condition=Q(remind_at__isnull=False)),
            models.Index(fields=["follow_at"], name="seminars_to_follow", condition=Q(follow_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name
