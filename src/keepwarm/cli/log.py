"""`keepwarm log`: a touch that happened: a call, a meeting, a letter sent by hand, a note."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from keepwarm.cli.desk import find_reps
from keepwarm.cli.output import json_option, print_json
from keepwarm.decisions.batch import NewAnswer, NewTouch
from keepwarm.decisions.by_hand import check_ending, evidence_of
from keepwarm.engine.words import ONLY_SENT, Disposition
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect

CHANNELS = ("phone", "email", "meeting", "post", "mailing", "note")
USUAL = {"phone": "", "email": "delivered", "meeting": "held", "post": "delivered", "mailing": "delivered", "note": "done"}
"""How a touch of each channel ends when nothing else is said; a call always says it."""


class NothingToLog(Refusal):
    """Something that a log needs is missing or cannot be read."""


@click.command()
@click.argument("prospect")
@click.option("--channel", type=click.Choice(CHANNELS), default="phone", show_default=True)
@click.option(
    "--disposition",
    type=click.Choice([str(one) for one in Disposition if one not in ONLY_SENT]),
    default=None,
    help="How it ended; a call needs it.",
)
@click.option("--learned", default="", help="What was learned, in one line.")
@click.option("--note", default="")
@click.option("--answer", "answers", multiple=True, metavar="KEY=VALUE", help="An answer to a question of the house; may be repeated.")
@click.option("--purpose", default="", help="What a letter was for.")
@click.option("--incoming", is_flag=True, help="It was theirs: they called or wrote.")
@click.option("--call-back", default="", metavar="MOMENT", help="A promised call, in their local time: 2026-12-01T10:30.")
@click.option("--rep", default=None, metavar="EMAIL", help="Who did it; default: whose prospect it is.")
@json_option
def command(prospect: str, *, as_json: bool, **said: Any) -> None:
    """Log a touch with PROSPECT (a reference) and print the next step that follows from it.

    Example: keepwarm log Qx3kfP0aLm2c --disposition reached --learned "Three stops since May" --answer need="fewer stops"
    """
    from keepwarm.phone.actions import log_call

    row = Prospect.objects.select_related("owner", "owner__user").filter(ref=prospect).first()
    if row is None:
        raise NothingToLog(f"There is no prospect {prospect}. See: keepwarm find NAME")
    seat = find_reps(str(said["rep"]))[0].seat if said["rep"] else row.owner
    now = datetime.now(UTC)
    logged = log_call(_touch(row, seat.pk, said, now), prospect=row, seat=seat, by=seat.user, now=now)
    after = logged.prospect
    if as_json:
        print_json(
            {
                "touch": logged.touch.ref,
                "prospect": after.ref,
                "next_step": after.next_step,
                "next_touch_at": after.next_touch_at,
                "because": after.because_rule,
                "ended": after.end_reason,
            }
        )
        return
    click.echo(f"Logged at {after.name}. {_say_next(after)}")


def _touch(row: Prospect, seat_id: int, said: dict[str, Any], now: datetime) -> NewTouch:
    disposition = said["disposition"] or USUAL[said["channel"]]
    if not disposition:
        raise NothingToLog("Say how the call ended: --disposition reached, no_answer, voicemail …")
    direction = "in" if said["incoming"] else "out"
    check_ending(said["channel"], disposition)
    evidence = int(evidence_of(said["channel"], direction, disposition))
    return NewTouch(
        prospect_id=row.pk,
        channel=said["channel"],
        direction=direction,
        disposition=disposition,
        happened_at=now,
        seat_id=seat_id,
        purpose=said["purpose"],
        learned=said["learned"],
        note=said["note"],
        by_hand=said["channel"] in {"email", "mailing", "post"},
        answers=tuple(_answer(text, evidence) for text in said["answers"]),
        call_back_at=_call_back(said["call_back"], row.zone),
    )


def _answer(text: str, evidence: int) -> NewAnswer:
    key, equals, value = text.partition("=")
    if not equals or not value.strip():
        raise NothingToLog(f'“{text}” is no answer: write KEY=VALUE, such as need="fewer stops".')
    return NewAnswer(key.strip(), value.strip(), evidence, source="command line")


def _call_back(text: str, zone: str) -> datetime | None:
    """The promised moment, meant in their zone."""
    if not text:
        return None
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise NothingToLog(f"“{text}” is no moment: write it as 2026-12-01T10:30.") from None
    return (local if local.tzinfo else local.replace(tzinfo=ZoneInfo(zone or "UTC"))).astimezone(UTC)


def _say_next(after: Prospect) -> str:
    if after.next_touch_at is None:
        return f"The conversation has ended: {after.end_reason.replace('_', ' ')}."
    return f"Next: {after.next_step.replace('_', ' ')}, {after.next_touch_at:%d %b %Y %H:%M} UTC ({after.because_rule.replace('_', ' ')})."
