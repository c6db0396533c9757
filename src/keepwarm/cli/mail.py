"""`keepwarm mail`: will mail of a domain be taken?"""

from dataclasses import asdict

import click
from django.utils.translation import gettext as _

from keepwarm.cli.output import json_option, open_console, print_json
from keepwarm.lib.refusal import Refusal

SEVERE = 1


@click.group(name="mail")
def command() -> None:
    """Check whether mail of a domain will be taken.

    Example: keepwarm mail check example.com
    """


@command.command()
@click.argument("domain")
@json_option
def check(domain: str, as_json: bool) -> None:
    """Ask the DNS about DOMAIN: SPF, DKIM, DMARC, where replies arrive, blocklists; of a domain we send from, our server too.

    Ends with code 1 when something is wrong. Example: keepwarm mail check example.com --json
    """
    from keepwarm.outbox.addressing import UnusableAddress, check_email, domain_of
    from keepwarm.outbox.deliverability import State, check_sender
    from keepwarm.outbox.deliverability.checking import Sender
    from keepwarm.outbox.deliverability.of_account import sender_of
    from keepwarm.outbox.queries.accounts import accounts_in_use

    try:
        wanted = domain_of(check_email(f"postmaster@{domain.strip().lower().rpartition('@')[2]}"))
    except UnusableAddress as refusal:
        raise Refusal(_("“%(domain)s” is no domain. Give one as in example.com.") % {"domain": domain.strip()[:80]}) from refusal
    account = accounts_in_use().filter(from_email__iendswith=f"@{wanted}").first()
    checks = check_sender(sender_of(account) if account else Sender(wanted))
    if as_json:
        print_json([asdict(one) for one in checks])
    else:
        for one in checks:
            _print(one.name, str(one.state), one.said, one.todo)
            if one.record:
                open_console().print(f"      {one.record.name} {one.record.type} {one.record.value}", soft_wrap=True)
    if any(one.state == State.BAD for one in checks):
        raise SystemExit(SEVERE)


def _print(name: str, state: str, said: str, todo: str) -> None:
    console = open_console()
    console.print(f"{state.upper():8}{name}")
    console.print(f"        {said}")
    if todo:
        console.print(f"        {todo}")
