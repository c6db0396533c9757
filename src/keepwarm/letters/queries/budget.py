"""How many letters a rep has left, and which letters the budget never holds back. The rule itself is `engine.budget`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwarm.engine.budget import PLENTY, EmailShare
from keepwarm.letters.models import LetterException
from keepwarm.letters.words import say_next, say_spent
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat
from keepwarm.touches.queries import email_shares


@dataclass(frozen=True, slots=True)
class Budget:
    """A seat's letters over its last days worked. `limit` is a fraction; `exceptions`: granted by a manager and not used yet."""

    share: EmailShare
    limit: float
    days: int
    exceptions: int = 0

    @property
    def left(self) -> int:
        """Letters left, never below none."""
        return max(self.share.letters_left, 0)

    @property
    def is_known(self) -> bool:
        """Whether the rep's own Sent folder is read: else no figure is shown."""
        return self.share.is_known

    @property
    def percent(self) -> int:
        """Letters as whole percent of all activity."""
        return round(100 * self.share.share)

    @property
    def limit_percent(self) -> int:
        """The policy, in whole percent."""
        return round(100 * self.limit)

    @property
    def is_unlimited(self) -> bool:
        """Whether the policy sets no limit at all."""
        return self.share.letters_left >= PLENTY // 2

    @property
    def sentence(self) -> str:
        """How it stands, for the rep who writes."""
        if not self.left:
            return say_spent(self.share, self.limit)
        if not self.is_known:
            return _("A letter is free, by what is known here. Your own mailbox is not connected, so the share is unknown.")
        return ngettext("%(count)s letter is left.", "%(count)s letters are left.", self.left) % {"count": self.left}

    @property
    def next_sentence(self) -> str:
        """What earns the next letter."""
        return say_next(self.share, self.limit)


def read_budget(seat: Seat, *, now: datetime, prospect: Prospect | None = None) -> Budget:
    """The budget of a seat. With a prospect, exceptions for that prospect count too."""
    policy = policy_in_force()
    share = email_shares([seat], share=policy.email_share, days=policy.email_share_days, now=now)[seat.pk]
    return Budget(share, policy.email_share, policy.email_share_days, open_exceptions(seat, prospect).count())


def open_exceptions(seat: Seat, prospect: Prospect | None = None) -> QuerySet[LetterException]:
    """What was granted and not used: for this prospect first, then for any."""
    rows = LetterException.objects.filter(LetterException.UNUSED, seat=seat, withdrawn_at__isnull=True)
    mine = Q(prospect__isnull=True) | Q(prospect=prospect) if prospect is not None else Q()
    return rows.filter(mine).order_by(F("prospect_id").asc(nulls_last=True), "at", "pk")
