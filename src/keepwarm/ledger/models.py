"""Sums by day, the story and the credit of each sale, the pass over everyone, and how far was read.

Nothing here is history: all of it can be counted anew from the rooms below, and is. So rows hold the keys of seats, sources, sales and
people as numbers, not as foreign keys: whoever goes is counted out when the day is counted again.
Money is in minor units of the house's currency, at today's rate of the seat and the rate of its day for a sale.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.ids import new_ref
from keepwarm.staff.models import User


class Phase(models.TextChoices):
    """When a touch was, as seen from the person's first inquiry and first sale."""

    WINNING = "winning", _("the first 90 days after the first inquiry")
    NURTURING = "nurturing", _("later, before they bought")
    KEEPING = "keeping", _("after they bought")


class Day(models.Model):
    """A day of the house's zone. `stale`: it is to be counted (again). `unsettled`: letters of that day whose result is not known."""

    on = models.DateField(unique=True)
    stale = models.BooleanField(default=True)
    unsettled = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["on"], name="ledger_days_to_count", condition=Q(stale=True)),
            models.Index(fields=["on"], name="ledger_days_unsettled", condition=Q(unsettled__gt=0)),
        ]


class Sum(models.Model):
    """What touches of a day took. `minor`: the minutes of the seat and what else each cost; `seconds` ours, `theirs` of the prospect."""

    on = models.DateField()
    channel = models.CharField(max_length=8)
    direction = models.CharField(max_length=3)
    touches = models.PositiveIntegerField()
    seconds = models.PositiveBigIntegerField()
    theirs = models.PositiveBigIntegerField()
    minor = models.BigIntegerField()

    class Meta:
        abstract = True


class SeatSum(Sum):
    """By seat and how they ended; `seat` 0: nobody's, such as mailings."""

    seat = models.BigIntegerField()
    disposition = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["on", "seat", "channel", "direction", "disposition"], name="ledger_one_sum_a_seat")
        ]


class SourceSum(Sum):
    """By the source of the person's first inquiry and by phase; `source` 0: nobody knows where they came from."""

    source = models.BigIntegerField()
    phase = models.CharField(max_length=9, choices=Phase.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["on", "source", "phase", "channel", "direction"], name="ledger_one_sum_a_source")
        ]


class MoveSum(models.Model):
    """People who went from one stage to another on a day; `waited`: how long they had been there, as a place in `moving.WAITED`.

    Stages are numbers of `engine.words.Stage`; `came_from` 0 for an end: from wherever they were.
    """

    on = models.DateField()
    came_from = models.PositiveSmallIntegerField()
    went_to = models.PositiveSmallIntegerField()
    waited = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["on", "came_from", "went_to", "waited"], name="ledger_one_sum_a_move")]


class Story(models.Model):
    """A sale that stands, as seen from the first inquiry: `months` whole months after it. `cost_minor`: of all touches before it."""

    PERSONAL: ClassVar = ()

    sale = models.BigIntegerField(unique=True)
    on = models.DateField()
    person = models.BigIntegerField()
    source = models.BigIntegerField()  # of the first inquiry; 0 without any
    offering = models.BigIntegerField()
    seat = models.BigIntegerField()
    minor = models.BigIntegerField()
    months = models.PositiveSmallIntegerField(null=True, blank=True)  # None: no inquiry is known
    contacts = models.PositiveIntegerField()
    cost_minor = models.BigIntegerField()
    is_first = models.BooleanField()  # of this person: whoever bought before is no new customer

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["on", "sale"], name="ledger_stories_by_day"),
            models.Index(fields=["source", "on", "sale"], name="ledger_stories_of_source"),
        ]


class Credit(models.Model):
    """What a sale owes to one kind of contact, source, seat or item, under each model. Its rows of one `what` sum to the sale.

    `later`: contacts more than 90 days after the first inquiry, which kept the person.
    """

    class What(models.TextChoices):
        KIND = "kind", _("kind of contact")
        SOURCE = "source", _("source")
        SEAT = "seat", _("person")
        ITEM = "item", _("content")

    sale = models.BigIntegerField()
    on = models.DateField()
    what = models.CharField(max_length=6, choices=What.choices)
    key = models.CharField(max_length=20)
    contacts = models.PositiveIntegerField()
    later = models.PositiveIntegerField()
    is_late = models.BooleanField()  # of a late buyer
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    equal = models.BigIntegerField()
    fading = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sale", "what", "key"], name="ledger_one_credit")]
        indexes: ClassVar = [models.Index(fields=["what", "key", "on", "sale"], name="ledger_credits_by_day")]


class CreditSum(models.Model):
    """The credits of the sales of a day. `late_sales`: of those, sales to late buyers who had such a contact later on."""

    on = models.DateField()
    what = models.CharField(max_length=6, choices=Credit.What.choices)
    key = models.CharField(max_length=20)
    sales = models.PositiveIntegerField()
    late_sales = models.PositiveIntegerField()
    contacts = models.PositiveIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    equal = models.BigIntegerField()
    fading = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["on", "what", "key"], name="ledger_one_credit_a_day")]


class Round(models.Model):
    """One pass over everyone, piece by piece: how many are where since when, and who had what beside whom. `upto`: the last one read.

    `found` grows with each piece and is read by the pages when `done_at` is set. `few`: who they are, of figures that have few people
    (None: they are many), since looking for these would mean to read everyone.
    """

    begun_at = models.DateTimeField()
    upto = models.BigIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    found: Any = models.JSONField(default=dict)
    few: Any = models.JSONField(default=dict)
    runs = models.BooleanField(default=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["runs"], name="ledger_one_round_runs", condition=Q(runs=True))]


class Watch(models.Model):
    """How far was read what the rooms below wrote; one row. `house`: zone, currency and rates with which the sums were counted."""

    safe_to: Any = models.JSONField(default=dict)  # nothing at or below is still being written
    read_to: Any = models.JSONField(default=dict)  # was the newest at `read_at`
    safe_at = models.DateTimeField()  # what was voided or undone before is read
    read_at = models.DateTimeField()
    house: Any = models.JSONField(default=dict)
    swept_on = models.DateField(null=True, blank=True)  # the last day that was counted in turn


class Outlay(models.Model):
    """Money spent on the conversation that no touch carries: the room of a seminar, an author, a stand at a fair. Undone by voiding."""

    class Kind(models.TextChoices):
        SEMINAR = "seminar", _("seminar")
        CONTENT = "content", _("content")
        OTHER = "other", _("something else")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    on = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    what = models.CharField(max_length=160)
    amount_minor = models.BigIntegerField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="ledger_outlay_above_nothing", condition=Q(amount_minor__gt=0))]
        indexes: ClassVar = [models.Index(fields=["-on", "-id"], name="ledger_outlays_by_day", condition=Q(voided_at__isnull=True))]
