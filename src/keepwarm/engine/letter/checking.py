"""The letter check: everything that can be found in a draft, most serious first."""

from keepwarm.engine.letter.draft import About, Draft
from keepwarm.engine.letter.finding import Finding
from keepwarm.engine.policy import Policy


def check(draft: Draft, about: About, policy: Policy) -> tuple[Finding, ...]:
    """All findings: rules before style, then by place. Never raises, whatever the text. May warm up for some seconds at its first use."""
    return ()


def warm_up() -> None:
    """Load dictionaries and weights, so that the first letter need not wait. For a process that starts."""
