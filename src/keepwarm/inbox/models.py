"""Mailboxes that are read, the mails that came, what was returned, people proposed by a reply, and choices that taught something."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.ids import new_ref
from keepwarm.outbox.models import Message, Security
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Touch


class Mailbox(models.Model):
    """A folder that is read by IMAP: the house's inbox, a rep's own, or a rep's Sent folder. Its secret is sealed (outbox.sealing).

    `uid_validity` and `last_uid`: how far it was read. Of a folder of a rep's own only what concerns a prospect is kept.
    """

    PERSONAL: ClassVar = ("user", "secret", "problem")

    class Kind(models.TextChoices):
        HOUSE = "house", _("inbox of the house")
        OWN = "own", _("a rep's own inbox")
        SENT = "sent", _("a rep's Sent folder")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.HOUSE)
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="mailboxes")  # None: the house's
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, choices=Security.choices, default=Security.TLS)
    user = models.CharField(max_length=254)
    secret = models.TextField(blank=True, default="")
    folder = models.CharField(max_length=120, default="INBOX")  # of a Sent folder "": found by its special use
    uid_validity = models.BigIntegerField(default=0)  # 0: never read
    last_uid = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)  # when it was last read to its end
    tried_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True, default="")  # why it could not be read the last time
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="inbox_own_has_a_seat", condition=Q(kind="house", seat__isnull=True) | (~Q(kind="house") & Q(seat__isnull=False))
            ),
        ]


class Received(models.Model):
    """A mail that came, raw in the house's files under its hash; what was read of it, whose it is, and what became of it.

    `linked` is how it was found whose it is; not `verified`: it came from an address that we do not know as theirs.
    """

    PERSONAL: ClassVar = ("from_email", "from_name", "to_emails", "subject", "message_id", "text", "reading", "problem")

    class State(models.TextChoices):
        NEW = "new", _("kept, not read yet")
        WAITS = "waits", _("waits for a choice")
        DONE = "done", _("read")
        QUARANTINED = "quarantined", _("could not be read")

    class Linked(models.TextChoices):
        NOT = "", _("to nobody")
        TAG = "tag", _("by the signed address it came to")
        THREAD = "thread", _("by the letter it answers")
        SENDER = "sender", _("by its sender")
        HAND = "hand", _("by hand")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    hashed = models.CharField(max_length=64)  # SHA-256 of the raw bytes
    size = models.PositiveBigIntegerField()
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.PROTECT, related_name="received", db_index=False)  # None: the pipe
    uid_validity = models.BigIntegerField(default=0)
    uid = models.BigIntegerField(default=0)
    received_at = models.DateTimeField()
    dated_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=250, blank=True, default="")
    from_email = models.CharField(max_length=320, blank=True, default="")
    from_name = models.CharField(max_length=200, blank=True, default="")
    to_emails = models.TextField(blank=True, default="")
    subject = models.CharField(max_length=300, blank=True, default="")
    text = models.TextField(blank=True, default="")  # the new part, without quote and signature
    same_as = models.CharField(max_length=64, blank=True, default="")  # of what it says; the same mail by two ways is one
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    kind = models.CharField(max_length=16, blank=True, default="")  # words.Kind
    confidence = models.FloatField(default=0)
    reading: Any = models.JSONField(default=dict, blank=True)  # ranking, date, referral …: see queries.reading
    linked = models.CharField(max_length=8, choices=Linked.choices, blank=True, default="")
    is_verified = models.BooleanField(default=False)
    prospect = models.ForeignKey(Prospect, null=True, on_delete=models.CASCADE, related_name="received", db_index=False)
    about = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="replies", db_index=False)  # what it answers
    touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="received", db_index=False)
    problem = models.CharField(max_length=300, blank=True, default="")
    chosen_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mailbox", "uid_validity", "uid"], name="inbox_once_by_uid", condition=~Q(uid=0)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="inbox_to_read", condition=Q(state="new")),
            models.Index(fields=["-id"], name="inbox_waiting", condition=Q(state="waits")),
            models.Index(fields=["-id"], name="inbox_quarantine", condition=Q(state="quarantined")),
            models.Index(fields=["hashed"], name="inbox_by_hash"),
            models.Index(fields=["same_as"], name="inbox_the_same", condition=~Q(same_as="")),
            models.Index(fields=["prospect", "-id"], name="inbox_by_prospect", condition=Q(prospect__isnull=False)),
            models.Index(fields=["touch"], name="inbox_by_touch", condition=Q(touch__isnull=False)),
            models.Index(fields=["about"], name="inbox_by_message", condition=Q(about__isnull=False)),
        ]


class CameBack(models.Model):
    """Append-only: a report that a message of ours did not arrive, or was complained of. Soft ones are counted by their rows."""

    PERSONAL: ClassVar = ("said",)

    received = models.ForeignKey(Received, on_delete=models.CASCADE, related_name="came_back")
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="came_back", db_index=False)
    prospect = models.ForeignKey(Prospect, null=True, on_delete=models.CASCADE, related_name="came_back", db_index=False)
    address = models.ForeignKey(Address, null=True, on_delete=models.SET_NULL, related_name="came_back", db_index=False)
    kind = models.CharField(max_length=10)  # bounce, delayed, delivered, complaint
    reason = models.CharField(max_length=20)  # reading.bounces.Reason
    status = models.CharField(max_length=12, blank=True, default="")
    said = models.CharField(max_length=300, blank=True, default="")
    is_hard = models.BooleanField(default=False)
    is_ours = models.BooleanField(default=False)
    is_believed = models.BooleanField(default=False)  # shown to be of a message of ours; nothing follows otherwise
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["address", "at"], name="inbox_soft_bounces", condition=Q(address__isnull=False)),
            models.Index(fields=["message"], name="inbox_bounces_of", condition=Q(message__isnull=False)),
            models.Index(fields=["prospect"], name="inbox_bounces_by_prospect", condition=Q(prospect__isnull=False)),
        ]


class Proposal(models.Model):
    """Somebody whom a reply named: a stand-in, the right person, a successor. A person takes them in or not; no machine writes to them."""

    PERSONAL: ClassVar = ("name", "email")

    class State(models.TextChoices):
        OPEN = "open", _("waits")
        TAKEN = "taken", _("taken in")
        LEFT = "left", _("left alone")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    received = models.ForeignKey(Received, on_delete=models.CASCADE, related_name="proposals")
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="proposals", db_index=False)  # who named them
    name = models.CharField(max_length=200, blank=True, default="")
    email = models.CharField(max_length=320, blank=True, default="")
    because = models.CharField(max_length=16)  # words.Kind of the reply
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    became = models.ForeignKey(Prospect, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["prospect", "-id"], name="inbox_proposals_of"),
            models.Index(fields=["-id"], name="inbox_proposals_open", condition=Q(state="open")),
        ]


class Lesson(models.Model):
    """Append-only: a person said what kind a reply is. The words are kept while the person is: the reading is adjusted by them."""

    PERSONAL: ClassVar = ("subject", "text")

    received = models.ForeignKey(Received, on_delete=models.CASCADE, related_name="lessons")
    subject = models.CharField(max_length=300, blank=True, default="")
    text = models.TextField(blank=True, default="")
    read_as = models.CharField(max_length=16, blank=True, default="")
    kind = models.CharField(max_length=16)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
