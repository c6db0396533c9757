"""`keepwarm replay`: ask the engine again, of today or of a past day, and compare with what stands or stood."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from keepwarm.cli.output import DAY, json_option, print_json, print_table
from keepwarm.cli.recycle import find_prospect
from keepwarm.decisions.past import Past, Proposed, replay_day, replay_one
from keepwarm.decisions.replaying import replay
from keepwarm.engine.words import ReplyKind, Stage, Step
from keepwarm.lib.days import day_in
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.queries import house_zone

NAMED = {"stage": Stage, "chosen_step": Step, "reply_kind": ReplyKind}
"""Facts that are kept as a number and read as a word."""


class NotYet(Refusal):
    """A day of which nothing can be known."""


@click.command()
@click.argument("prospect", required=False)
@click.option("--on", type=DAY, default=None, help="A day of the past, as it was where the house is: 2026-10-03.")
@json_option
def command(prospect: str | None, *, on: datetime | None, as_json: bool) -> None:
    """Ask the engine again, and compare with what stands or stood. Writes nothing.

    Alone: everyone, with today's facts. With a day: the decisions made on that day, with the facts they saw, which are kept with
    each. With PROSPECT (a reference): what was proposed for this one on the day, why, what was known then, and what today's
    rules say of the same. The policy and the definition of a lead are those of then; the calling hours are told from the place that
    is known today. What was proposed to somebody who asked to be forgotten is not known any more.

    Example: keepwarm replay Qx3kfP0aLm2c --on 2026-10-03
    """
    now = datetime.now(UTC)
    if prospect is not None:
        _tell_one(prospect, on, now, as_json=as_json)
    elif on is not None:
        _tell_day(on.date(), now, as_json=as_json)
    else:
        _tell_today(now, as_json=as_json)


def _tell_today(now: datetime, *, as_json: bool) -> None:
    result = replay(now=now)
    if as_json:
        print_json(asdict(result))
        return
    print_table(["stands -> would be", "people"], list(result.moves.items()))
    click.echo(f"{result.asked} asked, {result.other} would change.")


def _tell_day(on: date, now: datetime, *, as_json: bool) -> None:
    result = replay_day(_day(on, house_zone(), now))
    if as_json:
        print_json({"on": on, **asdict(result)})
        return
    print_table(["stood -> would be", "decisions"], list(result.moves.items()))
    click.echo(f"{result.asked} decisions of {on:%-d %B %Y} asked again, {result.other} would be another.")
    if result.not_known:
        click.echo(f"Of {result.not_known} it is not known any more what they saw: the people were forgotten.")


def _tell_one(ref: str, on: datetime | None, now: datetime, *, as_json: bool) -> None:
    row, zone = find_prospect(ref), house_zone()
    day = on.date() if on is not None else now.astimezone(ZoneInfo(zone)).date()
    past = replay_one(row, _day(day, zone, now), zone=zone)
    if as_json:
        print_json({"on": day, **asdict(past)})
        return
    for line in _lines(past, day, ZoneInfo(zone)):
        click.echo(line)
    for one in past.proposed:
        print_table(["known then", ""], list(_known(one.known)), title=f"What was known at {_moment(one.decided_at, ZoneInfo(zone))}")


def _day(on: date, zone: str, now: datetime) -> tuple[datetime, datetime]:
    """The day where the house is, as far as it has passed."""
    begins, ends = day_in(zone, on)
    if begins > now:
        raise NotYet(f"{on:%-d %B %Y} lies in the future: nothing was proposed on it yet.")
    return begins, ends


def _lines(past: Past, on: date, zone: ZoneInfo) -> Iterator[str]:
    yield f"{past.name} on {on:%-d %B %Y}"
    if past.ended_at is not None:
        yield f"The conversation had ended, {_moment(past.ended_at, zone)}: {past.ended_because}."
    elif not past.proposed:
        yield f"Nothing was decided yet; they came in on {_moment(past.came_in_at, zone)}."
    for one in past.proposed:
        yield from _proposed(one, zone)


def _proposed(one: Proposed, zone: ZoneInfo) -> Iterator[str]:
    chosen = f", chosen by {one.by}" if one.by else ""
    yield f"{_step(one.step)}, due {_moment(one.due_at, zone)} ({one.rule.replace('_', ' ')}{chosen})"
    yield f"  {one.why}"
    if one.because:
        yield f"  In words: {one.because}"
    until = f", until {_moment(one.until, zone)}" if one.until else ", and stands"
    yield f"  Decided {_moment(one.decided_at, zone)}{until}; policy {one.policy}, definition of a lead {one.lead_definition}."
    for put in one.moved:
        yield f"  Moved {_moment(put.at, zone)} to {_moment(put.to_at, zone)}: {put.because or 'no reason given'}"
    if one.again is None:
        yield "  What was known then is not known any more."
    elif one.again.same:
        yield "  Today's rules say the same of what was known then."
    else:
        yield f"  Today's rules would say: {_step(one.again.step)} ({one.again.rule.replace('_', ' ')}). {one.again.why}"


def _known(known: Any) -> Iterator[tuple[str, str]]:
    """Each fact that said something, its number as a word where it has one; then the answers."""
    for name, value in known.items():
        if name == "answers":
            yield from ((f"answer: {key}", str(said)) for key, said in value.items())
        else:
            yield name.replace("_", " "), NAMED[name](value).name.lower() if name in NAMED else str(value).replace("True", "yes")


def _step(step: str) -> str:
    return step.replace("_", " ").capitalize()


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%-d %b %Y, %H:%M}"
