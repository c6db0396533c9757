"""The brief of a hand-off for a terminal: the same parts as on the page, each only where there is anything."""

from __future__ import annotations

from collections.abc import Iterator

from keepwarm.handoff.queries.page_brief import Brief, BriefLine

PARTS = (
    ("What they told us", "told"),
    ("Still open", "open"),
    ("What we promised", "promised"),
    ("They wish", "wishes"),
    ("Permitted", "permissions"),
    ("What they asked about", "inquiries"),
    ("Conversations", "talks"),
    ("Read and attended", "read"),
)


def brief_lines(brief: Brief, *, why: str = "") -> Iterator[str]:
    """Line by line. `why`: why now, in the words of whoever offered."""
    yield brief.name or "Forgotten on request"
    yield from (part for part in (brief.role, brief.where) if part)
    yield from (words for words in (why, *brief.why) if words)
    if brief.opening:
        yield f"To open: {brief.opening} {brief.ask}".rstrip()
    for title, name in PARTS:
        lines: tuple[BriefLine, ...] = getattr(brief, name)
        if lines:
            yield f"\n{title}"
            yield from (f"  {_line(one)}" for one in lines)
    yield f"\nAs of {brief.made}"


def _line(one: BriefLine) -> str:
    said = ": ".join(part for part in (one.label, one.text) if part)
    return " · ".join(part for part in (said, one.words, one.small) if part)
