"""Who is asked about which hand-off, and until when."""

from __future__ import annotations

from datetime import datetime

from keepwarm.engine.policy import Policy
from keepwarm.handoff.clock import Clock, after_working_days, wind
from keepwarm.handoff.models import Asking, HandOff
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import week_of


def open_handoff(prospect_id: int) -> HandOff | None:
    """The one open hand-off of a prospect: offered, or accepted and in sales."""
    return HandOff.objects.filter(prospect_id=prospect_id, closed_at__isnull=True).first()


def open_asking(handoff: HandOff) -> Asking | None:
    """Who is asked right now; None when it is answered or closed."""
    return Asking.objects.filter(handoff=handoff, outcome=Asking.Outcome.WAITS).select_related("seat").first()


def asked_about(seat: Seat) -> list[int]:
    """The prospects about which `seat` is asked right now, by rising id: whoever locks them takes them in this order."""
    rows = Asking.objects.filter(seat=seat, outcome=Asking.Outcome.WAITS).order_by("handoff__prospect_id")
    return list(rows.values_list("handoff__prospect_id", flat=True))


def clock_of(seat: Seat, asked_at: datetime, policy: Policy) -> Clock:
    """The clock for this rep, by the working week and the public holidays of their place, and the house's policy."""
    return wind(asked_at, week_of(seat), answer_days=policy.handoff_working_days, pass_on_hours=policy.handoff_pass_on_working_hours)


def first_call_due(seat: Seat, accepted_at: datetime, policy: Policy) -> datetime:
    """Until when the rep who accepted is to have called."""
    return after_working_days(accepted_at, week_of(seat), policy.handoff_first_call_working_days)
