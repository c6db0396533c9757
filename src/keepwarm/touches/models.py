"""Sources, inquiries, touches, signals, and remarks at a name on the report."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Organization, Prospect
from keepwarm.staff.models import Seat, User

READ_LATELY: Final = timedelta(days=3)
"""A Sent folder that was read so lately, over a weekend too, tells all that was sent. Our choice."""
TOLD_SOON: Final = timedelta(days=1)
"""Within it a touch counts from when it was told: a form often knows only the day. Older ones are history. Our choice."""


def counts_at(happened_at: datetime, told_at: datetime) -> datetime:
    """From when a touch answers what waits and overtakes what was decided: what came after it stays untouched."""
    return told_at if told_at - happened_at <= TOLD_SOON else happened_at


class Source(models.Model):
    """A list, a form, a fair, a partner: where inquiries come from. `cold` people showed no interest themselves."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, default="list")  # list, web_form, fair, referral, phone, api, by_hand
    cold = models.BooleanField(default=False)
    cost_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")

    def __str__(self) -> str:
        return self.name


class SourceTally(models.Model):
    """What a source took and gave, as counted at `counted_at`: a large house cannot count it anew for each page.

    A person belongs to the source of their first inquiry. Touches are ours, until the person first met the definition of a
    lead; `worked` are people with at least one, `dialled` people called at least once, `wrong` those with a wrong number.
    """

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="tally")
    people = models.PositiveIntegerField()
    worked = models.PositiveIntegerField()
    dialled = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()
    touches = models.PositiveIntegerField()
    seconds = models.PositiveBigIntegerField()
    cost_minor = models.BigIntegerField()
    leads = models.PositiveIntegerField()
    customers = models.PositiveIntegerField()
    counted_at = models.DateTimeField()


class Inquiry(models.Model):
    """One dated sign of interest. `fingerprint` makes the same row of the same list count once."""

    PERSONAL: ClassVar = ("text",)

    ref = models.CharField(max_length=16, default=new_ref, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="inquiries")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="inquiries", db_index=False)
    happened_at = models.DateTimeField(null=True, blank=True)  # unknown when the list does not say
    received_at = models.DateTimeField()
    wants_contact = models.BooleanField(default=False)
    topic = models.CharField(max_length=120, blank=True, default="")
    text = models.TextField(blank=True, default="")
    fingerprint = models.CharField(max_length=32)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "fingerprint"], name="touches_inquiry_once")]
        indexes: ClassVar = [
            models.Index(fields=["source", "prospect", "voided_at"], name="touches_inquiry_from", condition=Q(voided_at__isnull=True)),
            models.Index(fields=["voided_at"], name="touches_inquiry_voided", condition=Q(voided_at__isnull=False)),
            # who came from where in a month; not by the source alone, which may have brought half of the house
            models.Index(
                "source", Coalesce("happened_at", "received_at"), "id", name="touches_inquiry_came", condition=Q(voided_at__isnull=True)
            ),
        ]


class Channel(models.TextChoices):
    """How a touch happened."""

    PHONE = "phone", _("phone")
    EMAIL = "email", _("email")
    MEETING = "meeting", _("meeting or visit")
    POST = "post", _("post")
    WEB = "web", _("web")
    MAILING = "mailing", _("mailing")
    MESSAGE = "message", _("short message")
    NOTE = "note", _("note")


class Direction(models.TextChoices):
    """Whose touch it was."""

    OUT = "out", _("ours")
    IN = "in", _("theirs")


class Touch(models.Model):
    """Anything that passed between us and them, or was tried. Append-only; undo sets `voided_at`."""

    PERSONAL: ClassVar = ("note", "learned", "args")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="touches", db_index=False)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="touches", db_index=False)
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="touches", db_index=False)  # who did it
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)  # who logged it
    channel = models.CharField(max_length=8, choices=Channel.choices)
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.OUT)
    disposition = models.CharField(max_length=16)  # engine.words.Disposition
    purpose = models.CharField(max_length=24, blank=True, default="")
    happened_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0)
    learned = models.CharField(max_length=200, blank=True, default="")  # one line: what was learned
    note = models.TextField(blank=True, default="")
    args: Any = models.JSONField(default=dict, blank=True)  # who else answered, direct line, best time, subject …
    cost_minor = models.BigIntegerField(default=0)
    by_hand = models.BooleanField(default=False)  # an email logged, not sent by us
    honest = models.BooleanField(null=True)  # False: an attempt outside their calling hours, which earns no letter; empty: nobody asked
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["prospect", "-happened_at"], name="touches_timeline"),
            models.Index(fields=["seat", "happened_at"], name="touches_by_seat"),
            models.Index(fields=["happened_at"], name="touches_by_day"),
            models.Index(fields=["happened_at"], name="touches_talks_by_day", condition=Q(channel__in=["phone", "meeting"])),
            models.Index(fields=["organization", "-happened_at"], name="touches_by_firm", condition=Q(organization__isnull=False)),
            # for segments: what is rarer than talks and mailings
            models.Index(fields=["happened_at"], name="touches_theirs_by_day", condition=Q(direction="in")),
            models.Index(
                fields=["channel", "happened_at"], name="touches_rare_by_day", condition=Q(channel__in=["email", "post", "web", "note"])
            ),
            models.Index(fields=["voided_at"], name="touches_voided", condition=Q(voided_at__isnull=False)),  # whoever counts, counts anew
            models.Index(fields=["prospect"], name="touches_wrong_number", condition=Q(disposition="wrong_number")),  # few in a large house
        ]

    @property
    def counts_at(self) -> datetime:
        """See the function of that name."""
        return counts_at(self.happened_at, self.logged_at)


class SignalQuerySet(models.QuerySet["Signal"]):
    """Verbs on signals."""

    def open(self) -> SignalQuerySet:
        """Those that still wait."""
        return self.filter(settled_at__isnull=True, voided_at__isnull=True)


class Signal(models.Model):
    """Something that waits for a touch. Open while neither settled nor voided; the room that raised it settles it.

    A promised time is kept as their local wall time and zone too, so that a change of zone law moves it rightly.
    """

    PERSONAL: ClassVar = ("args",)

    class Kind(models.TextChoices):
        CONTACT_ASKED = "contact_asked", _("please contact me")
        CALL_BACK = "call_back", _("promised call-back")
        REPLY = "reply", _("a reply waits")
        VOICEMAIL = "voicemail", _("a voicemail to follow up")
        COLLEAGUE = "colleague", _("someone else of the firm inquired")
        HANDOFF = "handoff", _("offered to sales")
        INTRODUCED = "introduced", _("accepted by sales; the first call")
        LETTER = "letter", _("a letter is on its way")
        LETTER_MISSED = "letter_missed", _("a letter did not arrive, or perhaps not")
        OPPORTUNITY = "opportunity", _("the next step of an opportunity")
        DELIVERY = "delivery", _("what was promised is due")
        BROKEN_PROMISE = "broken_promise", _("a promise was broken")
        CASE = "case", _("a complaint waits")
        RENEWAL = "renewal", _("a contract comes to its end")
        CHECK_IN = "check_in", _("a call that keeps the thread with a customer")
        REFERRAL = "referral", _("the moment to ask whom they know")
        WIN_BACK = "win_back", _("a customer we lost")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="signals", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    local_time = models.CharField(max_length=16, blank=True, default="")  # "2026-03-01T09:00"
    zone = models.CharField(max_length=64, blank=True, default="")
    source = models.CharField(max_length=40, blank=True, default="")  # "touch:<ref>", "inquiry:<id>"
    args: Any = models.JSONField(default=dict, blank=True)
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)  # who promised
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="settled", db_index=False)
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["prospect", "kind"],
                name="touches_signal_open",
                condition=Q(settled_at__isnull=True, voided_at__isnull=True),
            ),
            models.Index(fields=["due_at"], name="touches_signal_due", condition=Q(settled_at__isnull=True, voided_at__isnull=True)),
            models.Index(fields=["settled_by_touch"], name="touches_signal_settler", condition=Q(settled_by_touch__isnull=False)),
        ]


class SentFolder(models.Model):
    """That what a rep sends from their own mail program reaches this timeline: their Sent folder is read, or they copy us in.

    Only of such a rep is the share of letters known. `read_at`: when it was last looked at.
    """

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="sent_folder")
    since_at = models.DateTimeField()
    read_at = models.DateTimeField()


class Remark(models.Model):
    """A question at a name on the report, and the answer there; or a rep's correction of their own line."""

    PERSONAL: ClassVar = ("text",)

    class Kind(models.TextChoices):
        ASK = "ask", _("question")
        ANSWER = "answer", _("answer")
        CORRECTION = "correction", _("correction")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="remarks")
    touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="remarks")
    asks = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answers")
    to = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.CharField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
