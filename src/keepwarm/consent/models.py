"""Permissions with wording and proof, wishes, and suppressed addresses."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User


class Channel(models.TextChoices):
    """The ways to reach a person that consent speaks about. `email` is personal mail, `mailing` the low-cost conversation."""

    PHONE = "phone", _("phone")
    EMAIL = "email", _("personal email")
    MAILING = "mailing", _("newsletter and mailings")
    POST = "post", _("post")
    MESSAGE = "message", _("short messages")


class Wording(models.Model):
    """The words that somebody read when they said yes. Append-only: other words are another version of the same name."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=60)  # where the words stand: "newsletter form"
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=12, default="en")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)  # shown to nobody any more; what was said to it stands

    class Meta:
        ordering: ClassVar = ["name", "language", "-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "language", "version"], name="consent_wording_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Permission(models.Model):
    """That a person permitted a channel: how, when, to which words, with what proof, until when.

    Append-only but for its withdrawal, its end, and when it was last used. `proof_file` is the SHA-256 of a file of the house.
    """

    PERSONAL: ClassVar = ("proof", "proof_file")

    class Kind(models.TextChoices):
        """How a yes came about. Rows of other programs may hold other words."""

        EXPRESS = "express", _("they said yes")
        DOUBLE_OPT_IN = "double_opt_in", _("they said yes, and confirmed it by mail")
        IMPLIED = "implied", _("implied by what they asked")
        EXISTING_CUSTOMER = "existing_customer", _("as our customer")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="permissions")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    kind = models.CharField(max_length=20)  # of Kind, or a word of another program
    wording = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="permissions", db_index=False)
    proof = models.CharField(max_length=300, blank=True, default="")
    proof_file = models.CharField(max_length=64, blank=True, default="", db_default="")
    source = models.CharField(max_length=120, blank=True, default="")
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)  # our newest touch by this channel while it held
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["expires_at"], name="consent_permission_expires", condition=Q(withdrawn_at__isnull=True, expires_at__isnull=False)
            ),
            models.Index(fields=["proof_file"], name="consent_permission_file", condition=~Q(proof_file="")),
            models.Index(fields=["prospect"], name="consent_permission_message", condition=Q(channel="message", withdrawn_at__isnull=True)),
            models.Index(fields=["wording"], name="consent_permission_wording", condition=Q(wording__isnull=False)),
        ]


class Wish(models.Model):
    """What a person asked for. In force while it is neither lifted nor voided.

    `channel` empty means all channels. NOT_BEFORE closes the channel until `until_at`; NO_CHANNEL closes it for good;
    STOP closes all; BEST_TIME and PACE advise.
    """

    PERSONAL: ClassVar = ("words",)

    class Kind(models.TextChoices):
        NO_CHANNEL = "no_channel", _("not by this channel")
        NOT_BEFORE = "not_before", _("not before a date")
        STOP = "stop", _("nothing at all")
        BEST_TIME = "best_time", _("best time")
        PACE = "pace", _("pace")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices, blank=True, default="")
    until_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True, default="")
    said_at = models.DateTimeField()
    source = models.CharField(max_length=40, blank=True, default="")  # conversation, form, import, by hand
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["prospect"], name="consent_wish_in_force", condition=Q(lifted_at__isnull=True))]


class Suppression(models.Model):
    """An address, or all of a domain, not to be used, whoever has it. Only a keyed hash is kept, and it outlives forgetting.

    Whatever comes in may add to it and never takes away: only a newer event of the person themselves lifts it, with a reason.
    """

    PERSONAL: ClassVar = ("lifted_because",)

    class Kind(models.TextChoices):
        EMAIL = "email", _("email address")
        PHONE = "phone", _("phone number")
        DOMAIN = "domain", _("domain")
        POST = "post", _("postal address")
        HANDLE = "handle", _("name in a messenger")

    class Scope(models.TextChoices):
        """What is closed. Everything is wider than mailings, and is never narrowed."""

        ALL = "all", _("everything")
        MAILING = "mailing", _("newsletter and mailings")

    class Reason(models.TextChoices):
        """Why. Older rows may hold other words."""

        UNSUBSCRIBED = "unsubscribed", _("they unsubscribed")
        ASKED = "asked", _("they asked for it")
        COMPLAINT = "complaint", _("they complained")
        BOUNCED = "bounced", _("it does not exist")
        FORGOTTEN = "forgotten", _("they were forgotten, and had wished so")
        HOUSE = "house", _("the house decided it")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    hashed = models.CharField(max_length=64)
    scope = models.CharField(max_length=8, choices=Scope.choices, default=Scope.ALL)
    reason = models.CharField(max_length=40)
    source = models.CharField(max_length=40, blank=True, default="")  # "touch:<ref>", "api", "command line" …
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    lifted_because = models.CharField(max_length=200, blank=True, default="")
    lifted_event = models.CharField(max_length=40, blank=True, default="")  # their own newer event: "touch:<ref>"

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "hashed"], name="consent_suppression_once")]
        indexes: ClassVar = [models.Index(fields=["reason", "-at"], name="consent_suppression_reason", condition=Q(lifted_at__isnull=True))]
