"""What is refused about surveys, each with its sentence."""

from __future__ import annotations

from keepwarm.lib.refusal import Refusal


class SurveyRefused(Refusal):
    """A survey that cannot be kept so, or is not there."""


class SurveyClosed(Refusal):
    """Answers to a survey that takes none any more."""
