"""Every write about goals, quotas, the kept weeks, and who gets the report by mail."""

from keepwarm.goals.actions.aiming import GoalRefused, set_goal
from keepwarm.goals.actions.keeping import keep_week
from keepwarm.goals.actions.mailing import MailRefused, choose_report_mail
from keepwarm.goals.actions.quotas import QuotaRefused, set_quota, take_back_quota

__all__ = [
    "GoalRefused",
    "MailRefused",
    "QuotaRefused",
    "choose_report_mail",
    "keep_week",
    "set_goal",
    "set_quota",
    "take_back_quota",
]
