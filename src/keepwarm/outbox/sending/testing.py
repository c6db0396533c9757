"""Trying an account without sending anything: connect, greet, secure, sign in, hang up; what happened in one sentence."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

from django.utils.translation import gettext

from keepwarm.outbox.models import Account, Security
from keepwarm.outbox.sending.line import Line
from keepwarm.outbox.sending.sender import server_of
from keepwarm.outbox.sending.steps import Broke, Refused, Step, Timing

WAIT = Timing(connect=10, reply=10, block=10, dot=10)
"""A person waits before the page."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Whether mail could be sent, and in one sentence why not, or what was found."""

    works: bool
    said: str


def try_account(account: Account) -> Tried:
    """Raises SecretLost."""
    return asyncio.run(_try(Line(server_of(account), WAIT)))


async def _try(line: Line) -> Tried:
    try:
        await line.open()
    except (Refused, Broke) as problem:
        return Tried(works=False, said=_say(problem, line))
    finally:
        with contextlib.suppress(Exception):
            await line.close(politely=True)
    private = gettext("the line is private") if line.server.security != Security.NONE else gettext("the server is on this machine")
    return Tried(works=True, said=gettext("It works: the server answered, %(private)s, and it lets us in.") % {"private": private})


def _say(problem: Refused | Broke, line: Line) -> str:
    words = {
        Step.CONNECT: gettext("%(host)s does not answer on port %(port)s: %(said)s. Are the name and the port right?"),
        Step.GREETING: gettext("%(host)s answers, but does not want to talk to us: %(said)s"),
        Step.TLS: gettext("The line to %(host)s could not be made private: %(said)s. Does the port fit the kind of security?"),
        Step.AUTH: gettext("%(host)s does not accept the user name or password: %(said)s"),
    }
    known = words.get(problem.step, gettext("%(host)s said: %(said)s"))
    return known % {"host": line.server.host, "port": line.server.port, "said": str(problem)[:160]}
