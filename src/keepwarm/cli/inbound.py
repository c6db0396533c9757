"""`keepwarm inbound < mail`: what a mail server gives us through a pipe."""

import sys
from datetime import UTC, datetime

import click

TRY_AGAIN = 75
"""EX_TEMPFAIL: the mail server keeps the mail and tries again."""


@click.command()
def command() -> None:
    """Keep and read one mail from standard input, whatever it is. Exit code 0: it is kept. 75: try again later.

    In Postfix: `keepwarm unix - n n - 4 pipe flags=DRXhu user=keepwarm argv=keepwarm inbound`, so that the address it came to stands in it.

    Example: keepwarm inbound < mail
    """
    try:
        from keepwarm.inbox.actions import take_mail

        kept = take_mail(sys.stdin.buffer.read(), now=datetime.now(UTC))
    except Exception as error:
        click.echo(f"The mail could not be kept: {type(error).__name__}: {error}", err=True)
        raise SystemExit(TRY_AGAIN) from error
    click.echo(f"{kept.ref} {kept.state} {kept.kind}".strip())
