"""When the morning report comes by mail to somebody: as they chose, or as it stands until they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from keepwarm.goals.models import ReportMail
from keepwarm.goals.queries import report_mail_of
from keepwarm.staff.models import User


@dataclass(frozen=True, slots=True)
class MailChoice:
    """`minute` of the day in `zone`, which is theirs."""

    is_on: bool
    minute: int
    working_days_only: bool
    zone: str

    @property
    def at(self) -> str:
        """The minute as a clock shows it."""
        return f"{self.minute // 60:02d}:{self.minute % 60:02d}"

    def as_data(self) -> dict[str, Any]:
        """For the API and the shell."""
        return {"is_on": self.is_on, "at": self.at, "working_days_only": self.working_days_only, "zone": self.zone}


def mail_choice(user: User) -> MailChoice:
    """Of this person; off as long as nobody chose."""
    row = report_mail_of(user) or ReportMail(is_on=False)
    return MailChoice(row.is_on, row.minute, row.working_days_only, user.zone)
