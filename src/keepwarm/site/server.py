"""The web server: gunicorn with threads, and the background process beside it."""

import logging
import os
import subprocess
import sys
import threading
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

RESTART_SECONDS = 2.0
log = logging.getLogger(__name__)


class Background:
    """Keeps `keepwarm.site.background` running as a child of the web server."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and again whenever it ends before `stop`."""
        threading.Thread(target=self._keep, daemon=True).start()

    def stop(self) -> None:
        """End it and wait for the work it has in hand."""
        self.stopped.set()
        if self.child and self.child.poll() is None:
            self.child.terminate()
            self.child.wait(timeout=30)

    def _keep(self) -> None:
        while not self.stopped.is_set():
            self.child = subprocess.Popen([sys.executable, "-m", "keepwarm.site.background", str(os.getpid())])
            self.child.wait()
            if not self.stopped.wait(RESTART_SECONDS):
                log.warning("The background process ended; it is started again.")


class HouseServer(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """Gunicorn, told in code what its configuration file would say."""

    def __init__(self, *, host: str, port: int, workers: int, threads: int) -> None:
        self.options: dict[str, Any] = {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "timeout": 120,  # seconds until a worker that says nothing is replaced
            "graceful_timeout": 20,
            "keepalive": 5,
            "accesslog": None,
            "loglevel": "warning",
            "proc_name": "keepwarm",
        }
        super().__init__()

    def load_config(self) -> None:
        background = Background()
        for name, value in self.options.items():
            self.cfg.set(name, value)
        self.cfg.set("when_ready", lambda server: background.start())
        self.cfg.set("on_exit", lambda server: background.stop())

    def load(self) -> Any:
        """The application, loaded in each worker after the fork so that no connection is shared."""
        return get_wsgi_application()
