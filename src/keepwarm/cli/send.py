"""`keepwarm send`: hand over what waits, in one or more processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

import click

from keepwarm.outbox.models import SendingHouse
from keepwarm.outbox.sending.process import send


@click.command()
@click.option("--once", is_flag=True, help="Send what is due now, and end.")
@click.option("--workers", type=click.IntRange(1, 16), default=1, show_default=True, help="Processes that send.")
def command(once: bool, workers: int) -> None:
    """Send mail until Ctrl-C. `keepwarm serve` does it too; more senders share the work, and no message goes twice.

    Example: keepwarm send --once
    """
    if workers > 1 and not once:
        wait_for(workers)
        return
    name, sent = send(lambda: datetime.now(UTC), once=once)
    click.echo(f"{name} sent {sent}.")
    if frozen := SendingHouse.objects.filter(frozen_at__isnull=False).first():
        click.echo(f"Sending is held back: this house looks {frozen.frozen_because}. Confirm it under Mail, or: keepwarm outbox confirm")


def wait_for(workers: int) -> None:
    """Start so many senders, and end them with us."""
    program = [sys.executable, "-m", "keepwarm.outbox.sending.process", str(os.getpid())]
    children = [subprocess.Popen(program) for _ in range(workers)]

    def end(*_: object) -> None:
        for child in children:
            child.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    for child in children:
        child.wait()
