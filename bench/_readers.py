"""Eight people at their pages: a process of its own that asks a server, a thread each, and prints what each page took."""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
import time
from typing import Any


def main() -> None:
    """Reads the task from standard input: port, seconds, pause, and for each reader a cookie and addresses by page."""
    task = json.load(sys.stdin)
    until = time.perf_counter() + task["seconds"]
    took: list[tuple[str, float, int]] = []
    threads = [threading.Thread(target=_read, args=(number, reader, task, until, took)) for number, reader in enumerate(task["readers"])]
    began = time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    json.dump({"took": took, "own_cpu": time.process_time() - began}, sys.stdout)


def _read(number: int, reader: dict[str, Any], task: dict[str, Any], until: float, took: list[tuple[str, float, int]]) -> None:
    """One person: page after page in turn, each another prospect and another word to find, with a pause to look at it."""
    chance = random.Random(number)
    connection = http.client.HTTPConnection("127.0.0.1", task["port"], timeout=60)
    time.sleep(chance.random() * task["pause"])
    turn = 0
    while time.perf_counter() < until:
        for page, addresses in reader["pages"].items():
            began = time.perf_counter()
            connection.request("GET", addresses[turn % len(addresses)], headers={"Cookie": reader["cookie"]})
            answer = connection.getresponse()
            answer.read()
            took.append((page, 1000 * (time.perf_counter() - began), answer.status))
            time.sleep(task["pause"] * (0.5 + chance.random()))
        turn += 1


if __name__ == "__main__":
    main()
