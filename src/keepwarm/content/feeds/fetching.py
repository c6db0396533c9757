"""Fetching an address of the open web, with limits of size, time and redirects, and only where everybody may go.

A name is looked up once, each of its addresses is checked, and the line goes to the address that was checked: a name that
answers differently a moment later leads nowhere else. Each redirect is checked the same way.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import SplitResult, urljoin, urlsplit

from keepwarm.content.feeds.addresses import is_public

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PORTS: Final = {"https": 443, "http": 80}
AGENT: Final = "Keepwarm feed reader"


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` for the whole, `size` in bytes. `allows` says of an IP address whether it may be asked; `ports` None: any."""

    seconds: float = 20.0
    size: int = 3 * 2**20
    redirects: int = 5
    allows: Callable[[str], bool] = is_public
    ports: frozenset[int] | None = frozenset({80, 443})


LIMITS: Final = Limits()


class FetchFailed(Exception):
    """It could not be fetched; `trouble` is a key of `content.words.TROUBLES`, `args_shown` what its sentence needs."""

    def __init__(self, trouble: str, **args: str) -> None:
        super().__init__(trouble)
        self.trouble, self.args_shown = trouble, args


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came; `raw` None: nothing new since the last time. `headers` in lower case."""

    raw: bytes | None
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


def fetch(url: str, *, headers: Mapping[str, str] | None = None, limits: Limits = LIMITS) -> Fetched:
    """Fetch `url`. Raises FetchFailed, and nothing else."""
    deadline = time.monotonic() + limits.seconds
    for _hop in range(limits.redirects + 1):
        try:
            answer, leads_to = _ask(url, headers or {}, limits, deadline)
        except TimeoutError as late:
            raise FetchFailed("slow", seconds=str(round(limits.seconds))) from late
        except (OSError, http.client.HTTPException, ValueError) as down:
            raise FetchFailed("down") from down
        if answer is not None:
            return answer
        url = leads_to
    raise FetchFailed("redirects")


def _ask(url: str, headers: Mapping[str, str], limits: Limits, deadline: float) -> tuple[Fetched | None, str]:
    """One question: what came, or where it leads."""
    parts = checked_url(url, limits)
    line, raw = open_line(parts, limits, deadline)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line.request("GET", target, headers={"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close", **headers})
        response = line.getresponse()
        if response.status in _REDIRECTS:
            return None, urljoin(url, response.headers.get("Location", ""))
        return _read(response, url, limits), ""
    finally:
        raw.close()


def look_at(url: str, limits: Limits = LIMITS) -> None:
    """What an address says of itself, before anybody is asked. Raises FetchFailed."""
    try:
        host = str(checked_url(url, limits).hostname)
    except ValueError as broken:
        raise FetchFailed("no_web") from broken
    try:
        ip_address(host)
    except ValueError:
        return  # a name: looked up when it is read
    if not limits.allows(host):
        raise FetchFailed("private", host=host[:100])


def checked_url(url: str, limits: Limits) -> SplitResult:
    """The parts of an address that may be asked. Raises FetchFailed."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None or len(url) > 2000 or not url.isascii():
        raise FetchFailed("no_web")
    port = parts.port or _PORTS[parts.scheme]
    if limits.ports is not None and port not in limits.ports:
        raise FetchFailed("no_web")
    return parts


def open_line(parts: SplitResult, limits: Limits, deadline: float) -> tuple[http.client.HTTPConnection, socket.socket]:
    """A line to the address that was checked, until `deadline` (time.monotonic); whoever opens it closes the socket. Raises FetchFailed."""
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    raw = _open(_addresses(host, port, limits), port, deadline)
    try:
        if parts.scheme == "https":
            raw.settimeout(_left(deadline))
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    except BaseException:
        raw.close()
        raise
    line = http.client.HTTPConnection(host, port)
    if port == _PORTS[parts.scheme]:
        line.default_port = port  # so that "Host" has no port where it needs none
    line.sock = _TimedSocket(raw, deadline)
    return line, raw


def _addresses(host: str, port: int, limits: Limits) -> list[str]:
    """The addresses of a name, all of them allowed."""
    try:
        found = list(dict.fromkeys(str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError) as unknown:
        raise FetchFailed("no_name", host=host[:100]) from unknown
    if not found or not all(limits.allows(address) for address in found):
        raise FetchFailed("private", host=host[:100])
    return found


def _open(addresses: list[str], port: int, deadline: float) -> socket.socket:
    """A line to the first that answers; an address is no name, and nothing is looked up again."""
    for number, address in enumerate(addresses[:4]):
        try:
            return socket.create_connection((address, port), timeout=min(_left(deadline), 8.0))
        except OSError:
            if number + 1 >= min(len(addresses), 4):
                raise
    raise FetchFailed("down")


def _read(response: http.client.HTTPResponse, url: str, limits: Limits) -> Fetched:
    named = {name.lower(): value for name, value in response.headers.items()}
    if response.status == 304:
        return Fetched(None, url, named)
    if response.status != 200:
        raise FetchFailed("status", status=str(response.status))
    if named.get("content-encoding", "identity").lower() not in {"", "identity"}:
        raise FetchFailed("no_feed")
    raw = response.read(limits.size + 1)
    if len(raw) > limits.size:
        raise FetchFailed("big", megabytes=str(limits.size // 2**20))
    return Fetched(raw, url, named)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Timed(io.RawIOBase):
    """Reads from a line until the deadline, however slowly its bytes drip."""

    def __init__(self, line: socket.socket, deadline: float) -> None:
        self.line, self.deadline = line, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        self.line.settimeout(_left(self.deadline))
        return self.line.recv_into(into)


class _TimedSocket:
    """As much of a socket as `http.client` uses; it closes its own before the answer is read, so that does nothing here."""

    def __init__(self, line: socket.socket, deadline: float) -> None:
        self.line, self.deadline = line, deadline

    def sendall(self, raw: bytes) -> None:
        self.line.settimeout(_left(self.deadline))
        self.line.sendall(raw)

    def makefile(self, *_how: Any) -> io.BufferedReader:
        return io.BufferedReader(_Timed(self.line, self.deadline))

    def close(self) -> None:
        """See above; whoever opened the line closes it."""
