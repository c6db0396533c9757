"""`keepwarm audit`: is anybody forgotten, and does what stands equal what happened?"""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.decisions.auditing import Audit
from keepwarm.ledger.queries.auditing import audit_all, warnings_of

WRONG = 1


@click.command()
@json_option
def command(*, as_json: bool) -> None:
    """Check that nobody is forgotten. Exit code 1 when somebody is, or when a row contradicts its history.

    Example: keepwarm audit --json
    """
    result, warnings = audit_all(now=datetime.now(UTC)), warnings_of()
    if as_json:
        print_json({**asdict(result), "warnings": warnings})
    else:
        _print(result, warnings)
    if not result.is_clean:
        sys.exit(WRONG)


def _print(result: Audit, warnings: Sequence[str]) -> None:
    counts = [(name.replace("_", " "), value) for name, value in asdict(result).items() if name not in {"found", "by_kind"}]
    print_table(["audit", ""], counts)
    if result.by_kind:
        print_table(["what differs", "how often"], sorted(result.by_kind.items()))
    if result.found:
        rows = [(one.ref, one.what, one.stands, one.should_be) for one in result.found]
        print_table(["prospect or day", "what", "stands", "should be"], rows, title="Differences")
    for warning in warnings:
        click.echo(warning, err=True)
    click.echo("Nobody is forgotten." if result.is_clean else "Something is wrong; see above.")
