"""Goals and quotas as versions, the figures kept of each week, and who gets the morning report by mail."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.ids import new_ref
from keepwarm.staff.models import Seat, User


class Measure(models.TextChoices):
    """What a goal is counted in. Dials and mails are not among them: whoever counts those gets dials and mails."""

    CONVERSATIONS = "conversations", _("conversations")
    LEADS_MET = "leads_met", _("leads that meet the definition")


class Per(models.TextChoices):
    """How long one has for it."""

    DAY = "day", _("a day")
    WEEK = "week", _("a week")


class Goal(models.Model):
    """Append-only: what a seat, a person's or a team's, aims at from a day on. The newest row of a seat and measure holds; 0 ends it."""

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="goals", db_index=False)
    measure = models.CharField(max_length=16, choices=Measure.choices)
    per = models.CharField(max_length=4, choices=Per.choices)
    aim = models.PositiveIntegerField()
    from_on = models.DateField()
    because = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["seat", "measure", "-from_on"], name="goals_of_seat")]


class Period(models.TextChoices):
    """What a quota is for."""

    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")


class Quota(models.Model):
    """Append-only: what a seat is to sell in a month or a quarter, in money or in sales. The newest row of the three holds.

    Exactly one of `amount_minor` (minor units of `currency`) and `sales` is given; neither: it was taken back.
    """

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="quotas", db_index=False)
    period = models.CharField(max_length=8, choices=Period.choices)
    starts_on = models.DateField()
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    sales = models.PositiveIntegerField(null=True, blank=True)
    because = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="goals_quota_in_money_or_sales",
                condition=Q(amount_minor__isnull=True) | Q(sales__isnull=True),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["seat", "-id"], name="goals_quotas_of_seat"),
            models.Index(fields=["period", "starts_on"], name="goals_quotas_of_period"),
        ]


class ReportMail(models.Model):
    """That somebody wants the morning report by mail, at which minute of the day in their own zone."""

    PERSONAL: ClassVar = ()

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="report_mail")
    is_on = models.BooleanField(default=True)
    minute = models.PositiveSmallIntegerField(default=7 * 60 + 30)
    working_days_only = models.BooleanField(default=True)
    chosen_at = models.DateTimeField()


class Week(models.Model):
    """A week of the house, from a Monday on, whose figures are kept as they were counted at `counted_at`."""

    starts_on = models.DateField(unique=True)
    counted_at = models.DateTimeField()


class WeekCount(models.Model):
    """One figure of one week: of a seat, or of the whole house (`seat` empty), which counts what nobody's seat did too.

    `figure` and `key` are words of `reports.queries.weeks.figures`.
    """

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="counts", db_index=False)
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    figure = models.CharField(max_length=16)
    key = models.CharField(max_length=40, blank=True, default="")
    count = models.PositiveBigIntegerField()  # of money: minor units of the currency of the house

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["week", "seat", "figure", "key"], name="goals_count_of_seat", condition=Q(seat__isnull=False)),
            models.UniqueConstraint(fields=["week", "figure", "key"], name="goals_count_of_house", condition=Q(seat__isnull=True)),
        ]
