"""Who runs an import: one process at a time, by a lease; and the wishes that it stops, goes on, or is undone."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from keepwarm.intake.actions.starting import MAY_IMPORT, NotThatWay
from keepwarm.intake.models import Import
from keepwarm.staff.models import User
from keepwarm.staff.queries import require_role

MAY_GO_ON: Final = (Import.State.RUNNING, Import.State.STOPPED, Import.State.FAILED)
LEASE: Final = timedelta(seconds=60)


def take_lease(ref: str, *, now: datetime, again: bool = True) -> Import:
    """The import, to be run by this process alone. Raises NotThatWay when it is done, or when another process runs it.

    `again`: also one that was stopped or failed, and whoever wished it to stop is over. Else only one that is to run, with that wish:
    a call from before it was stopped starts nothing. A lease of a process of this machine that is gone may be taken at once; any other
    when it has run out.
    """
    wanted = MAY_GO_ON if again else (Import.State.RUNNING,)
    imported = Import.objects.filter(ref=ref).first()
    if imported is None:
        raise NotThatWay(_("There is no import %s.") % ref)
    if imported.state not in wanted:
        words = {"ref": ref, "state": imported.get_state_display()}
        raise NotThatWay(_("Import %(ref)s is %(state)s; there is nothing to go on with.") % words)
    mine = me()
    begun: dict[str, Any] = {"lease_until": now + LEASE, "runner": mine, "state": Import.State.RUNNING, "problem": ""}
    begun |= {"stop_wanted": False} if again else {}
    taken = Import.objects.filter(idle(now, imported.runner), pk=imported.pk, state__in=wanted).update(**begun)
    if not taken:
        raise NotThatWay(_("Import %s is running already.") % ref)
    imported.refresh_from_db()
    return imported


def ask_to_go_on(imported: Import, *, by: User | None) -> None:
    """One that stopped or failed is to run again: said in its row, so that a lost wake-up loses nothing. Others stay as they are."""
    require_role(by, *MAY_IMPORT)
    halted = Import.objects.filter(pk=imported.pk, state__in=[Import.State.STOPPED, Import.State.FAILED])
    halted.update(state=Import.State.RUNNING, stop_wanted=False, problem="")


def ask_to_undo(imported: Import, *, by: User | None, now: datetime) -> None:
    """It is to be undone. Raises NotThatWay while it runs, or when there is nothing to undo. Asked for twice, it is undone once."""
    require_role(by, *MAY_IMPORT)
    halted = [Import.State.DONE, Import.State.STOPPED, Import.State.FAILED, Import.State.UNDOING]
    if Import.objects.filter(_free(now), pk=imported.pk, state__in=halted).update(state=Import.State.UNDOING):
        return
    imported.refresh_from_db()
    if imported.state != Import.State.UNDOING:
        words = {"ref": imported.ref, "state": imported.get_state_display()}
        raise NotThatWay(_("Import %(ref)s is %(state)s, so it cannot be undone now.") % words)


def _free(now: datetime) -> Q:
    """Nobody runs it."""
    return Q(lease_until__isnull=True) | Q(lease_until__lt=now)


def idle(now: datetime, runner: str) -> Q:
    """Nobody runs it, or `runner` did and was a process of this machine that is gone: then its lease need not run out first."""
    return _free(now) | Q(runner=runner) if _is_gone(runner) else _free(now)


def take_for_undo(ref: str, *, now: datetime) -> Import:
    """The import, to be undone by this process alone. Raises NotThatWay when it runs, was undone, or has not begun."""
    imported = Import.objects.filter(ref=ref).first()
    if imported is None:
        raise NotThatWay(_("There is no import %s.") % ref)
    if imported.state in {Import.State.DRAFT, Import.State.UNDONE}:
        words = {"ref": ref, "state": imported.get_state_display()}
        raise NotThatWay(_("Import %(ref)s is %(state)s; there is nothing to undo.") % words)
    begun = Import.objects.filter(idle(now, imported.runner), pk=imported.pk).exclude(state__in=[Import.State.DRAFT, Import.State.UNDONE])
    if not begun.update(lease_until=now + LEASE, runner=me(), state=Import.State.UNDOING):
        raise NotThatWay(_("Import %s is running; stop it first.") % ref)
    imported.refresh_from_db()
    return imported


def me() -> str:
    """This process, as a lease names it."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}:{_started(os.getpid())}"


def _is_gone(runner: str) -> bool:
    """Whether the holder was a process of this machine that no longer runs."""
    host, _colon, rest = runner.partition(":")
    pid, _colon, started = rest.partition(":")
    if host != socket.gethostname()[:80] or not pid.isdigit():
        return False
    return _started(int(pid)) != started


def _started(pid: int) -> str:
    """When a process began, as its system counts it; "" when it does not run. A number given to another process differs."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return _started_elsewhere(pid)
    state, *rest = stat.rpartition(")")[2].split()
    return "" if state in {"Z", "X"} else rest[18]


def _started_elsewhere(pid: int) -> str:
    """On systems without /proc only whether it runs is known."""
    if Path("/proc/self").exists():
        return ""
    try:
        os.kill(pid, 0)
    except OSError:
        return ""
    return "runs"


def ask_to_stop(imported: Import, *, by: User | None, now: datetime) -> None:
    """Whoever runs it stops after the rows in hand. One that nobody runs is stopped at once."""
    require_role(by, *MAY_IMPORT)
    running = Import.objects.filter(pk=imported.pk, state=Import.State.RUNNING)
    running.update(stop_wanted=True)
    for runner in running.values_list("runner", flat=True):
        running.filter(idle(now, runner)).update(state=Import.State.STOPPED, stop_wanted=False)
