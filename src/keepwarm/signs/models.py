"""What people did, and the links that lead through here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.content.models import Item
from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Touch


class Kind(models.TextChoices):
    """What somebody did. That a mail was opened is none of them."""

    CLICK = "click", _("clicked a link")
    VISIT = "visit", _("visited a page")
    DOWNLOAD = "download", _("downloaded something")
    SIGNED_UP = "signed_up", _("signed up")
    ATTENDED = "attended", _("attended")
    ANSWERED = "answered", _("answered a question")
    REPLIED = "replied", _("replied")


class Page(models.Model):
    """A page of the house's own site that tells of interest: prices, a comparison, a date to book. `url` is how its address begins."""

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    url = models.CharField(max_length=300, unique=True)
    words = models.CharField(max_length=120)  # "our prices": it follows "looked at"
    interests: Any = models.JSONField(default=list, blank=True)  # keys of topics
    weight = models.PositiveSmallIntegerField(default=1)  # a visit counts so many times
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.words


class Link(models.Model):
    """Where a link of our mails leads: one row a target, whoever gets it; the signed address names the person and the mail.

    `is_trap`: no person sees it in the mail; whoever follows it is a robot, and so is what else it followed there.
    """

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    url = models.CharField(max_length=2000)
    fingerprint = models.CharField(max_length=32, unique=True)  # of the address and the item: the same target is one row
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="links", db_index=False)
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="links", db_index=False)
    is_trap = models.BooleanField(default=False)
    made_at = models.DateTimeField()


class Sign(models.Model):
    """One thing that one prospect did, or that a robot did in their name: `is_robot`, which counts for nothing.

    `fingerprint` makes the same thing told twice one row. `weight`: it counts so many times what its kind counts. `source`
    says where from in a word and a reference: "mailing:<ref>", "seminar:<ref>", "form:<ref>". `about` is in words.
    """

    PERSONAL: ClassVar = ("about",)

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="signs", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    weight = models.PositiveSmallIntegerField(default=1)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="signs", db_index=False)
    link = models.ForeignKey(Link, null=True, on_delete=models.PROTECT, related_name="signs", db_index=False)
    page = models.ForeignKey(Page, null=True, on_delete=models.PROTECT, related_name="signs", db_index=False)
    touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="signs", db_index=False)  # of ours, that led to it
    source = models.CharField(max_length=40, blank=True, default="")
    about = models.CharField(max_length=200, blank=True, default="")
    is_robot = models.BooleanField(default=False)
    robot_because = models.CharField(max_length=16, blank=True, default="")  # signs.robots.Because
    fingerprint = models.CharField(max_length=32)
    recorded_at = models.DateTimeField()
    heeded_at = models.DateTimeField(null=True, blank=True)  # since when the next touch was decided with it

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["fingerprint"], name="signs_once")]
        indexes: ClassVar = [
            models.Index(fields=["prospect", "-at"], name="signs_timeline"),
            models.Index(fields=["touch"], name="signs_by_touch", condition=Q(touch__isnull=False)),
            models.Index(fields=["item", "kind"], name="signs_by_item", condition=Q(item__isnull=False)),
            models.Index(fields=["link"], name="signs_by_link", condition=Q(link__isnull=False)),
            models.Index(fields=["page"], name="signs_by_page", condition=Q(page__isnull=False)),
            models.Index(fields=["source"], name="signs_by_source", condition=~Q(source="")),
            models.Index(fields=["recorded_at"], name="signs_by_recording"),
            models.Index(fields=["recorded_at"], name="signs_unheeded", condition=Q(heeded_at__isnull=True)),
        ]
