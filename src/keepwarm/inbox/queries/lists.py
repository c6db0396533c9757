"""What waits for a choice, what was complained of, and what could not be read; each reader sees what concerns their prospects."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepwarm.inbox.models import Received
from keepwarm.inbox.words import Kind, say_kind
from keepwarm.prospects.queries import UnknownProspect, workable_by
from keepwarm.staff.models import EDITORS, REPS, Role, User

PAGE = 50
READERS = (*REPS, Role.MANAGER, Role.ADMIN, Role.MARKETER)
SEES_STRANGERS = EDITORS
"""Who sees mail that is nobody's yet, and what could not be read."""


class Tab(StrEnum):
    """The lists of the page."""

    WAITING = "waiting"
    COMPLAINTS = "complaints"
    READ = "read"
    QUARANTINE = "quarantine"


TABS: dict[Tab, str | Promise] = {
    Tab.WAITING: _("Waits for a choice"),
    Tab.COMPLAINTS: _("Complaints"),
    Tab.READ: _("Read"),
    Tab.QUARANTINE: _("Could not be read"),
}


class UnknownMail(UnknownProspect):
    """There is no such mail, or the reader may not see it: both are said alike."""


@dataclass(frozen=True, slots=True)
class Line:
    """One mail in a list."""

    ref: str
    from_name: str
    subject: str
    kind: str
    said: str
    confidence: int  # percent
    state: str
    received_at: datetime
    prospect: str  # ref; "" when it is nobody's
    name: str
    is_verified: bool


def list_received(tab: str, *, for_: User, before: int = 0, size: int = PAGE) -> list[Line]:
    """A page of a list, the newest first; `before` is the last line of the page before (its number in `number_of`)."""
    rows = _tab(_visible(for_), tab)
    return _lines(rows.filter(pk__lt=before) if before else rows, size)


def lines_of(tab: str, *, size: int = PAGE) -> list[Line]:
    """The whole house's, for whoever is at its machine."""
    return _lines(_tab(Received.objects.all(), tab), size)


def _lines(rows: QuerySet[Received], size: int) -> list[Line]:
    return [_line(row) for row in rows.select_related("prospect").defer("text", "reading").order_by("-pk")[:size]]


def number_of(ref: str) -> int:
    """Where a page goes on after the mail `ref`; 0 from the beginning."""
    return Received.objects.filter(ref=ref).values_list("pk", flat=True).first() or 0 if ref.isalnum() else 0


def count_waiting(for_: User) -> int:
    """How many wait for a choice of this reader; counted up to 100."""
    return len(_tab(_visible(for_), Tab.WAITING).order_by("-pk").values_list("pk", flat=True)[:100])


def find_received(ref: str, *, for_: User) -> Received:
    """One mail. Raises UnknownMail, also when it is not for this reader."""
    found = _visible(for_).select_related("prospect", "about", "touch", "mailbox").filter(ref=ref).first()
    if found is None:
        raise UnknownMail
    return found


def readable(refs: Collection[str], *, for_: User) -> set[str]:
    """Which of these mails the reader may open. One query, none without a mail."""
    if not refs or not for_.has_role(*READERS):
        return set()
    return set(_visible(for_).filter(ref__in=refs).values_list("ref", flat=True))


def _visible(for_: User) -> QuerySet[Received]:
    """Mails of prospects whom the reader may see; those of nobody, where their role allows it, and a rep those of their own mailbox."""
    theirs = Q(prospect__in=workable_by(for_).order_by().values("pk")) | Q(prospect__isnull=True, mailbox__seat__user=for_)
    if for_.has_role(*SEES_STRANGERS):
        theirs |= Q(prospect__isnull=True, mailbox__seat__isnull=True)
    return Received.objects.filter(theirs)


def listed(tab: str, *, for_: User) -> QuerySet[Received]:
    """Every mail of a list, in no order; of all lists where the name is none."""
    return _tab(_visible(for_), tab) if tab in set(Tab) else _visible(for_)


def _tab(rows: QuerySet[Received], tab: str) -> QuerySet[Received]:
    if tab == Tab.COMPLAINTS:
        return rows.filter(kind__in=[Kind.COMPLAINT, Kind.SPAM_REPORT])
    states = {Tab.WAITING: Received.State.WAITS, Tab.QUARANTINE: Received.State.QUARANTINED}
    return rows.filter(state=states.get(Tab(tab), Received.State.DONE))


def _line(row: Received) -> Line:
    return Line(
        ref=row.ref,
        from_name=row.from_name or row.from_email,
        subject=row.subject,
        kind=row.kind,
        said=say_kind(row.kind),
        confidence=round(row.confidence * 100),
        state=row.state,
        received_at=row.received_at,
        prospect=row.prospect.ref if row.prospect else "",
        name=row.prospect.name if row.prospect else "",
        is_verified=row.is_verified,
    )
