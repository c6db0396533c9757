"""Reads of goals, quotas, kept weeks and report mails."""

from keepwarm.goals.queries.aims import goals_on, goals_set, quotas_of
from keepwarm.goals.queries.kept import kept_counts, kept_weeks
from keepwarm.goals.queries.mails import mails_due, report_mail_of

__all__ = ["goals_on", "goals_set", "kept_counts", "kept_weeks", "mails_due", "quotas_of", "report_mail_of"]
