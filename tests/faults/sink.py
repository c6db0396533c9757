"""A mail server that does as it is told at each step: says yes, "later" or no, hangs up, or takes a message and hangs up then.

What it took for good stands in `taken`, and in a file when there is one: a line for each, written before the sender hears of it.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

STEPS = ("greeting", "ehlo", "mail", "rcpt", "data", "body", "dot", "answer")
"""`dot`: the whole message is there and is answered as told. `answer`: it is taken, and the line breaks before anybody is told."""
_POSITIVE = {"greeting": "220 sink", "mail": "250 ok", "rcpt": "250 ok", "data": "354 go on", "dot": "250 2.0.0 taken"}
_MESSAGE_ID = re.compile(rb"(?im)^message-id:\s*<([^>]+)>")
Told = Callable[[str], str]
"""From a step to "", "cut", or a whole answer such as "451 later"."""


class Sink:
    """The server. `told` decides at each step, `pipelining` is what it offers."""

    def __init__(
        self, told: Told = lambda step: "", *, log: Path | None = None, pipelining: bool = True, features: tuple[str, ...] = ()
    ) -> None:
        self.told, self.log, self.features = told, log, (*features, *(("PIPELINING",) if pipelining else ()))
        self.taken: list[str] = []
        self.bodies: list[bytes] = []
        self.said: list[str] = []
        self.port = 0

    async def serve(self, port: int = 0) -> asyncio.Server:
        """Listen on loopback; the port is in `port`."""
        server = await asyncio.start_server(self._speak, "127.0.0.1", port, limit=2**20)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if await self._answer(writer, "greeting", close=True):
                await self._session(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, TimeoutError):
            pass
        finally:
            with suppress(RuntimeError):  # its loop may have ended before a session that nobody finished
                writer.close()

    async def _session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        has_recipient = False
        while line := await reader.readline():
            verb = line[:4].upper().decode("ascii", "replace").strip().lower()
            self.said.append(line.decode("utf-8", "replace").strip())
            if verb == "ehlo":
                lines = ["sink", *self.features]
                text = "\r\n".join(f"250{'-' if n < len(lines) - 1 else ' '}{word}" for n, word in enumerate(lines))
                alive = await self._answer(writer, "ehlo", text)
            elif verb in {"mail", "rcpt"}:
                alive = await self._answer(writer, verb)
                has_recipient = verb == "rcpt" and alive is True
            elif verb == "data":
                alive = await self._data(reader, writer, has_recipient=has_recipient)
            else:
                writer.write(b"221 bye\r\n" if verb == "quit" else b"250 ok\r\n")
                alive = verb != "quit"
            if alive is None or verb == "quit":
                return

    async def _data(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, has_recipient: bool) -> bool | None:
        if not has_recipient:
            writer.write(b"503 no recipient\r\n")
            return False
        if not (alive := await self._answer(writer, "data")):
            return alive
        if self.told("body") == "cut":
            return None
        raw = await reader.readuntil(b"\r\n.\r\n")
        told = self.told("dot")
        if told:
            return await self._send(writer, told)
        self._take(raw)
        if self.told("answer") == "cut":
            return None
        return await self._send(writer, _POSITIVE["dot"])

    def _take(self, raw: bytes) -> None:
        found = _MESSAGE_ID.search(raw)
        name = found[1].decode() if found else "?"
        self.taken.append(name)
        self.bodies.append(raw)
        if self.log is not None:
            with self.log.open("a", encoding="ascii") as file:
                file.write(name + "\n")

    async def _answer(self, writer: asyncio.StreamWriter, step: str, text: str = "", *, close: bool = False) -> bool | None:
        told = self.told(step)
        done = await self._send(writer, told or text or _POSITIVE[step])
        return None if close and not done else done

    async def _send(self, writer: asyncio.StreamWriter, told: str) -> bool | None:
        """True for yes, False for a no, None when the line is cut."""
        if told == "cut":
            return None
        writer.write(told.encode() + b"\r\n")
        await writer.drain()
        return told[:1] in {"2", "3"}


@contextmanager
def running(sink: Sink) -> Iterator[Sink]:
    """The sink in a thread of its own, until the end of the block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(sink.serve(), loop).result(10)
    try:
        yield sink
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
