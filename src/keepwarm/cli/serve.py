"""`keepwarm serve`: the web application and the background work, on one command."""

import os
import socket
import sys
from typing import NoReturn

import click

from keepwarm.cli.links import list_people_to_welcome, write_link
from keepwarm.cli.migrate import prepare_house
from keepwarm.lib.greeting import GREETING
from keepwarm.lib.refusal import Refusal

DEFAULT_PORT = 8000
HOST = "127.0.0.1"
WORKERS, THREADS = 2, 4


class PortBusy(Refusal):
    """Something else answers on the port."""


class PortUnclear(Refusal):
    """`KEEPWARM_PORT` is no port number."""


def configured_port() -> int:
    """The port that `KEEPWARM_PORT` names, 8000 without it."""
    text = os.environ.get("KEEPWARM_PORT", "") or str(DEFAULT_PORT)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise PortUnclear(f"KEEPWARM_PORT is {text}; it must be a number from 1 to 65535.")
    return int(text)


def address_of(*, host: str = HOST, port: int | None = None) -> str:
    """Where the house is found by a browser on this machine."""
    return f"http://{host}:{port or configured_port()}/"


def check_port_is_free(host: str, port: int) -> None:
    """Raise `PortBusy` when nobody could listen on `port`, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortBusy(
                f"Port {port} is in use: Keepwarm may be running already. Stop it, or choose another port: KEEPWARM_PORT={port + 1} bin/run"
            ) from None


@click.command()
@click.option("--host", default=HOST, show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="Default: KEEPWARM_PORT, else 8000.")
@click.option("--workers", type=click.IntRange(1, 64), default=WORKERS, show_default=True, help="Processes.")
@click.option("--threads", type=click.IntRange(1, 64), default=THREADS, show_default=True, help="Threads in each process.")
@click.option("--check-port", is_flag=True, help="Only say whether the port is free.")
def command(host: str, port: int | None, workers: int, threads: int, check_port: bool) -> None:
    """Make or upgrade the database, then serve until Ctrl-C.

    Example: keepwarm serve --port 8080
    """
    port = port or configured_port()
    check_port_is_free(host, port)
    if check_port:
        return
    prepare_house()
    open_doors(host, port, workers=workers, threads=threads)


def open_doors(host: str, port: int, *, workers: int = WORKERS, threads: int = THREADS) -> NoReturn:
    """Serve, and say where the house is and how to get in as soon as it answers there. The database is ready."""
    make_the_clock()
    base = address_of(host=host, port=port)
    say_when_open([f"Keepwarm is at {base}  (Ctrl-C stops it)", *welcome(base)])
    start_gunicorn(host, port, workers, threads)


def make_the_clock() -> None:
    """The file of wake-ups, before the house answers: no process has to make it while others do, at a first start on a busy machine."""
    from huey.contrib.djhuey import HUEY

    HUEY.storage.close()


def say_when_open(lines: list[str]) -> None:
    """Hand the lines to gunicorn, which we become: an address is said when it answers. By a pipe: no environment holds what signs in."""
    reading, writing = os.pipe()
    os.write(writing, "".join(f"{line}\n" for line in lines).encode())
    os.close(writing)
    os.set_inheritable(reading, True)  # noqa: FBT003 - the standard library names it so
    os.environ[GREETING] = str(reading)


def welcome(base: str) -> list[str]:
    """How to get in: a one-time link, for whoever runs the house, one rep and a director; on an empty house the guide."""
    people = list_people_to_welcome()
    if not people:
        return ["The house is empty: open it in a browser to create the first user."]
    return [f"Sign in once as {who}, within 15 minutes: {write_link(user, base=base)}" for who, user in people]


def start_gunicorn(host: str, port: int, workers: int, threads: int) -> NoReturn:
    """Become gunicorn: signals, exit code and terminal are then its own."""
    sizes = ["--workers", str(workers), "--threads", str(threads)]
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    program = [sys.executable, "-m", "gunicorn", "--config", "python:keepwarm.site.server", "--bind", address, *sizes]
    sys.stdout.flush()
    os.execv(sys.executable, program)
