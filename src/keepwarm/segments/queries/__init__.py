"""Reads of segments: who is in one, how many, in words, how alike they are, and what a mailing to them would do."""

from keepwarm.segments.queries.mailing import (
    WHO,
    AboutMailing,
    Interested,
    Keys,
    Tally,
    about_mailing,
    about_tally,
    keys_of,
    portray_group,
    read_interested,
    tally_of,
    who_among,
)
from keepwarm.segments.queries.members import (
    Members,
    UnknownSegment,
    condition_of,
    count_of,
    find_segment,
    keys_to_write,
    list_segments,
    members,
    page_of,
)
from keepwarm.segments.queries.portrait import Portrait, portray
from keepwarm.segments.queries.suggesting import Suggested, suggest
from keepwarm.segments.queries.words import say_condition, say_count

__all__ = [
    "WHO",
    "AboutMailing",
    "Interested",
    "Keys",
    "Members",
    "Portrait",
    "Suggested",
    "Tally",
    "UnknownSegment",
    "about_mailing",
    "about_tally",
    "condition_of",
    "count_of",
    "find_segment",
    "keys_of",
    "keys_to_write",
    "list_segments",
    "members",
    "page_of",
    "portray",
    "portray_group",
    "read_interested",
    "say_condition",
    "say_count",
    "suggest",
    "tally_of",
    "who_among",
]
