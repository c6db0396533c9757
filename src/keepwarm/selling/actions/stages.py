"""The agreed stages of selling: a house that agreed on none yet begins with these."""

from __future__ import annotations

from keepwarm.selling.models import SellingStage

FIRST_STAGES = (
    ("need_clear", "Need is clear"),
    ("offer_made", "Offer is made"),
    ("deciding", "They decide"),
    ("agreed", "Agreed by word"),
)


def ensure_stages() -> None:
    """Writes the first list into a house that has none; nothing else. Twice at once leaves one list."""
    if SellingStage.objects.exists():
        return
    rows = [SellingStage(key=key, label=label, position=10 * place) for place, (key, label) in enumerate(FIRST_STAGES, 1)]
    SellingStage.objects.bulk_create(rows, ignore_conflicts=True)
