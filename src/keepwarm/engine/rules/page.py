"""The page `docs/rules.md`, made from RULES: `python -m keepwarm.engine.rules.page > docs/rules.md`."""

import re
import sys
from dataclasses import fields

from keepwarm.engine.policy import Policy
from keepwarm.engine.rules import RULES
from keepwarm.engine.rules.rule import Rule

HEAD = """# The rules of the house

Made from the code by `python -m keepwarm.engine.rules.page > docs/rules.md`; a test fails when it is not current.

For every open prospect the rules are asked in this order. The first that applies decides: call, write or keep warm, with a
date. Whatever the rule, a call and a letter wait for the wish "not before" and fall into the calling hours of their place.

| | rule | step | in the queue | why, in the words of the desk |
|---|---|---|---|---|
"""
VALUES = """
## The values the rules read

From the policy, each editable and versioned; where each default comes from stands in `engine/policy.py`.

| value | default |
|---|---|
"""
NOT_RULES = frozenset({"version", "lead_definition"})


def page() -> str:
    """The whole page, ending with a line break."""
    rows = [_row(number, rule) for number, rule in enumerate(RULES, start=1)]
    policy = Policy()
    values = [f"| {f.name} | {getattr(policy, f.name)} |" for f in fields(Policy) if f.name not in NOT_RULES]
    return HEAD + "\n".join(rows) + "\n" + VALUES + "\n".join(values) + "\n"


def _row(number: int, rule: Rule) -> str:
    why = re.sub(r"%\((\w+)\)s", lambda found: f"‹{found[1].rsplit('_', 1)[0].replace('_', ' ')}›", rule.because)
    marks = " (promised)" if rule.is_promised else " (a person looks)" if rule.is_review else ""
    return f"| {number} | `{rule.name}` | {rule.step.replace('_', ' ')}{marks} | {rule.short} | {why} |"


if __name__ == "__main__":
    sys.stdout.write(page())
