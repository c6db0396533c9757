"""A process that is killed at any moment leaves every click that it had kept."""

import multiprocessing
import os
import signal
from pathlib import Path

from keepwarm.signs.spool import Spool, taken


def keep_until_killed(folder: Path, told: int) -> None:
    """Keeps lines without end, and tells each through a pipe once it is kept, as an answer would."""
    spool, number = Spool(folder), 0
    while True:
        spool.keep({"n": number})
        os.write(told, b".")
        number += 1


def test_what_was_answered_is_there_after_a_kill(tmp_path: Path) -> None:
    read, write = os.pipe()
    process = multiprocessing.get_context("fork").Process(target=keep_until_killed, args=(tmp_path, write))
    process.start()
    os.close(write)
    answered = 0
    rounds: list[int] = []
    while answered < 500:
        answered += len(os.read(read, 64))
        if not rounds and answered > 200:
            rounds += [line["n"] for path, lines in taken(tmp_path) for line in lines]  # the writer goes on in another file
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    while more := os.read(read, 4096):
        answered += len(more)
    os.close(read)
    kept = {line["n"] for _, lines in taken(tmp_path) for line in lines} | set(rounds)
    assert set(range(answered)) <= kept
    assert len(kept) <= answered + 1  # the one in hand
