"""Items, what somebody received, files, feeds with their proposals, counts, and how mail of this house looks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwarm.answers.models import Question
from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Touch


class Kind(models.TextChoices):
    """What an item is."""

    ARTICLE = "article", _("article")
    WHITE_PAPER = "white_paper", _("white paper")
    POST = "post", _("blog post")
    PODCAST = "podcast", _("podcast")
    VIDEO = "video", _("video")
    SEMINAR = "seminar", _("seminar")
    SURVEY = "survey", _("survey")
    LETTER = "letter", _("letter")


class State(models.TextChoices):
    """Only what is in use is offered to anybody."""

    DRAFT = "draft", _("draft")
    IN_USE = "in_use", _("in use")
    RETIRED = "retired", _("retired")


class StoredFile(models.Model):
    """The bytes of a white paper or a picture, once, by their SHA-256."""

    PERSONAL: ClassVar = ()

    hashed = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    raw = models.BinaryField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """One useful thing. `interests` are keys of topics, `stages` those of `prospects.models.Stage`; empty suits everyone.

    `body` is our small markup (docs/how-to/keep-content.md); `html` is the mail of an imported template, which then stands instead.
    `short_text`: what a short message says instead, with merge fields; without it the item goes by no message.
    `asks_to_buy`: only whoever is ready gets it; as its text reads (`queries/buying.py`), or as a person said in `asks_said`.
    `worth`: 1 to 100, the best first. `question` is asked once before the download. `source`: "seminar:<ref>", of a room that keeps it.
    """

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=200)
    teaser = models.CharField(max_length=300, blank=True, default="")
    body = models.TextField(blank=True, default="")
    html = models.TextField(blank=True, default="")
    short_text = models.CharField(max_length=480, blank=True, default="", db_default="")
    url = models.CharField(max_length=1000, blank=True, default="")
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    interests: Any = models.JSONField(default=list, blank=True)
    stages: Any = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=12, blank=True, default="")  # "" suits every language
    minutes = models.PositiveSmallIntegerField(default=0)  # to read, hear or see; 0 when nobody said
    worth = models.PositiveSmallIntegerField(default=50)
    copy_minor = models.BigIntegerField(default=0, db_default=0)  # what each copy costs us, in minor units of the house's currency
    fresh_until_on = models.DateField(null=True, blank=True)  # its last fresh day
    asks_to_buy = models.BooleanField(default=False)
    asks_said = models.BooleanField(null=True, blank=True)  # None: nobody said otherwise than its text
    owner = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    source = models.CharField(max_length=40, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-worth", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source"], name="content_item_of_source", condition=~Q(source="")),
            models.CheckConstraint(name="content_worth_1_to_100", condition=Q(worth__gte=1, worth__lte=100)),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-worth", "id"], name="content_items_by_worth")]

    def __str__(self) -> str:
        return self.title


class Received(models.Model):
    """That somebody got an item, once: nobody gets the same thing twice."""

    PERSONAL: ClassVar = ()

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="items_received", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="received", db_index=False)
    touch = models.ForeignKey(Touch, null=True, on_delete=models.SET_NULL, related_name="items_received", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["prospect", "item"], name="content_received_once")]
        indexes: ClassVar = [
            models.Index(fields=["item", "-at"], name="content_received_of_item"),
            models.Index(fields=["touch"], name="content_received_by_touch", condition=Q(touch__isnull=False)),
        ]


class ItemCount(models.Model):
    """How many people an item fits, and how many of them had it, as counted at `counted_at`: too much to count for each page."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="count")
    fits = models.PositiveIntegerField()
    had = models.PositiveIntegerField()
    counted_at = models.DateTimeField()


class CellCount(models.Model):
    """How many people stand at an interest and a stage, as counted; `interest` "" is everyone of the stage."""

    interest = models.CharField(max_length=60, blank=True, default="")
    stage = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["interest", "stage"], name="content_one_count_a_cell")]


class Feed(models.Model):
    """A blog or podcast that is read on a schedule. What is taken from it gets this feed's interests, stages and language.

    `trouble`: why the last reading failed, a key of `content.words.TROUBLES`; "" when all is well.
    """

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    url = models.CharField(max_length=1000, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.POST)
    interests: Any = models.JSONField(default=list, blank=True)
    stages: Any = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=12, blank=True, default="")
    owner = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="feeds")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    retired_at = models.DateTimeField(null=True, blank=True)
    next_read_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # when it was last read well
    etag = models.CharField(max_length=200, blank=True, default="")
    modified = models.CharField(max_length=100, blank=True, default="")  # what its server calls Last-Modified
    failures = models.PositiveIntegerField(default=0)  # in a row
    trouble = models.CharField(max_length=24, blank=True, default="")
    trouble_args: Any = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [models.Index(fields=["next_read_at"], name="content_feeds_due", condition=Q(retired_at__isnull=True))]

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """An entry of a feed, proposed once; a person takes it in, as `item`, or dismisses it."""

    PERSONAL: ClassVar = ()

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="proposals", db_index=False)
    fingerprint = models.CharField(max_length=64)  # of the entry's own id, or of its address
    title = models.CharField(max_length=200)
    teaser = models.CharField(max_length=300, blank=True, default="")
    url = models.CharField(max_length=1000)
    minutes = models.PositiveSmallIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="proposals")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["feed", "fingerprint"], name="content_proposed_once")]
        indexes: ClassVar = [models.Index(fields=["-found_at", "-id"], name="content_proposals_open", condition=Q(settled_at__isnull=True))]

    def __str__(self) -> str:
        return self.title


class HouseLook(models.Model):
    """How what we send and publish looks, one row: name, postal address, colours as #rrggbb, logo."""

    PERSONAL: ClassVar = ()

    name = models.CharField(max_length=120, blank=True, default="")
    postal_address = models.CharField(max_length=300, blank=True, default="")
    website = models.CharField(max_length=300, blank=True, default="")
    accent = models.CharField(max_length=7, default="#1d5b79")
    logo = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
