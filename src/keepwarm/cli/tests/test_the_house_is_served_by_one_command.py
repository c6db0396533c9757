import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from keepwarm.cli.serve import PortBusy, PortUnclear, check_port_is_free, configured_port
from keepwarm.site import server

PATIENCE = 300  # seconds until a start counts as failed: a busy machine is slow, not broken


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(home: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "KEEPWARM_HOME": str(home), "KEEPWARM_PORT": str(port), "KEEPWARM_DATABASE_URL": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "keepwarm.site.settings"
    command = [sys.executable, "-c", "from keepwarm.cli.main import main; main()", "serve", "--workers", "1"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def read_page(address: str, process: subprocess.Popen[str]) -> str:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                text: str = answer.read().decode()
                return text
        except OSError:
            assert process.poll() is None, process.stdout and process.stdout.read()
            assert time.monotonic() < deadline, "the house did not answer"
            time.sleep(0.2)


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < deadline, f"{path.name} did not appear"
        time.sleep(0.2)


def background_of(parent: int) -> list[int]:
    children = [child for thread in Path(f"/proc/{parent}/task").iterdir() for child in (thread / "children").read_text().split()]
    return [int(child) for child in children if b"keepwarm.site.background" in Path(f"/proc/{child}/cmdline").read_bytes()]


def wait_for_another(parent: int, before: list[int]) -> list[int]:
    deadline = time.monotonic() + PATIENCE
    while not (now := background_of(parent)) or now == before:
        assert time.monotonic() < deadline, "the background was not started again"
        time.sleep(0.2)
    return now


def test_no_worker_is_forked_while_a_process_beside_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, started, ended = threading.Event(), threading.Event(), threading.Event()

    class SlowStart:
        def __init__(self, command: list[str]) -> None:
            begun.set()
            time.sleep(0.5)
            started.set()

        def wait(self) -> None:
            ended.wait(PATIENCE)

    monkeypatch.setattr("keepwarm.site.server.subprocess.Popen", SlowStart)
    server.hold_forks_back()
    beside = server.Background("beside")
    beside.start(None)
    assert begun.wait(PATIENCE)
    worker = os.fork()
    if not worker:
        os._exit(0 if started.is_set() else 1)
    beside.stopped.set()
    ended.set()
    assert os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) == 0


def test_it_makes_the_house_says_its_address_once_it_answers_works_in_the_background_and_stops_whole(tmp_path: Path) -> None:
    port = free_port()
    with served(tmp_path, port) as process:
        assert process.stdout is not None
        line = next(line for line in process.stdout if "Keepwarm is at" in line)
        assert f"http://127.0.0.1:{port}/" in line
        assert (tmp_path / "wake.sqlite3").exists(), "nobody has to make it while others do"
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            assert "empty" in next(process.stdout)
        assert "Keepwarm" in read_page(f"http://127.0.0.1:{port}/account/login/", process)
        wait_for(tmp_path / "wake.sqlite3")
        background = background_of(process.pid)
        assert len(background) == 1
        os.kill(background[0], signal.SIGKILL)
        background = wait_for_another(process.pid, background)
    assert process.returncode == 0
    assert not Path(f"/proc/{background[0]}").exists()
    assert {path.name for path in tmp_path.glob("*.sqlite3")} == {"house.sqlite3", "sessions.sqlite3", "wake.sqlite3"}


def test_a_busy_port_is_named_with_a_way_out() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(PortBusy, match=f"Port {port} is in use.*KEEPWARM_PORT={port + 1}"):
            check_port_is_free("127.0.0.1", port)


@pytest.mark.parametrize("text", ["http", "0", "70000", "-1"])
def test_a_port_that_is_no_port_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEPWARM_PORT", text)
    with pytest.raises(PortUnclear, match="from 1 to 65535"):
        configured_port()
