"""Every write of the phone room: calls opened and logged, talking points saved and retired."""

from keepwarm.phone.actions.calls import leave_call, log_call, open_call
from keepwarm.phone.actions.points import PointsText, VoicemailTooLong, VoicemailWithoutName, retire_points, save_points

__all__ = [
    "PointsText",
    "VoicemailTooLong",
    "VoicemailWithoutName",
    "leave_call",
    "log_call",
    "open_call",
    "retire_points",
    "save_points",
]
