"""Accounts, frozen bytes and templates, messages, each try to hand one over, and what a person said of a doubtful one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Touch


class Security(models.TextChoices):
    """How the line to a server is kept private. NONE is for a server on this machine only."""

    TLS = "tls", _("TLS from the start")
    STARTTLS = "starttls", _("STARTTLS")
    NONE = "none", _("none (only on this machine)")


class Account(models.Model):
    """A server through which mail leaves, and in whose name: the house's own, or a rep's (`seat`). Secrets are sealed (`sealing.py`).

    `pace_per_minute`: messages to one recipient's domain; 0 is no limit. A paused account keeps all that waits.
    """

    PERSONAL: ClassVar = ("from_name", "from_email", "user", "secret", "imap_user", "imap_secret")

    class Tags(models.TextChoices):
        """Where bounces and replies come back to: how the signed tag is written into our own address."""

        PLUS = "plus", _("name+tag@domain: the mailbox takes plus addresses")
        DOMAIN = "domain", _("b+tag@a domain of its own, whose mail comes to us")
        NONE = "none", _("no tag: the plain address")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="mail_accounts")  # None: the house's
    name = models.CharField(max_length=80)
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=465)
    security = models.CharField(max_length=8, choices=Security.choices, default=Security.TLS)
    user = models.CharField(max_length=254, blank=True, default="")
    secret = models.TextField(blank=True, default="")
    from_name = models.CharField(max_length=120, blank=True, default="")
    from_email = models.EmailField()
    tags = models.CharField(max_length=8, choices=Tags.choices, default=Tags.NONE)
    tag_domain = models.CharField(max_length=253, blank=True, default="")
    pace_per_minute = models.PositiveIntegerField(default=60)
    connections = models.PositiveSmallIntegerField(default=4)  # of one sender at once
    dkim_domain = models.CharField(max_length=253, blank=True, default="")
    dkim_selector = models.CharField(max_length=63, blank=True, default="")
    dkim_secret = models.TextField(blank=True, default="")  # PEM, sealed
    imap_host = models.CharField(max_length=253, blank=True, default="")  # its Sent folder; "" when there is none to file in
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=8, choices=Security.choices, default=Security.TLS)
    imap_user = models.CharField(max_length=254, blank=True, default="")
    imap_secret = models.TextField(blank=True, default="")
    sent_folder = models.CharField(max_length=120, blank=True, default="")  # "": found by its special use
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_because = models.CharField(max_length=300, blank=True, default="")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_said = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Frozen(models.Model):
    """The bytes of a message as they were queued, by their SHA-256; DKIM is put above them when they leave."""

    PERSONAL: ClassVar = ("raw",)

    hashed = models.CharField(max_length=64, unique=True)
    raw = models.BinaryField()


class Template(models.Model):
    """A frozen version of a mailing's text: never edited, so that with a message's values it gives the same bytes for ever."""

    PERSONAL: ClassVar = ()

    hashed = models.CharField(max_length=64, unique=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()


class Kind(models.TextChoices):
    """What a message is. ANSWER is a direct answer to what they wrote, SYSTEM concerns only what they just did (a confirmation)."""

    PERSONAL = "personal", _("letter")
    ANSWER = "answer", _("answer")
    MAILING = "mailing", _("mailing")
    SYSTEM = "system", _("notice")


class State(models.TextChoices):
    """docs/delivery.md says what each means, and what leads from one to another."""

    QUEUED = "queued", _("waits")
    CLAIMED = "claimed", _("is being taken along")
    HANDING_OVER = "handing_over", _("is being handed over")
    ACCEPTED = "accepted", _("accepted by their server")
    UNCERTAIN = "uncertain", _("perhaps arrived")
    FAILED = "failed", _("refused")
    BOUNCED = "bounced", _("came back")
    CANCELLED = "cancelled", _("not sent")


SETTLED = (State.ACCEPTED, State.UNCERTAIN, State.FAILED, State.BOUNCED, State.CANCELLED)
"""States in which nothing more happens by itself."""
WAITS = Q(state=State.QUEUED)
LEASED = Q(state__in=[State.CLAIMED, State.HANDING_OVER])


class Message(models.Model):
    """One message to one recipient. `because` is why it was cancelled, failed or came back: a key of `words.BECAUSE`, or a server's words.

    A claim is a lease with a fence: only who holds the row's newest `fence` may hand it over or settle it.
    """

    PERSONAL: ClassVar = (
        "to_email",
        "to_name",
        "envelope_from",
        "from_email",
        "from_name",
        "subject",
        "values",
        "last_reply",
        "in_reply_to",
    )

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="messages", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    prospect = models.ForeignKey(Prospect, null=True, on_delete=models.CASCADE, related_name="messages", db_index=False)
    touch = models.ForeignKey(Touch, null=True, on_delete=models.PROTECT, related_name="messages", db_index=False)
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="messages", db_index=False)  # in whose name
    address = models.ForeignKey(Address, null=True, on_delete=models.SET_NULL, related_name="messages", db_index=False)
    once_key = models.CharField(max_length=80, blank=True, default="")  # what has no touch is unique by this
    budget_free = models.CharField(max_length=16, blank=True, default="")  # why the budget does not hold it back; words.BUDGET_FREE
    # who, frozen
    to_email = models.CharField(max_length=320)
    to_domain = models.CharField(max_length=253)
    to_name = models.CharField(max_length=200, blank=True, default="")
    from_email = models.CharField(max_length=320)
    from_name = models.CharField(max_length=120, blank=True, default="")
    envelope_from = models.CharField(max_length=320, blank=True, default="")
    # what, frozen
    subject = models.CharField(max_length=300, blank=True, default="")
    message_id = models.CharField(max_length=200, unique=True)  # without its angle brackets
    tag = models.CharField(max_length=26, unique=True)  # in the address to which bounces and replies come back
    in_reply_to = models.CharField(max_length=998, blank=True, default="")
    dated_at = models.DateTimeField()
    boundary = models.CharField(max_length=40)
    frozen = models.ForeignKey(Frozen, null=True, on_delete=models.SET_NULL, related_name="messages")
    template = models.ForeignKey(Template, null=True, on_delete=models.PROTECT, related_name="messages", db_index=False)
    values: Any = models.JSONField(default=dict, blank=True)  # what a mailing's template is filled with, and its headers
    hashed = models.CharField(max_length=64)  # SHA-256 of the bytes before DKIM
    size = models.PositiveIntegerField(default=0)  # bytes
    # how it stands
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField()
    not_before_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField()
    first_tried_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    claimed_by = models.CharField(max_length=60, blank=True, default="")
    fence = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=40, blank=True, default="")
    last_reply = models.CharField(max_length=300, blank=True, default="")  # of their server, or what broke
    told_at = models.DateTimeField(null=True, blank=True)  # an upper room has read this result
    ruled_at = models.DateTimeField(null=True, blank=True)  # a person said what becomes of a doubtful one
    complained_at = models.DateTimeField(null=True, blank=True)  # their provider told us that they reported it as unwanted
    # its copy in the Sent folder
    file_next_at = models.DateTimeField(null=True, blank=True)  # empty: nothing to file
    file_tries = models.PositiveSmallIntegerField(default=0)
    filed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["touch", "to_email"], name="outbox_once_per_touch", condition=Q(touch__isnull=False)),
            models.UniqueConstraint(fields=["once_key"], name="outbox_once_per_key", condition=~Q(once_key="")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "next_try_at", "id"], name="outbox_to_claim", condition=WAITS),
            models.Index(fields=["lease_until"], name="outbox_leases", condition=LEASED),
            models.Index(fields=["id"], name="outbox_to_tell", condition=Q(told_at__isnull=True, settled_at__isnull=False)),
            models.Index(fields=["state", "-id"], name="outbox_by_state"),
            models.Index(fields=["-id"], name="outbox_doubtful", condition=Q(state=State.UNCERTAIN, ruled_at__isnull=True)),
            models.Index(fields=["seat", "state", "-id"], name="outbox_by_seat", condition=Q(seat__isnull=False)),
            models.Index(fields=["prospect", "-id"], name="outbox_by_prospect", condition=Q(prospect__isnull=False)),
            models.Index(fields=["address"], name="outbox_by_address", condition=Q(address__isnull=False)),
            models.Index(fields=["to_email", "-id"], name="outbox_by_recipient"),
            models.Index(fields=["file_next_at"], name="outbox_to_file", condition=Q(file_next_at__isnull=False)),
        ]


class Attempt(models.Model):
    """Append-only: one try to hand a message over, how far it came, and what their server said."""

    PERSONAL: ClassVar = ("reply",)

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        LATER = "later", _("not now")
        REFUSED = "refused", _("refused")
        CUT = "cut", _("the line broke before the end")
        UNCERTAIN = "uncertain", _("the line broke at the very end")
        CANCELLED = "cancelled", _("held back by us")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    worker = models.CharField(max_length=60)
    at = models.DateTimeField()
    step = models.CharField(max_length=10)  # smtp.Step: how far it came
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    code = models.PositiveSmallIntegerField(default=0)  # of their server, 0 when it said none
    reply = models.CharField(max_length=300, blank=True, default="")


class Ruling(models.Model):
    """Append-only: what a person said of a message nobody can be sure of, or did to one that waits or failed, and why."""

    PERSONAL: ClassVar = ("because",)

    class What(models.TextChoices):
        ARRIVED = "arrived", _("it arrived")
        AGAIN = "again", _("send it again")
        LEAVE = "leave", _("leave it")
        CANCEL = "cancel", _("do not send it")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="rulings")
    what = models.CharField(max_length=8, choices=What.choices)
    because = models.CharField(max_length=300)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Slot(models.Model):
    """When the next message to a domain may leave through an account: its pace, kept where all senders see it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="slots", db_index=False)
    domain = models.CharField(max_length=253)
    free_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "domain"], name="outbox_one_slot_per_domain")]


class Sender(models.Model):
    """A process that sends: since when, and when it was last heard of."""

    name = models.CharField(max_length=60, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()


class SendingHouse(models.Model):
    """One row: the machine and folder from which this house sends, and how often it handed mail over.

    The count also stands in a file of the house's folder (`house_mark.py`). Another fingerprint, or a count behind the file's,
    means a copy or a restored backup, in which mail may wait that was sent long ago: nothing leaves until someone confirms.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    fingerprint = models.CharField(max_length=64)
    handed = models.BigIntegerField(default=0)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_because = models.CharField(max_length=16, blank=True, default="")  # copied, restored
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="outbox_one_house", condition=Q(pk=1))]
