"""Letters on paper, the batches in which they are printed, and the printed files."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.content.models import Item
from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Touch

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs of a code that nobody takes for another: no 0 and O, 1, I and L, U."""
CODE_LENGTH = 12


def new_code() -> str:
    """The code on a letter; 58 bits, since it leads to a page of its reader."""
    return "".join(secrets.choice(SIGNS) for _place in range(CODE_LENGTH))


class PrintedFile(models.Model):
    """The PDF of a batch, once, by its SHA-256. It goes when somebody in it is forgotten, and is made anew from the others."""

    PERSONAL: ClassVar = ("raw",)

    hashed = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    raw = models.BinaryField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.hashed


class Batch(models.Model):
    """Letters printed together. `open`: they are chosen, and the PDF is to be made. `sender`: how the house looked then."""

    PERSONAL: ClassVar = ()

    class State(models.TextChoices):
        OPEN = "open", _("chosen, not printed yet")
        FROZEN = "frozen", _("printed")
        POSTED = "posted", _("posted")
        CANCELLED = "cancelled", _("taken back")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    count = models.PositiveIntegerField(default=0)
    sender: Any = models.JSONField(default=dict)
    pdf = models.ForeignKey(PrintedFile, null=True, on_delete=models.SET_NULL, related_name="batches")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    printed_at = models.DateTimeField(null=True, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    posted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-made_at", "-id"], name="post_batches_by_day"),
            models.Index(fields=["state", "id"], name="post_batches_by_state", condition=~Q(state="cancelled")),
        ]

    def __str__(self) -> str:
        return self.name


class Letter(models.Model):
    """One letter on paper. Without `touch` it is held: `held_because` says why (a key of `words.HELD`), `open_at` until when.

    `subject` and `text` are what one of us wrote, with merge fields; without them it is what a program sends (`kind`, `item`).
    `printed`: the page as it was frozen, with address, name and words. `address_was`: the state of the address before it came back.
    """

    PERSONAL: ClassVar = ("subject", "text", "printed", "code")

    class State(models.TextChoices):
        WAITS = "waits", _("waits")
        PRINTED = "printed", _("printed")
        POSTED = "posted", _("posted")
        RETURNED = "returned", _("came back")
        CANCELLED = "cancelled", _("does not go")

    class Back(models.TextChoices):
        MOVED = "moved", _("they have moved")
        UNKNOWN = "unknown", _("nobody of that name there")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    code = models.CharField(max_length=16, blank=True, default=new_code)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.SET_NULL, related_name="letters", db_index=False)
    place = models.PositiveIntegerField(default=0)  # in the batch, from 1
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="paper_letters", db_index=False)
    address = models.ForeignKey(Address, null=True, on_delete=models.SET_NULL, related_name="+")
    touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="paper_letters", db_index=False)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, blank=True, default="")
    subject = models.CharField(max_length=160, blank=True, default="")
    text = models.TextField(blank=True, default="")
    printed: Any = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITS)
    held_because = models.CharField(max_length=20, blank=True, default="")
    open_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    posted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.CharField(max_length=8, choices=Back.choices, blank=True, default="")
    address_was = models.CharField(max_length=8, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], name="post_one_letter_a_code", condition=~Q(code="")),
            models.UniqueConstraint(fields=["touch"], name="post_one_letter_a_touch", condition=Q(touch__isnull=False)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["made_at", "id"], name="post_letters_waiting", condition=Q(state="waits")),
            models.Index(fields=["batch", "place"], name="post_letters_of_batch", condition=Q(batch__isnull=False)),
            models.Index(fields=["prospect", "-made_at"], name="post_letters_of"),
            models.Index(fields=["-returned_at"], name="post_letters_back", condition=Q(returned_at__isnull=False)),
            models.Index(fields=["-open_at"], name="post_letters_held_back", condition=~Q(held_because="")),
        ]

    def __str__(self) -> str:
        return self.ref
