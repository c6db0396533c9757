"""Reading a feed from the open web: fetched with limits, parsed where it can do no harm."""

from keepwarm.content.feeds.entries import Entry
from keepwarm.content.feeds.fetching import LIMITS, Fetched, FetchFailed, Limits, fetch, look_at
from keepwarm.content.feeds.parsing import parse_apart

__all__ = ("LIMITS", "Entry", "FetchFailed", "Fetched", "Limits", "fetch", "look_at", "parse_apart")
