"""`keepwarm report mail`: when the morning report comes by mail to somebody, in their own zone."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from keepwarm.cli.output import json_option, print_json
from keepwarm.goals.actions import choose_report_mail
from keepwarm.lib.refusal import Refusal
from keepwarm.reports.queries.mail_choice import MailChoice, mail_choice
from keepwarm.staff.models import User


class NobodyReads(Refusal):
    """No such person works here."""


@click.command(name="mail")
@click.argument("email")
@click.option("--at", type=click.DateTime(["%H:%M"]), help="The hour, by the clock of their own zone, such as 07:30.")
@click.option("--working-days/--every-day", default=None, help="On their working days only, or on every day.")
@click.option("--off", is_flag=True, help="Not any more.")
@json_option
def command(*, email: str, at: datetime | None, working_days: bool | None, off: bool, as_json: bool) -> None:
    """Show, or choose, when the morning report comes by mail to somebody.

    Example: keepwarm report mail mona@example.com --at 07:30
    """
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise NobodyReads(f"Nobody here has the address {email}.")
    now, chosen = datetime.now(UTC), mail_choice(user)
    if off or at is not None or working_days is not None:
        minute = at.hour * 60 + at.minute if at is not None else chosen.minute
        only = chosen.working_days_only if working_days is None else working_days
        choose_report_mail(user, is_on=not off, minute=minute, working_days_only=only, now=now)
        chosen = mail_choice(user)
    if as_json:
        print_json(chosen.as_data())
        return
    click.echo(f"{user.name}: {_say(chosen)}")


def _say(chosen: MailChoice) -> str:
    if not chosen.is_on:
        return "no report by mail."
    return f"at {chosen.at} ({chosen.zone}), {'on working days' if chosen.working_days_only else 'every day'}."
