"""Who signs in, what they may do, and the seats that own prospects."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.ids import new_ref


class Role(models.TextChoices):
    """What a person may do. One person may have several."""

    INSIDE_REP = "inside_rep", _("inside rep")
    CLOSING_REP = "closing_rep", _("closing rep")
    MARKETER = "marketer", _("marketer")
    MANAGER = "manager", _("sales manager")
    SERVICE = "service", _("service")
    DIRECTOR = "director", _("director")
    ADMIN = "admin", _("admin")


REPS = frozenset({Role.INSIDE_REP, Role.CLOSING_REP})
SEES_ALL = frozenset({Role.MARKETER, Role.MANAGER, Role.DIRECTOR, Role.ADMIN})
EDITORS = frozenset({Role.MARKETER, Role.MANAGER, Role.ADMIN})
"""Who makes and keeps what goes to many: lists, content, letters, mailings. A room may give it a name that tells more."""


class UserManager(BaseUserManager["User"]):
    """Looks people up by their email address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in with an email address."""

    PERSONAL: ClassVar = ("email", "name")
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    EMAIL_FIELD = "email"

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="en")
    zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name

    @property
    def roles(self) -> frozenset[str]:
        """The roles of this person, read once per object."""
        cached: frozenset[str] | None = self.__dict__.get("_roles")
        if cached is None:
            cached = frozenset(self.grants.values_list("role", flat=True))
            self.__dict__["_roles"] = cached
        return cached

    def has_role(self, *wanted: str) -> bool:
        """Whether this person has any of the wanted roles."""
        return bool(self.roles & set(wanted))


class RoleGrant(models.Model):
    """One role of one person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=16, choices=Role.choices)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "role"], name="staff_one_grant_per_role")]


class Team(models.Model):
    """People who share a pool."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """What owns prospects: a person's seat, or a team's, which is its pool.

    Minutes are local to `zone`. `work_days` is a bit mask, Monday = 1. A seat that is left keeps its row.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        TEAM = "team", _("team")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="seat")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    zone = models.CharField(max_length=64, default="UTC")
    place = models.CharField(max_length=8, default="", blank=True)
    work_days = models.PositiveSmallIntegerField(default=0b0011111)
    opens_minute = models.PositiveSmallIntegerField(default=9 * 60)
    closes_minute = models.PositiveSmallIntegerField(default=18 * 60)
    call_minutes = models.PositiveSmallIntegerField(default=240)
    hour_minor = models.PositiveIntegerField(default=0)  # what an hour costs, in minor units of `currency`; 0 when nobody said
    currency = models.CharField(max_length=3, default="EUR")
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="staff_seat_is_a_person_or_a_team",
                condition=models.Q(kind="person", user__isnull=False) | models.Q(kind="team", user__isnull=True, team__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Absence(models.Model):
    """A seat's holder is away or ill from one moment to another; open-ended while `ends_at` is empty."""

    class Kind(models.TextChoices):
        AWAY = "away", _("away")
        ILL = "ill", _("ill")

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    covered_at = models.DateTimeField(null=True, blank=True)  # when the circle moved what could not wait
    returned_at = models.DateTimeField(null=True, blank=True)  # when it gave back what was lent

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["seat", "starts_at"], name="staff_absence_seat"),
            models.Index(fields=["starts_at"], name="staff_absence_running", condition=models.Q(returned_at__isnull=True)),
        ]


class Territory(models.Model):
    """Inquiries that match go to this seat first: by place (`DE`, `US-CA`), by topic, or by source."""

    class By(models.TextChoices):
        PLACE = "place", _("place")
        TOPIC = "topic", _("topic")
        SOURCE = "source", _("source")

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="territories")
    by = models.CharField(max_length=8, choices=By.choices)
    value = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["seat", "by", "value"], name="staff_territory_once")]


class ApiKey(models.Model):
    """A key for the API: only its hash is kept; scopes say what it may do, and it acts as its user."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    hashed = models.CharField(max_length=64, unique=True)
    scopes: Any = models.JSONField(default=list)
    made_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class Submission(models.Model):
    """A POST or API write that was done: the same idempotency key again answers with what it answered then."""

    key = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    hashed = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer: Any = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="staff_submission_once")]


class AuditRow(models.Model):
    """Append-only: exports, erasures, sign-in links, policy and role changes."""

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=40)
    args: Any = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["what", "-id"], name="staff_audit_by_what")]
