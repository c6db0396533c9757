"""Short messages, and what people sent us by the gateway."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.content.models import Item
from keepwarm.courier.models import Parcel
from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Touch


class Message(models.Model):
    """One short message. `parcel` None: it did not go, and `held_because` says why (a key of `words.HELD`).

    `text` as it goes, with its merge fields filled in. `report`: what the gateway told afterwards. How far it came stands at its parcel.
    """

    PERSONAL: ClassVar = ("text",)

    class Report(models.TextChoices):
        DELIVERED = "delivered", _("arrived")
        FAILED = "failed", _("did not arrive")

    class Why(models.TextChoices):
        """Why it did not arrive, as the gateway says it; docs/how-to/send-short-messages.md."""

        UNKNOWN_NUMBER = "unknown_number", _("the number or name does not exist")
        CANNOT_RECEIVE = "cannot_receive", _("it takes no short messages")
        OPTED_OUT = "opted_out", _("they asked the gateway for none")
        OTHER = "other", _("for another reason")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="short_messages", db_index=False)
    address = models.ForeignKey(Address, null=True, on_delete=models.SET_NULL, related_name="+")
    touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="short_messages", db_index=False)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    parcel = models.OneToOneField(Parcel, null=True, on_delete=models.PROTECT, related_name="message")
    text = models.TextField(blank=True, default="")
    is_answer = models.BooleanField(default=False)  # to what they wrote: no cap holds it back
    held_because = models.CharField(max_length=20, blank=True, default="")
    report = models.CharField(max_length=10, choices=Report.choices, blank=True, default="")
    report_because = models.CharField(max_length=16, choices=Why.choices, blank=True, default="")
    reported_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["touch"], name="messaging_one_a_touch", condition=Q(touch__isnull=False)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["prospect", "-made_at"], name="messaging_of"),
            models.Index(fields=["-id"], name="messaging_held", condition=~Q(held_because="")),
            models.Index(fields=["address", "-id"], name="messaging_to_address", condition=Q(address__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.ref


class Heard(models.Model):
    """What somebody sent us. `their_id`: the gateway's name for it, so that told twice counts once. `prospect` None: nobody we know."""

    PERSONAL: ClassVar = ("sender", "text")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    their_id = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=8)  # of Address: phone or handle
    sender = models.CharField(max_length=320)
    text = models.TextField(blank=True, default="")
    is_stop = models.BooleanField(default=False)
    prospect = models.ForeignKey(Prospect, null=True, on_delete=models.SET_NULL, related_name="heard_messages", db_index=False)
    touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="heard_messages", db_index=False)
    heard_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-heard_at", "-id"], name="messaging_heard_newest"),
            models.Index(fields=["prospect", "-heard_at"], name="messaging_heard_of", condition=Q(prospect__isnull=False)),
        ]
