"""The agreed reasons to give a lead back: a house that agreed on none yet begins with these."""

from __future__ import annotations

from keepwarm.handoff.models import ReturnReason

OTHER = "other"
"""The reason that is said in words."""
_BACK, _OTHER = ReturnReason.Goes.BACK, ReturnReason.Goes.OTHER_REP
FIRST_REASONS = (
    ("not_ready", "Not ready yet", _BACK),
    ("no_budget", "No budget", _BACK),
    ("no_need", "No need that we can meet", _BACK),
    ("wrong_person", "Not the person who decides", _BACK),
    ("not_as_agreed", "Does not meet what we agreed", _BACK),
    ("not_reached", "Could not be reached", _BACK),
    ("not_mine", "Belongs to another rep", _OTHER),
    ("no_room", "No room now", _OTHER),
    (OTHER, "Something else", _BACK),
)


def ensure_return_reasons() -> None:
    """Writes the first list into a house that has none; nothing else. Twice at once leaves one list."""
    if ReturnReason.objects.exists():
        return
    ReturnReason.objects.bulk_create(
        [ReturnReason(key=key, label=label, goes=goes, position=10 * place) for place, (key, label, goes) in enumerate(FIRST_REASONS, 1)],
        ignore_conflicts=True,
    )
