"""Every write of the phone room: calls opened and logged, talking points saved and retired."""

from keepwarm.phone.actions.calls import is_number, leave_call, log_call, open_call
from keepwarm.phone.actions.points import PointsText, VoicemailTooLong, VoicemailWithoutName, retire_points, save_points

__all__ = [
    "PointsText",
    "VoicemailTooLong",
    "VoicemailWithoutName",
    "is_number",
    "leave_call",
    "log_call",
    "open_call",
    "retire_points",
    "save_points",
]
