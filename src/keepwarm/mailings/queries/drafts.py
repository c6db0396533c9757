"""What the page of a draft shows: how far its check is, what the last one found, and what stands against sending it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from keepwarm.mailings.models import Mailing
from keepwarm.mailings.queries.checks import newest_checks, why_stale
from keepwarm.mailings.queries.figures import has_two
from keepwarm.mailings.queries.report import VERDICTS, reasons_of
from keepwarm.mailings.queries.two_texts import needed_for_two


def read_draft(mailing: Mailing, *, now: datetime) -> dict[str, Any]:
    """By the names that its templates use. `stale`: why the last check does not hold; `earlier`: those before it that came to an end."""
    checks = newest_checks(mailing)
    return {
        "mailing": mailing,
        "check": checks[0] if checks else None,
        "earlier": [one for one in checks if one.finished_at][1:],
        "stale": why_stale(mailing, now=now),
        "verdict": VERDICTS.get(mailing.verdict, ""),
        "reasons": reasons_of(mailing),
        "needed": needed_for_two() if has_two(mailing) else 0,
    }
