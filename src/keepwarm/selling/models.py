"""Offerings, rates, the agreed stages of selling, opportunities with their people and changes, sales and who had a part in them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Organization, Prospect
from keepwarm.staff.models import Seat, User


class Offering(models.Model):
    """Something the house sells. Never deleted: a retired one is no longer proposed, and stays with what was sold of it.

    `needs`: [{"question": key, "values": [one of these]}], what it serves; no values: any answer will do. `requires`: a condition in
    the engine's language (engine.conditions), and in words for people. An empty one requires nothing.
    """

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=40, blank=True, default="")
    price_minor = models.BigIntegerField(null=True, blank=True)  # None: agreed each time
    currency = models.CharField(max_length=3)
    needs: Any = models.JSONField(default=list, blank=True)
    requires = models.TextField(blank=True, default="")
    requires_words = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], name="selling_offering_code_once", condition=~Q(code="")),
            models.CheckConstraint(name="selling_price_above_nothing", condition=Q(price_minor__isnull=True) | Q(price_minor__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name


class Rate(models.Model):
    """What one unit of a currency was worth on a day, in units of the house's currency. It holds until a later day has another."""

    currency = models.CharField(max_length=3)
    on = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    source = models.CharField(max_length=120)  # who says so
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["currency", "on"], name="selling_one_rate_a_day"),
            models.CheckConstraint(name="selling_rate_above_nothing", condition=Q(rate__gt=0)),
        ]


class SellingStage(models.Model):
    """A step of selling on which the house agreed, by what is known then; its place on the board is `position`."""

    key = models.SlugField(max_length=24, unique=True)
    label = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=100)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.label


class Outcome(models.TextChoices):
    """How an opportunity ended; empty while it is open."""

    OPEN = "", _("open")
    WON = "won", _("won")
    LOST = "lost", _("lost")
    POSTPONED = "postponed", _("postponed")
    ENDED = "ended", _("the prospect ended")


class Opportunity(models.Model):
    """One offering that a prospect may buy. Open while `closed_at` is empty, and then it has a next touch.

    `rate` is that of the day on which the amount was set, to the house's currency. A lost or postponed one has a day on which the
    prospect is heard of again.
    """

    PERSONAL: ClassVar = ("name", "next_what", "reason")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="opportunities")
    organization = models.ForeignKey(Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="opportunities")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="opportunities")
    name = models.CharField(max_length=160, blank=True, default="")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    expected_on = models.DateField(null=True, blank=True)  # when they mean to decide
    stage = models.ForeignKey(SellingStage, on_delete=models.PROTECT, related_name="opportunities", db_index=False)
    stage_at = models.DateTimeField()  # since when it is there
    word_percent = models.PositiveSmallIntegerField(null=True, blank=True)  # the rep's own word; the house's figure stands beside it
    unfit_because = models.CharField(max_length=300, blank=True, default="")  # why it is proposed although it does not fit
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="opportunities", db_index=False)
    handoff_ref = models.CharField(max_length=16, blank=True, default="")  # of the accepted hand-off that it came from
    next_on = models.DateField(null=True, blank=True)
    next_what = models.CharField(max_length=200, blank=True, default="")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default=Outcome.OPEN)
    reason = models.CharField(max_length=300, blank=True, default="")  # why it was lost or postponed, in words
    lost_to = models.CharField(max_length=120, blank=True, default="")
    wake_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=40, blank=True, default="")  # "import:<ref>", and the key of the row there
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)  # who opened it
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="selling_amount_above_nothing", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(
                name="selling_open_ones_have_a_next_touch",
                condition=(Q(closed_at__isnull=True, outcome="", next_on__isnull=False) & ~Q(next_what=""))
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(name="selling_no_dead_end", condition=~Q(outcome__in=["lost", "postponed"]) | Q(wake_on__isnull=False)),
            models.CheckConstraint(name="selling_word_in_percent", condition=Q(word_percent__isnull=True) | Q(word_percent__lte=100)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["stage", "next_on", "id"], name="selling_board", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["seat", "next_on", "id"], name="selling_open_of_seat", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["seat", "-closed_at"], name="selling_closed_of_seat", condition=Q(closed_at__isnull=False)),
            models.Index(fields=["expected_on", "id"], name="selling_expected", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["outcome", "-closed_at", "id"], name="selling_by_outcome"),
            models.Index(fields=["-opened_at", "id"], name="selling_by_opening"),
            models.Index(fields=["handoff_ref"], name="selling_of_handoff", condition=~Q(handoff_ref="")),
        ]

    def __str__(self) -> str:
        return self.ref


class OpportunityPerson(models.Model):
    """Somebody around an opportunity, and what they are to it: decides, uses it, pays, speaks for us, is against it."""

    PERSONAL: ClassVar = ()

    class Role(models.TextChoices):
        DECIDES = "decides", _("decides")
        PAYS = "pays", _("pays for it")
        USES = "uses", _("uses it")
        FOR_US = "for_us", _("speaks for us")
        AGAINST = "against", _("is against it")
        OTHER = "other", _("is asked too")

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="people")
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.OTHER)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["opportunity", "prospect"], name="selling_person_once")]


class OpportunityChange(models.Model):
    """What changed in an opportunity, and who changed it. Append-only. `old` and `new` as they are stored; stages by key, seats by ref."""

    PERSONAL: ClassVar = ("old", "new", "because")

    class What(models.TextChoices):
        OPENED = "opened", _("opened")
        STAGE = "stage", _("stage")
        AMOUNT = "amount", _("amount")
        OFFERING = "offering", _("offering")
        NAME = "name", _("name")
        EXPECTED = "expected", _("expected on")
        WORD = "word", _("the rep’s own word")
        SEAT = "seat", _("whose it is")
        NEXT = "next", _("next touch")
        PERSON = "person", _("people")
        OUTCOME = "outcome", _("how it ended")
        SALE_UNDONE = "sale_undone", _("the sale was undone")

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="changes", db_index=False)
    what = models.CharField(max_length=12, choices=What.choices)
    old = models.CharField(max_length=300, blank=True, default="")
    new = models.CharField(max_length=300, blank=True, default="")
    because = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["opportunity", "at"], name="selling_history"),
            models.Index(fields=["what", "at"], name="selling_moves_by_day"),
        ]


class Sale(models.Model):
    """Something was sold. Undoing it sets `undone_at`; the row stays.

    `fit` is what `engine.fit` judged on that day, with what was known then. `runs_until_on` is the day before which it is renewed.
    """

    PERSONAL: ClassVar = ("fit", "unfit_because")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    opportunity = models.ForeignKey(Opportunity, null=True, blank=True, on_delete=models.SET_NULL, related_name="sales")
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="sales", db_index=False)
    organization = models.ForeignKey(Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="sales")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="sales", db_index=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8)  # of the day, to the house's currency
    sold_at = models.DateTimeField()
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="sales", db_index=False)  # who sold
    fit: Any = models.JSONField(default=dict, blank=True)
    unfit_because = models.CharField(max_length=300, blank=True, default="")
    runs_until_on = models.DateField(null=True, blank=True)
    nothing_beyond = models.BooleanField(default=False)  # nothing was promised beyond the quote, as the rep says
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    undone_because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity"], name="selling_sold_once", condition=Q(undone_at__isnull=True, opportunity__isnull=False)
            ),
            models.CheckConstraint(name="selling_sale_above_nothing", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(name="selling_made_after_sold", condition=Q(sold_at__lte=F("made_at"))),
        ]
        indexes: ClassVar = [
            models.Index(fields=["prospect", "-sold_at"], name="selling_sales_of_prospect"),
            models.Index(fields=["-sold_at", "id"], name="selling_sales_by_day"),
            models.Index(fields=["seat", "-sold_at"], name="selling_sales_of_seat"),
            models.Index(fields=["offering", "-sold_at"], name="selling_sales_of_offering"),
            models.Index(
                fields=["runs_until_on"], name="selling_to_renew", condition=Q(undone_at__isnull=True, runs_until_on__isnull=False)
            ),
            models.Index(fields=["undone_at"], name="selling_undone", condition=Q(undone_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.ref


class SalePart(models.Model):
    """Somebody who had a part in a sale."""

    class Part(models.TextChoices):
        SOLD = "sold", _("sold")
        INTRODUCED = "introduced", _("introduced")
        TALKED = "talked", _("talked with them")
        WROTE = "wrote", _("wrote to them")
        KEPT_WARM = "kept_warm", _("kept them warm")

    sale = models.ForeignKey(Sale, on_delete=models.CASCADE, related_name="parts", db_index=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sale", "seat", "part"], name="selling_part_once")]
