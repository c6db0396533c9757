"""Reads of the outbox: results that nobody was told of, what waits and why, and whose message an address or a name belongs to."""

from keepwarm.outbox.queries.finding import find_by_message_id, find_by_tag
from keepwarm.outbox.queries.results import results_to_tell

__all__ = ["find_by_message_id", "find_by_tag", "results_to_tell"]
