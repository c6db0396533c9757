"""Which messages of the outbox are ours."""

from __future__ import annotations

from django.db.models import Q

OURS = Q(kind="mailing", once_key__startswith="turn:")
"""The messages of turns, known by the key that makes each unique."""
