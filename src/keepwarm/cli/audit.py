"""`keepwarm audit`: is anybody forgotten, and does what stands equal what happened?"""

import sqlite3
import sys
from collections import Counter
from dataclasses import asdict, replace
from datetime import UTC, datetime

import click
from django.db import connection

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.decisions.auditing import SHOWN_AT_MOST, Audit
from keepwarm.ledger.queries.auditing import find_wrong_sums
from keepwarm.lib.sqlite import is_affected

WRONG = 1
OLD_SQLITE = "This SQLite is older than 3.51.3 and can damage its file with several writers; see docs/decisions/0001-sqlite.md."


@click.command()
@json_option
def command(*, as_json: bool) -> None:
    """Check that nobody is forgotten. Exit code 1 when somebody is, or when a row contradicts its history.

    Example: keepwarm audit --json
    """
    result = _with_sums(audit_house(now=datetime.now(UTC)))
    warning = OLD_SQLITE if connection.vendor == "sqlite" and is_affected(sqlite3.sqlite_version_info) else ""
    if as_json:
        print_json({**asdict(result), "warnings": [warning] if warning else []})
    else:
        _print(result, warning)
    if not result.is_clean:
        sys.exit(WRONG)


def _with_sums(result: Audit) -> Audit:
    """The kept sums of the ledger are counted again, and compared."""
    wrong = list(find_wrong_sums())
    kinds = Counter(result.by_kind) + Counter(one.what for one in wrong)
    found = (*result.found, *wrong)[:SHOWN_AT_MOST]
    return replace(result, differences=result.differences + len(wrong), found=found, by_kind=dict(kinds))


def _print(result: Audit, warning: str) -> None:
    counts = [(name.replace("_", " "), value) for name, value in asdict(result).items() if name not in {"found", "by_kind"}]
    print_table(["audit", ""], counts)
    if result.by_kind:
        print_table(["what differs", "how often"], sorted(result.by_kind.items()))
    if result.found:
        rows = [(one.ref, one.what, one.stands, one.should_be) for one in result.found]
        print_table(["prospect or day", "what", "stands", "should be"], rows, title="Differences")
    if warning:
        click.echo(warning, err=True)
    click.echo("Nobody is forgotten." if result.is_clean else "Something is wrong; see above.")
