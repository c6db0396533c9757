"""Asks a server for addresses over several connections, one after the other on each; says how many it answered with a redirect.

Run as a process of its own: a task as JSON on its standard input, the count on its standard output.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from itertools import cycle

END = b"\r\n\r\n"


def main() -> None:
    """`{"port", "seconds", "connections", "paths", "headers"}` in, a number out."""
    task = json.load(sys.stdin)
    head = "".join(f"{name}: {value}\r\n" for name, value in task["headers"].items())
    asked = [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n".encode() for path in task["paths"]]
    counts = [0] * task["connections"]
    until = time.perf_counter() + task["seconds"]

    def ask(which: int) -> None:
        mine = cycle(asked[which :: len(counts)])
        while time.perf_counter() < until:
            with socket.create_connection(("127.0.0.1", task["port"])) as link:
                link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while time.perf_counter() < until and _is_led_on(link, next(mine)):
                    counts[which] += 1

    threads = [threading.Thread(target=ask, args=(which,)) for which in range(len(counts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(sum(counts))


def _is_led_on(link: socket.socket, request: bytes) -> bool:
    """Ask once. False when the server let the connection go: then a new one is opened."""
    link.sendall(request)
    answer = b""
    while END not in answer:
        piece = link.recv(4096)
        if not piece:
            return False
        answer += piece
    assert answer.startswith(b"HTTP/1.1 302"), answer[:200]
    return True


if __name__ == "__main__":
    main()
