"""Every write of the courier. Lock order: whatever rooms above lock first, then parcels by id, then the house."""

from keepwarm.courier.actions.clearing import empty_parcels
from keepwarm.courier.actions.delivering import deliver
from keepwarm.courier.actions.endpoints import (
    SETTERS,
    EndpointRefused,
    add_endpoint,
    change_endpoint,
    renew_secret,
    resume_endpoint,
    retire_endpoint,
    try_endpoint,
)
from keepwarm.courier.actions.handing import claim, hand_over, settle, sweep
from keepwarm.courier.actions.queueing import cancel_parcels, forget_parcels, mark_told, queue_parcels
from keepwarm.courier.actions.ruling import ParcelRefused, rule

__all__ = (
    "SETTERS",
    "EndpointRefused",
    "ParcelRefused",
    "add_endpoint",
    "cancel_parcels",
    "change_endpoint",
    "claim",
    "deliver",
    "empty_parcels",
    "forget_parcels",
    "hand_over",
    "mark_told",
    "queue_parcels",
    "renew_secret",
    "resume_endpoint",
    "retire_endpoint",
    "rule",
    "settle",
    "sweep",
    "try_endpoint",
)
