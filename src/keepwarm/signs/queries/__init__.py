"""Reads of what people did, and of where links lead."""

from keepwarm.signs.queries.heeding import unheeded
from keepwarm.signs.queries.links import url_of
from keepwarm.signs.queries.readiness import Standing, readiness_of

__all__ = ["Standing", "readiness_of", "unheeded", "url_of"]
