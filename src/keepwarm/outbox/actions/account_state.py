"""Whether an account works: paused until a person looks, or in trouble that may pass."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.models import Account
from keepwarm.staff.models import User


class NotPaused(Refusal):
    """Nothing to resume."""


def pause_account(account_id: int, *, step: str, said: str, now: datetime) -> None:
    """The server knows the password or the sender no more: everything that waits goes on waiting until a person has looked."""
    if step == "auth":
        because = gettext("The server does not accept the user name or password: %(said)s") % {"said": said}
    else:
        because = gettext("The server does not let us send as this address: %(said)s") % {"said": said}
    running = Account.objects.filter(pk=account_id, paused_at__isnull=True)
    running.update(paused_at=now, paused_because=because[:300], checked_at=now, checked_said=because[:300], version=F("version") + 1)


def note_trouble(account_id: int, *, step: str, said: str, now: datetime) -> None:
    """The server cannot be reached just now; it is tried again by itself."""
    words = {
        "connect": gettext("The server could not be reached: %(said)s"),
        "tls": gettext("The line could not be made private: %(said)s"),
    }.get(step, gettext("The server is not ready: %(said)s"))
    Account.objects.filter(pk=account_id).update(checked_at=now, checked_said=(words % {"said": said})[:300])


def hold_account(account: Account, *, because: str, now: datetime) -> None:
    """A person pauses it."""
    words = because.strip()[:300] or gettext("Paused by hand.")
    held = Account.objects.filter(pk=account.pk, paused_at__isnull=True)
    held.update(paused_at=now, paused_because=words, version=F("version") + 1)


def resume_account(account: Account, *, by: User | None, now: datetime) -> None:
    """It may send again; what waited goes now. Raises `NotPaused`."""
    paused = Account.objects.filter(pk=account.pk, paused_at__isnull=False)
    if not paused.update(paused_at=None, paused_because="", version=F("version") + 1):
        raise NotPaused(gettext("This account is not paused."))


def note_check(account: Account, *, said: str, now: datetime) -> None:
    """What a person saw who tried it."""
    Account.objects.filter(pk=account.pk).update(checked_at=now, checked_said=said[:300])
