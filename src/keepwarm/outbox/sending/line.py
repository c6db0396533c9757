"""One SMTP connection: everything up to the last byte before the dot, and apart from it the dot.

Python's own client sends body and dot in one go and waits, so that a broken line cannot say whether the dot was sent. Here the
steps are apart: whatever breaks before `finish` was never sent; what breaks in it is uncertain.
"""

from __future__ import annotations

import asyncio
import base64
import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Sequence
from functools import cache

from keepwarm.outbox.models import Security
from keepwarm.outbox.sending.steps import Broke, CannotCarry, Refused, Reply, Server, Step, Timing

_DOT_AT_LINE = re.compile(rb"(?m)^\.")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")  # no word of a server's, and PostgreSQL keeps no NUL
_LONGEST_REPLY = 100  # lines
_NOT_LOCAL = "Without TLS only a server on this machine may be used."
CRLF = b"\r\n"


class Line:
    """An open connection, ready for a message after `open`. Not shared: one task speaks on it."""

    def __init__(self, server: Server, timing: Timing, *, trust: Callable[[], ssl.SSLContext] = ssl.create_default_context) -> None:
        self.server, self.timing, self.trust = server, timing, trust
        self.features: frozenset[str] = frozenset()
        self.auth_ways: frozenset[str] = frozenset()
        self.carried = 0
        self.is_clean = True  # between messages; not so when the server waits for text that we shall not send
        self.step = Step.CONNECT
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def open(self) -> None:
        """Connect, greet, secure and sign in. Raises Refused or Broke."""
        await self._connect()
        self._expect(await self._read(self.timing.reply), Step.GREETING)
        await self._hello()
        if self.server.security == Security.STARTTLS:
            await self._start_tls()
        if self.server.user:
            await self._sign_in()

    async def begin(self, sender: str, recipient: str, body: bytes) -> None:
        """Everything but the dot: envelope, and `body` with its dots doubled. Raises Refused, Broke or CannotCarry.

        Where the server allows it the three commands travel together (RFC 2920).
        """
        commands = self._commands(sender, recipient)
        steps = (Step.MAIL, Step.RCPT, Step.DATA)
        if "PIPELINING" in self.features:
            await self._say(b"".join(commands), Step.MAIL)
            replies = [await self._answer(step) for step in steps]
            self.is_clean = not replies[-1].is_positive
            for step, reply in zip(steps, replies, strict=True):
                self._expect(reply, step)
        else:
            for step, command in zip(steps, commands, strict=True):
                await self._say(command, step)
                self._expect(await self._answer(step), step)
        await self._say(stuffed(body), Step.BODY)
        self.step = Step.BODY

    async def finish(self) -> Reply:
        """The dot, and what the server says to it. Raises Broke: then nobody knows."""
        self.step = Step.DOT
        self.carried += 1
        await self._say(b".\r\n", Step.DOT)
        return await self._read(self.timing.dot)

    @property
    def is_alive(self) -> bool:
        """Whether the server has not hung up, as far as we have heard."""
        if self._writer is None or self._reader is None or self._writer.is_closing():
            return False
        return self._reader.exception() is None and not self._reader.at_eof()

    async def reset(self) -> None:
        """Ready for another message after a refusal. Raises Broke or Refused."""
        await self._say(b"RSET\r\n", Step.MAIL)
        self._expect(await self._answer(Step.MAIL), Step.MAIL)

    async def close(self, *, politely: bool = False) -> None:
        """Hang up; what goes wrong here matters to nobody. Without `politely` at once: a server discards what has no dot."""
        if self._writer is None:
            return
        writer, self._writer = self._writer, None
        try:
            if politely:
                writer.write(b"QUIT\r\n")
                await asyncio.wait_for(writer.drain(), 2)
            else:
                writer.transport.abort()
            writer.close()
        except (OSError, TimeoutError, ssl.SSLError):
            pass

    async def _connect(self) -> None:
        try:
            address = await asyncio.wait_for(self._resolve(), self.timing.connect)
            secure = self.trust() if self.server.security == Security.TLS else None
            named = self.server.host if secure else None
            opening = asyncio.open_connection(address, self.server.port, ssl=secure, server_hostname=named, limit=2**16)
            self._reader, self._writer = await asyncio.wait_for(opening, self.timing.connect)
        except ssl.SSLError as problem:
            raise Broke(Step.TLS, str(problem)) from problem
        except (OSError, TimeoutError, UnicodeError) as problem:  # UnicodeError: no name of a server can be like that
            raise Broke(Step.CONNECT, str(problem) or "no answer in time") from problem

    async def _resolve(self) -> str:
        """The host itself; without TLS only where it is this machine."""
        if self.server.security != Security.NONE:
            return self.server.host
        found = await asyncio.get_running_loop().getaddrinfo(self.server.host, self.server.port, type=socket.SOCK_STREAM)
        address = str(found[0][4][0])
        if not ipaddress.ip_address(address).is_loopback:
            raise Broke(Step.TLS, _NOT_LOCAL)
        return address

    async def _hello(self) -> None:
        await self._say(f"EHLO {_own_name()}\r\n".encode(), Step.GREETING)
        reply = self._expect(await self._read(self.timing.reply), Step.GREETING)
        words = [line.split() for line in reply.text.split("\n")[1:]]
        self.features = frozenset(word[0].upper() for word in words if word)
        self.auth_ways = frozenset(way.upper() for word in words if word and word[0].upper() == "AUTH" for way in word[1:])

    async def _start_tls(self) -> None:
        if "STARTTLS" not in self.features:
            raise Broke(Step.TLS, "The server offers no STARTTLS.")
        await self._say(b"STARTTLS\r\n", Step.TLS)
        self._expect(await self._read(self.timing.reply), Step.TLS)
        assert self._writer is not None
        if getattr(self._reader, "_buffer", b""):  # words put in before the line was secured (CVE-2021-38371 and its like)
            raise Broke(Step.TLS, "Somebody speaks in the server's place.")
        try:
            starting = self._writer.start_tls(self.trust(), server_hostname=self.server.host)
            await asyncio.wait_for(starting, self.timing.connect)
        except (OSError, TimeoutError) as problem:
            raise Broke(Step.TLS, str(problem) or "no answer in time") from problem
        await self._hello()

    async def _sign_in(self) -> None:
        user, secret = self.server.user, self.server.secret
        if "PLAIN" in self.auth_ways or not self.auth_ways & {"LOGIN"}:
            await self._say(b"AUTH PLAIN " + _b64(f"\0{user}\0{secret}") + CRLF, Step.AUTH)
        else:
            for words in (b"AUTH LOGIN", _b64(user)):
                await self._say(words + CRLF, Step.AUTH)
                self._expect(await self._answer(Step.AUTH), Step.AUTH)
            await self._say(_b64(secret) + CRLF, Step.AUTH)
        self._expect(await self._answer(Step.AUTH), Step.AUTH)

    def _commands(self, sender: str, recipient: str) -> Sequence[bytes]:
        wants = " SMTPUTF8 BODY=8BITMIME" if not (sender + recipient).isascii() else ""
        if wants and "SMTPUTF8" not in self.features:
            raise CannotCarry
        return (f"MAIL FROM:<{sender}>{wants}\r\n".encode(), f"RCPT TO:<{recipient}>\r\n".encode(), b"DATA\r\n")

    def _expect(self, reply: Reply, step: Step) -> Reply:
        self.step = step
        if not reply.is_positive:
            raise Refused(step, reply)
        return reply

    async def _say(self, words: bytes, step: Step) -> None:
        if self._writer is None:
            raise Broke(step, "The line is closed.")
        try:
            self._writer.write(words)
            if self._must_wait(self._writer):
                await asyncio.wait_for(self._writer.drain(), self.timing.block)
        except (OSError, TimeoutError) as problem:
            raise Broke(step, str(problem) or "no answer in time") from problem

    def _must_wait(self, writer: asyncio.StreamWriter) -> bool:
        """Whether something has not gone out yet, or the line broke: usually the kernel takes all at once."""
        broke = self._reader is None or self._reader.exception() is not None
        return broke or writer.is_closing() or writer.transport.get_write_buffer_size() > 0

    async def _answer(self, step: Step) -> Reply:
        self.step = step
        return await self._read(self.timing.reply)

    async def _read(self, seconds: float) -> Reply:
        """One answer. Raises Broke for silence, an end, and what is no answer."""
        lines: list[str] = []
        try:
            async with asyncio.timeout(seconds):
                while len(lines) < _LONGEST_REPLY:
                    code, more, text = await self._read_line()
                    lines.append(text)
                    if not more:
                        return Reply(code, "\n".join(lines))
        except (OSError, TimeoutError, ValueError) as problem:  # ValueError: a line without end
            raise Broke(self.step, str(problem) or "no answer in time") from problem
        raise Broke(self.step, "an answer without end")

    async def _read_line(self) -> tuple[int, bool, str]:
        assert self._reader is not None
        raw = await self._reader.readline()
        if not raw.endswith(b"\n"):
            raise Broke(self.step, "the server hung up")
        if not raw[:3].isdigit() or raw[3:4] not in {b" ", b"-", b"\r", b"\n"}:
            raise Broke(self.step, "the server said something that is not SMTP")
        return int(raw[:3]), raw[3:4] == b"-", _CONTROL.sub(" ", raw[4:].decode("utf-8", "replace")).strip()


def stuffed(body: bytes) -> bytes:
    """A dot at the beginning of a line is doubled (RFC 5321, section 4.5.2). Lines end in CRLF already, the last one too."""
    return _DOT_AT_LINE.sub(b"..", body) if b"\r\n." in body or body.startswith(b".") else body


def _b64(text: str) -> bytes:
    return base64.b64encode(text.encode())


@cache
def _own_name() -> str:
    """Asked once: the answer may come from the network."""
    name = socket.getfqdn()
    return name if "." in name else "[127.0.0.1]"
