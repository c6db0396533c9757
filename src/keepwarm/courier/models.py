"""Addresses of the web to which something of ours goes, parcels, and each try to hand one over."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.ids import new_ref
from keepwarm.staff.models import User


class Endpoint(models.Model):
    """An address of the web to which parcels go. `secret` is sealed; with it each parcel is signed.

    `is_inside`: it lies in our own network, so that private addresses and a line without TLS are allowed. `is_idempotent`: the
    other side does nothing twice under one key, so that what perhaps arrived may go again. A paused one keeps all that waits.
    """

    PERSONAL: ClassVar = ()

    class Kind(models.TextChoices):
        MESSAGES = "messages", _("gateway for short messages")
        EVENTS = "events", _("other software that hears of events")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=1000)
    secret = models.TextField()
    is_inside = models.BooleanField(default=False)
    is_idempotent = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_because = models.CharField(max_length=300, blank=True, default="")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_said = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind"], name="courier_one_gateway", condition=Q(kind="messages", retired_at__isnull=True))
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "id"], name="courier_in_use", condition=Q(retired_at__isnull=True))]

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    """The same as of mail: docs/delivery.md says what leads from one to another."""

    QUEUED = "queued", _("waits")
    CLAIMED = "claimed", _("is being taken along")
    HANDING_OVER = "handing_over", _("is being handed over")
    ACCEPTED = "accepted", _("taken by the other side")
    UNCERTAIN = "uncertain", _("perhaps arrived")
    FAILED = "failed", _("refused")
    CANCELLED = "cancelled", _("not sent")


SETTLED = (State.ACCEPTED, State.UNCERTAIN, State.FAILED, State.CANCELLED)
"""States in which nothing more happens by itself."""


class Parcel(models.Model):
    """One thing to hand over. `ref` is its key on every try; `because` a key of `words.BECAUSE`, or of the room whose parcel it is.

    A claim is a lease with a fence: only who holds the row's newest `fence` may hand it over or settle it.
    """

    PERSONAL: ClassVar = ("body", "said")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="parcels", db_index=False)
    once_key = models.CharField(max_length=80, unique=True)
    what = models.CharField(max_length=40)
    body = models.TextField()  # JSON, as it goes; "" when it was taken long ago
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    first_tried_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fence = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=40, blank=True, default="")
    code = models.PositiveSmallIntegerField(default=0)  # of HTTP, of the last try; 0 when none came
    said = models.CharField(max_length=300, blank=True, default="")
    their_ref = models.CharField(max_length=120, blank=True, default="")  # how the other side calls it
    told_at = models.DateTimeField(null=True, blank=True)  # the room whose parcel it is has read this result
    ruled_at = models.DateTimeField(null=True, blank=True)  # a person said what becomes of a doubtful one

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["endpoint", "next_try_at", "id"], name="courier_to_claim", condition=Q(state="queued")),
            models.Index(fields=["lease_until"], name="courier_leases", condition=Q(state__in=["claimed", "handing_over"])),
            models.Index(fields=["id"], name="courier_to_tell", condition=Q(told_at__isnull=True, settled_at__isnull=False)),
            models.Index(fields=["state", "settled_at"], name="courier_to_empty", condition=Q(body__gt="")),
            models.Index(fields=["endpoint", "-id"], name="courier_newest"),
            models.Index(fields=["endpoint", "state", "-id"], name="courier_by_state"),
            models.Index(fields=["their_ref"], name="courier_their_ref", condition=~Q(their_ref="")),
        ]


class Attempt(models.Model):
    """Append-only: one try to hand a parcel over, and what the other side said."""

    PERSONAL: ClassVar = ("said",)

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("taken")
        LATER = "later", _("not now")
        REFUSED = "refused", _("refused")
        CLOSED = "closed", _("closed to us")  # a key, an address or a redirect: for a person to mend
        UNCERTAIN = "uncertain", _("the line broke before the answer")
        CANCELLED = "cancelled", _("held back by us")

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    code = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=300, blank=True, default="")
