"""Who of the people an import made was touched since: by a person, by a touch, by another list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import connection

from keepwarm.intake.models import Import

_NOT_MINE: Final = (
    "id NOT IN (SELECT inquiry_id FROM intake_importedrow WHERE imported_id = {imported} AND prospect_id IN ({ids})"
    " AND inquiry_id IS NOT NULL)"
)
_TOLD_BY: Final = (
    ("prospect_id", "touches_touch", ""),
    ("prospect_id", "touches_inquiry", _NOT_MINE),
    ("prospect_id", "decisions_decision", "by_id IS NOT NULL"),
    ("prospect_id", "decisions_deferral", ""),
    ("prospect_id", "decisions_advicerefused", ""),
    ("prospect_id", "touches_remark", ""),
    ("prospect_id", "handoff_handoff", ""),
    ("prospect_id", "selling_opportunity", ""),
    ("prospect_id", "selling_opportunityperson", ""),
    ("prospect_id", "selling_sale", ""),
    ("prospect_id", "customers_case", ""),
    ("prospect_id", "customers_loss", ""),
    ("prospect_id", "prospects_standingchange", "by_id IS NOT NULL"),
    ("prospect_id", "intake_importedrow", "imported_id <> {imported}"),
    ("winner_id", "circle_merge", ""),
    ("loser_id", "circle_merge", ""),
    ("id", "prospects_prospect", "chosen_step <> 0"),
)
"""Column of the prospect, table, and which of its rows tell of somebody's hand."""


def touched_since(ids: Sequence[int], imported: Import) -> set[int]:
    """Those of `ids` of whom there is more than what this import wrote. One statement: it is asked within the write lock."""
    if not ids:
        return set()
    words = {"ids": ", ".join(str(int(pk)) for pk in ids), "imported": int(imported.pk)}
    parts = [
        f"SELECT {column} FROM {table} WHERE {column} IN ({{ids}})" + (f" AND {which}" if which else "")  # noqa: S608 - our own names
        for column, table, which in _TOLD_BY
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts).format(**words))
        return {int(pk) for (pk,) in cursor.fetchall()}
