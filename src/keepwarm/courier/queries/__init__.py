"""Reads of this room for the rooms above."""

from keepwarm.courier.queries.endpoints import Told, gateway, has_gateway, tell
from keepwarm.courier.queries.parcels import untold

__all__ = ("Told", "gateway", "has_gateway", "tell", "untold")
