"""Reads of the reports: the morning report with its rows, the worth of lists, refused advice, and remarks at names."""

from keepwarm.reports.queries.advice import RefusedRule, refused_advice
from keepwarm.reports.queries.lists import Lists, count_rows, is_recount_due, list_quality
from keepwarm.reports.queries.morning import day_asked, default_day, morning_report
from keepwarm.reports.queries.remarks import day_of, line_to_correct, name_to_ask_at, question_for
from keepwarm.reports.queries.rows import NoSuchRows, Rows, rows_behind
from keepwarm.reports.queries.shapes import MorningReport, Part

__all__ = [
    "Lists",
    "MorningReport",
    "NoSuchRows",
    "Part",
    "RefusedRule",
    "Rows",
    "count_rows",
    "day_asked",
    "day_of",
    "default_day",
    "is_recount_due",
    "line_to_correct",
    "list_quality",
    "morning_report",
    "name_to_ask_at",
    "question_for",
    "refused_advice",
    "rows_behind",
]
