"""`keepwarm recycle`: put somebody back to keep warm until a day, with a reason."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import click

from keepwarm.cli.output import DAY, json_option, print_json
from keepwarm.decisions.by_hand import check_recycling, gives_up_early
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.words import CHOSEN, say_recycled

MORNING = time(9)


class NobodyFound(Refusal):
    """No prospect has this reference."""


def find_prospect(ref: str) -> Prospect:
    """The prospect of that reference; raises NobodyFound."""
    found = Prospect.objects.filter(ref=ref).first()
    if found is None:
        raise NobodyFound(f"There is no prospect {ref}. See: keepwarm find NAME")
    return found


def morning_of(day: date, zone: str) -> datetime:
    """Nine o'clock of that day where they are."""
    return datetime.combine(day, MORNING, ZoneInfo(zone or "UTC")).astimezone(UTC)


@click.command()
@click.argument("prospect")
@click.option("--until", required=True, type=DAY, help="The day to come back to them: 2027-03-01.")
@click.option("--reason", required=True, type=click.Choice([key for key, _label in CHOSEN]))
@click.option("--because", default="", help="In words; “other” and “lost_to” need them, and whoever stops before the agreed attempts.")
@json_option
def command(prospect: str, *, until: datetime, reason: str, because: str, as_json: bool) -> None:
    """Put PROSPECT (a reference) back to keep warm until a day. Whoever was in sales goes home, and the rep keeps a thread.

    Example: keepwarm recycle Qx3kfP0aLm2c --until 2027-03-01 --reason no_budget
    """
    from keepwarm.handoff.actions import recycle as put_back

    row = find_prospect(prospect)
    check_recycling(reason, because, gives_up=gives_up_early(row))
    words = because or say_recycled(reason)
    after = put_back(row.pk, morning_of(until.date(), row.zone), words, reason=reason, by=None, now=datetime.now(UTC))
    if as_json:
        print_json(
            {
                "prospect": after.ref,
                "next_step": after.next_step,
                "next_touch_at": after.next_touch_at,
                "because": after.because_rule,
                "wake_at": after.wake_at,
                "reason": reason,
                "owner": after.owner.name,
            }
        )
        return
    click.echo(f"{after.name} is kept warm until {until:%d %b %Y}; {after.owner.name} has them.")
