"""`keepwarm demo`: a house to look around in, and to take away again."""

from datetime import UTC, datetime

import click
from rich.progress import Progress

from keepwarm.cli import plan, report
from keepwarm.cli.migrate import prepare_house
from keepwarm.cli.serve import HOST, check_port_is_free, configured_port, open_doors
from keepwarm.demo.actions import AlreadyHere, load_demo, remove_demo


@click.group()
def command() -> None:
    """Load or remove the demo house.

    Example: keepwarm demo load
    """


@command.command()
def load() -> None:
    """Load the demo house into an empty one: 120 days are lived through. About half a minute; nothing is done twice.

    Example: keepwarm demo load
    """
    _load()


def _load() -> None:
    try:
        with Progress(transient=True) as shown:
            task = shown.add_task("Living 120 days …", total=None)
            load_demo(now=datetime.now(UTC), progress=lambda done, of: shown.update(task, completed=done, total=of))
    except AlreadyHere as here:
        click.echo(here.sentence)
        return
    click.echo("The demo house stands: two inside reps, two closing reps, a manager, a marketer and a director, with 500 prospects.")


@command.command()
@click.pass_context
def serve(context: click.Context) -> None:
    """Load the demo where it is not there yet, print today's plan and the morning report, and serve: what `bin/run demo` does.

    Example: keepwarm demo serve
    """
    port = configured_port()
    check_port_is_free(HOST, port)
    prepare_house()
    _load()
    context.invoke(plan.command, as_json=False)
    context.invoke(report.morning, on=None, rep=None, as_json=False)
    open_doors(HOST, port)


@command.command()
def remove() -> None:
    """Take the demo house away, whole.

    Example: keepwarm demo remove
    """
    click.echo(f"The demo house is gone, with {remove_demo()} prospects.")
