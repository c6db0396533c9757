"""A newsletter in the middle of which its processes are killed without warning; what arrived against what the rows say."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench._sink import smtp_sink
from bench.result import Result

NAMED = re.compile(rb"(?mi)^Message-ID: <([^>]+)>")


def kill_in_the_middle(people: int, kills: int) -> Iterator[Result]:
    """`people` new ones get a second newsletter; whoever queues and whoever sends is killed in turn, and starts anew."""
    from keepwarm.outbox.models import Account

    with tempfile.TemporaryDirectory(prefix="keepwarm-arrived-") as folder:
        Path(folder).chmod(0o777)
        arrived = Path(folder) / "letters"
        with smtp_sink(keep_in=arrived) as port:
            Account.objects.update(port=port)
            mailing = _second_newsletter(people)
            done = _run_and_kill(mailing, kills)
        yield from _compare(mailing, people, done, Counter(one.decode() for one in NAMED.findall(arrived.read_bytes())))


def _second_newsletter(people: int) -> Any:
    from bench.letters import _know
    from bench.newsletter import _approve, a_working_hour
    from keepwarm.mailings.models import Recipient
    from keepwarm.prospects.models import Prospect

    old = Prospect.objects.order_by("-pk").values_list("pk", flat=True)[0]
    _know(Prospect.objects.order_by("pk")[0].owner, people, "later")
    mailing = _approve()
    Recipient.objects.filter(mailing=mailing, prospect_id__lte=old).delete()
    Recipient.objects.filter(mailing=mailing).update(due_at=a_working_hour())
    return mailing


def _run_and_kill(mailing: Any, kills: int) -> int:
    """How many were killed. At the end everything runs to its end, by a clock an hour later, when every lease is over."""
    from bench.newsletter import QUEUE, SEND, _child, _waits

    programs = [QUEUE, *[SEND.format(late=0, once=False)] * 2]
    children = [_child(program) for program in programs]
    done, seen = 0, -1
    while done < kills and (children[0].poll() is None or _waits()):
        which = done % len(children)
        if (now := _progress(mailing)) != seen:
            seen = now
            os.kill(children[which].pid, signal.SIGKILL)
            children[which].wait()
            children[which] = _child(programs[which])
            done += 1
        time.sleep(1.0)
    _finish([children[0]])
    for child in children[1:]:
        child.terminate()
        assert child.wait() in (0, -signal.SIGTERM)  # who was begun anew a moment ago does not yet listen
    _finish([_child(SEND.format(late=1, once=True))])
    return done


def _progress(mailing: Any) -> int:
    """So that nobody is killed before something was done since the last time."""
    return int(mailing.recipients.filter(state="sent").count() + mailing.recipients.filter(message__state="accepted").count())


def _finish(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        assert child.wait() == 0


def _compare(mailing: Any, people: int, kills: int, arrived: Counter[str]) -> Iterator[Result]:
    rows = list(mailing.recipients.values_list("message__message_id", "message__state"))
    said = {name: state for name, state in rows if name}
    doubled = sum(arrived[name] > 1 for name in said)
    lost = people - len(said) + sum(state == "accepted" and not arrived[name] for name, state in said.items())
    doubtful = [name for name, state in said.items() if state == "uncertain"]
    others = sum(state not in {"accepted", "uncertain"} for state in said.values())
    note = (
        f"{people:,} people, {kills} times SIGKILL for whoever queues or sends; perhaps arrived {len(doubtful)}, all listed, of which"
        f" {sum(arrived[name] == 1 for name in doubtful)} had"
    )
    yield Result("newsletter with kills: lost", float(lost + others), "letters", 0.0, None, note)
    yield Result("newsletter with kills: doubled", float(doubled), "letters", 0.0)
