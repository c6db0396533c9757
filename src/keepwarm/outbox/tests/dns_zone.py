"""A little DNS for tests: a zone of our own, asked in memory or over UDP from a real server on loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from keepwarm.outbox.deliverability.asking import Answer, Status

Zone = Mapping[str, Mapping[str, Sequence[str]]]
"""Name to type to records; a TXT is written without quotes."""


class Fake:
    """Answers from a zone; a name that ends in one of `dead` is not reached."""

    def __init__(self, zone: Zone, dead: Sequence[str] = ()) -> None:
        self.zone, self.dead, self.asked = zone, tuple(dead), list[str]()

    def ask(self, name: str, type_: str) -> Answer:
        self.asked.append(f"{type_} {name}")
        if name.endswith(self.dead) and self.dead:
            return Answer(Status.UNREACHABLE)
        here = self.zone.get(name.lower())
        if here is None:
            is_above = any(one.endswith(f".{name.lower()}") for one in self.zone)
            return Answer(Status.NONE if is_above else Status.NO_NAME)
        found = tuple(sorted(here.get(type_, ())))
        return Answer(Status.FOUND, found) if found else Answer(Status.NONE)


@contextmanager
def serve(zone: Zone) -> Iterator[int]:
    """A DNS server on a free UDP port of loopback, for as long as the block runs."""
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind(("127.0.0.1", 0))
    line.settimeout(0.05)
    done = threading.Event()
    thread = threading.Thread(target=_answer_all, args=(line, zone, done), daemon=True)
    thread.start()
    try:
        yield line.getsockname()[1]
    finally:
        done.set()
        thread.join()
        line.close()


def _answer_all(line: socket.socket, zone: Zone, done: threading.Event) -> None:
    while not done.is_set():
        try:
            wire, peer = line.recvfrom(4096)
        except TimeoutError:
            continue
        line.sendto(_answer(dns.message.from_wire(wire), zone).to_wire(), peer)


def _answer(asked: dns.message.Message, zone: Zone) -> dns.message.Message:
    said = dns.message.make_response(asked)
    said.flags |= dns.flags.RA
    question = asked.question[0]
    name, type_ = question.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(question.rdtype)
    found = Fake(zone).ask(name, type_)
    if found.status == Status.NO_NAME:
        said.set_rcode(dns.rcode.NXDOMAIN)
    texts = [_written(text, type_) for text in found.texts]
    if texts:
        said.answer.append(dns.rrset.from_text(question.name, 60, dns.rdataclass.IN, type_, *texts))
    return said


def _written(text: str, type_: str) -> str:
    if type_ == "TXT":
        pieces = [text[at : at + 200] for at in range(0, len(text), 200)]
        return " ".join(f'"{piece}"' for piece in pieces)
    return f"{text}." if type_ in {"MX", "NS", "PTR", "CNAME"} else text
