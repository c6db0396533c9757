"""Promises and their changes, open questions, cases, facts of other systems, calls that keep a customer, losses, and mails to send."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Organization, Prospect
from keepwarm.selling.models import Sale
from keepwarm.staff.models import Seat, User


class Promise(models.Model):
    """What was promised at a sale, to whom and for which day. `recorded`: we had written it down; else the customer told us of it.

    A changed one stays, and the one that took its place names it in `replaces`.
    """

    PERSONAL: ClassVar = ("what", "proof")

    class Source(models.TextChoices):
        """From where we know it."""

        REP = "rep", _("written down by the seller")
        QUOTE = "quote", _("a line of the quote")
        NOTE = "note", _("the note of a call")
        LETTER = "letter", _("a letter of ours")
        CUSTOMER = "customer", _("told by the customer")

    class State(models.TextChoices):
        """Open until somebody says how it went."""

        OPEN = "open", _("open")
        KEPT = "kept", _("kept")
        BROKEN = "broken", _("broken")
        CHANGED = "changed", _("changed, with the customer’s yes")
        WITHDRAWN = "withdrawn", _("the sale was undone")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    sale = models.ForeignKey(Sale, on_delete=models.CASCADE, related_name="promises", db_index=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="promises", db_index=False)  # to whom
    what = models.CharField(max_length=300)
    due_on = models.DateField()
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.REP)
    recorded = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)  # None: the customer
    proof = models.CharField(max_length=500, blank=True, default="")
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    called_for_at = models.DateTimeField(null=True, blank=True)  # when the seller's call at its day began to wait
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="customers_settled_with_its_moment",
                condition=Q(state="open", settled_at__isnull=True) | (~Q(state="open") & Q(settled_at__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["prospect", "due_on"], name="customers_promises_to"),
            models.Index(fields=["sale", "due_on"], name="customers_promises_of_sale"),
            models.Index(fields=["state", "due_on", "id"], name="customers_promises_listed"),
            models.Index(fields=["due_on"], name="customers_to_call_for", condition=Q(state="open", called_for_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.what


class PromiseChange(models.Model):
    """Another wording or day that we ask the customer for. Nothing changes before their yes, which they give by a signed link."""

    PERSONAL: ClassVar = ("what", "because")

    class Answer(models.TextChoices):
        WAITS = "", _("waits for the customer")
        YES = "yes", _("the customer said yes")
        NO = "no", _("the customer said no")
        OVERTAKEN = "overtaken", _("overtaken")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=300)
    due_on = models.DateField()
    because = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default=Answer.WAITS)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["promise"], name="customers_one_change_at_a_time", condition=Q(answer="")),
        ]


class Asked(models.Model):
    """The customer is asked openly what was promised: once a sale, on a page that stays open for them. `words` is all they said."""

    PERSONAL: ClassVar = ("words",)

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    sale = models.OneToOneField(Sale, on_delete=models.CASCADE, related_name="asked")
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="+")
    ask_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    content = models.BooleanField(null=True)  # all as promised; None: not said
    words = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ask_at"], name="customers_to_ask", condition=Q(asked_at__isnull=True))]


class Case(models.Model):
    """Somebody is unhappy with us: a complaint, or a promise broken. It has an owner and a day; open until it is settled, and how."""

    PERSONAL: ClassVar = ("what", "outcome")

    class Channel(models.TextChoices):
        """How we know of it."""

        PHONE = "phone", _("by phone")
        MAIL = "mail", _("by mail")
        PAGE = "page", _("on the page that asked them")
        PERSON = "person", _("seen by one of us")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="cases", db_index=False)
    promise = models.ForeignKey(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases")
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+", db_index=False)
    beside = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)  # of service
    what = models.CharField(max_length=1000)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    source = models.CharField(max_length=40, blank=True, default="")  # what opened it, "received:<ref>"; once each
    opened_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prospect", "source"], name="customers_case_once", condition=~Q(source="")),
            models.CheckConstraint(name="customers_settled_in_words", condition=Q(settled_at__isnull=True) | ~Q(outcome="")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["prospect", "-opened_at"], name="customers_cases_of"),
            models.Index(fields=["due_at", "id"], name="customers_open_cases", condition=Q(settled_at__isnull=True)),
            models.Index(fields=["-opened_at", "id"], name="customers_cases_newest"),
        ]


class CustomerFact(models.Model):
    """What another system tells by the API. `use`: how often in the period that ended then; `payment`: days late, 0 on time."""

    PERSONAL: ClassVar = ()

    class Kind(models.TextChoices):
        USE = "use", _("use")
        PAYMENT = "payment", _("payment")

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="customer_facts", db_index=False)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.FloatField()
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["prospect", "kind", "at"], name="customers_fact_once")]
        indexes: ClassVar = [models.Index(fields=["prospect", "kind", "-at"], name="customers_facts_of")]


class Keeping(models.Model):
    """A call that keeps the customer, planned for a day. It begins to wait for a touch at `raised_at`."""

    PERSONAL: ClassVar = ()

    class Kind(models.TextChoices):
        ONBOARDING = "onboarding", _("first days")
        CHECK_IN = "check_in", _("check-in")
        ANNIVERSARY = "anniversary", _("anniversary")
        RENEWAL = "renewal", _("renewal")
        REFERRAL = "referral", _("referral")
        WIN_BACK = "win_back", _("win back")

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="keepings", db_index=False)
    sale = models.ForeignKey(Sale, null=True, on_delete=models.CASCADE, related_name="keepings", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    due_on = models.DateField()
    raised_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sale", "kind", "due_on"], name="customers_kept_once")]
        indexes: ClassVar = [
            models.Index(fields=["prospect", "due_on"], name="customers_keepings_of"),
            models.Index(fields=["due_on"], name="customers_to_raise", condition=Q(raised_at__isnull=True, dropped_at__isnull=True)),
        ]


class Loss(models.Model):
    """A customer who left us, and why. `back_at`: they bought again."""

    PERSONAL: ClassVar = ("because",)

    class Reason(models.TextChoices):
        PROMISE = "promise", _("we did not keep what we promised")
        PRICE = "price", _("the price")
        NEED = "need", _("they need it no more")
        OTHER_FIRM = "other_firm", _("somebody else has the business")
        QUIET = "quiet", _("they never said")
        OTHER = "other", _("another reason")

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="losses")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    because = models.CharField(max_length=300)
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    wake_on = models.DateField()
    back_at = models.DateTimeField(null=True, blank=True)


class Companion(models.Model):
    """Somebody of the team around a customer beside those who had a part in the sale: service, mostly. Who sold stays in any case."""

    PERSONAL: ClassVar = ()

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="companions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    since_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["prospect", "user"], name="customers_companion_once")]


class Telling(models.Model):
    """A mail to the customer that is still to be queued: the promises of a sale, the open question, a change that needs their yes."""

    PERSONAL: ClassVar = ()

    class Kind(models.TextChoices):
        PROMISES = "promises", _("the promises of the sale")
        ASKED = "asked", _("what was promised, asked openly")
        CHANGE = "change", _("a change that needs their yes")

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="+")
    sale = models.ForeignKey(Sale, on_delete=models.CASCADE, related_name="+")
    change = models.ForeignKey(PromiseChange, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    why_not = models.CharField(max_length=200, blank=True, default="")  # it was not to be sent, in words

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sale", "kind"], name="customers_told_once", condition=Q(change__isnull=True)),
        ]
        indexes: ClassVar = [models.Index(fields=["due_at"], name="customers_to_tell", condition=Q(told_at__isnull=True))]


class Watch(models.Model):
    """How far the background has read the sales; one row, locked by whoever reads on."""

    read_to = models.BigIntegerField(default=0)  # the newest sale whose keeping is planned
