"""Whose touch a program carries out."""

from __future__ import annotations

from keepwarm.engine.rules import RULES
from keepwarm.engine.words import NextStep

CARRIED = tuple(rule.name for rule in RULES if rule.step == NextStep.KEEP_WARM and not rule.is_review)
"""The rules whose touch a program carries out. Where a person is to look, nothing is sent."""
