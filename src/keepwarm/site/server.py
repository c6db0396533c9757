"""Gunicorn's configuration: threads in a few processes, and the background process beside them.

`keepwarm serve` starts gunicorn with this module as its configuration file and gives it address and sizes.
"""

import logging
import os
import subprocess
import sys
import threading
from typing import Any

from keepwarm.lib.greeting import GREETING

RESTART_SECONDS = 2.0
STOP_SECONDS = 30
log = logging.getLogger(__name__)


_starting = threading.Lock()


def hold_forks_back() -> None:
    """While a process beside is being started, no worker is forked.

    A worker forked in that moment keeps the end of a pipe open by which the start is told, and whoever started it would wait for ever:
    a process that ended later would never be started again.
    """
    os.register_at_fork(before=_starting.acquire, after_in_parent=_starting.release, after_in_child=_starting.release)


class Background:
    """Keeps a module running as a child of the web server's first process: the background's work, or the sender of mail."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.stopped = threading.Event()
        self.child: subprocess.Popen[bytes] | None = None

    def start(self, server: Any) -> None:
        """Start it, and again whenever it ends before `stop`."""
        threading.Thread(target=self._keep, daemon=True).start()

    def stop(self, server: Any) -> None:
        """End it and wait for the work it has in hand."""
        self.stopped.set()
        if self.child and self.child.poll() is None:
            self.child.terminate()
            try:
                self.child.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:  # a mail server that lets a sender wait; its message is then uncertain, and listed
                self.child.kill()

    def _keep(self) -> None:
        while not self.stopped.is_set():
            with _starting:
                self.child = subprocess.Popen([sys.executable, "-m", self.module, str(os.getpid())])
            self.child.wait()
            if not self.stopped.wait(RESTART_SECONDS):
                log.warning("The process %s ended; it is started again.", self.module)


def open_doors(server: Any) -> None:
    """Before the first worker is made: what they share is made ready, and the processes beside them are started."""
    from keepwarm.site.tasks import warm_house

    warm_house()
    hold_forks_back()
    for process in BESIDE:
        process.start(server)
    _greet()


def _greet() -> None:
    """Say what `keepwarm serve` handed over: the house answers from now on."""
    if handed := os.environ.pop(GREETING, ""):
        with os.fdopen(int(handed), encoding="utf-8") as lines:
            print(lines.read(), end="", flush=True)


def close_doors(server: Any) -> None:
    """The processes beside the web server end with it."""
    for process in BESIDE:
        process.stop(server)


BESIDE = (Background("keepwarm.site.background"), Background("keepwarm.outbox.sending.process"))

# What follows are gunicorn's own names.
wsgi_app = "keepwarm.site.wsgi"
worker_class = "gthread"
preload_app = True  # loaded once and shared by the workers; nothing is opened before the fork
timeout = 120  # seconds until a worker that says nothing is replaced
graceful_timeout = 20  # seconds for requests in hand when stopping
keepalive = 5  # seconds
loglevel = "warning"
proc_name = "keepwarm"
when_ready = open_doors
on_exit = close_doors
