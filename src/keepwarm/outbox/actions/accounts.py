"""Accounts: added, changed, taken out of use, and their DKIM keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.actions.cancelling import CAN_BE_HELD_BACK
from keepwarm.outbox.addressing import check_email, domain_of, is_server
from keepwarm.outbox.models import Account, Message, Security, State
from keepwarm.outbox.queries.accounts import may_change_account
from keepwarm.outbox.sealing import seal, unseal
from keepwarm.outbox.sending.dkim import make_key, record_of
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import User
from keepwarm.staff.queries import NotYours

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
SEALED = {"secret": "smtp", "imap_secret": "imap"}
PLAIN = (
    "name", "host", "port", "security", "user", "from_name", "from_email", "tags", "tag_domain", "pace_per_minute", "connections",
    "imap_host", "imap_port", "imap_security", "imap_user", "sent_folder",
)  # fmt: skip
_SELECTOR = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class UnusableAccount(Refusal):
    """An account that could never send."""


def add_account(values: Mapping[str, Any], *, seat_id: int | None, by: User | None, now: datetime) -> Account:
    """A new account of the house, or with `seat_id` of that rep. Passwords come open and are sealed. Raises NotYours, UnusableAccount."""
    row = Account(seat_id=seat_id, made_at=now, made_by=by)
    _require(by, row)
    _fill(row, values)
    with transaction.atomic():
        row.save()
        note_in_audit("mail_account_added", {"account": row.ref, "host": row.host}, by=by, now=now)
    return row


def change_account(account: Account, values: Mapping[str, Any], *, by: User | None, now: datetime) -> Account:
    """Other values; a password left empty stays. Senders take it up by themselves, and a pause ends: what waited is tried anew."""
    _require(by, account)
    with transaction.atomic():
        row = Account.objects.select_for_update().get(pk=account.pk)
        _fill(row, values)
        row.version += 1
        row.paused_at, row.paused_because = None, ""
        row.save()
        note_in_audit("mail_account_changed", {"account": row.ref, "host": row.host}, by=by, now=now)
    return row


def retire_account(account: Account, *, by: User | None, now: datetime) -> int:
    """Out of use: what still waits for it is not sent; how many. Its past stays."""
    _require(by, account)
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(retired_at=now, version=F("version") + 1)
        waits = Message.objects.filter(account=account, state__in=CAN_BE_HELD_BACK)
        ended = {"state": State.CANCELLED, "because": "retired", "settled_at": now, "told_at": None, "lease_until": None}
        note_in_audit("mail_account_retired", {"account": account.ref}, by=by, now=now)
        return waits.update(**ended)


def make_dkim_key(account: Account, selector: str, *, by: User | None, now: datetime) -> tuple[str, str]:
    """A new key for the account's domain; the name and the text of the record to publish. Mail is signed with it from now on."""
    _require(by, account)
    if not _SELECTOR.fullmatch(selector):
        raise UnusableAccount(gettext("A selector is one word of letters, digits and hyphens, such as kw2026."))
    domain = domain_of(account.from_email)
    with transaction.atomic():
        sealed = {"dkim_domain": domain, "dkim_selector": selector, "dkim_secret": seal(make_key(), about="dkim")}
        Account.objects.filter(pk=account.pk).update(**sealed, version=F("version") + 1)
        note_in_audit("dkim_key_made", {"account": account.ref, "selector": selector}, by=by, now=now)
    account.refresh_from_db()
    return dkim_record(account)


def dkim_record(account: Account) -> tuple[str, str]:
    """Name and text of the record that the domain must publish; empty without a key."""
    if not account.dkim_secret:
        return "", ""
    return f"{account.dkim_selector}._domainkey.{account.dkim_domain}", record_of(unseal(account.dkim_secret, about="dkim"))


def _require(by: User | None, account: Account) -> None:
    if by is not None and not may_change_account(by, account):
        raise NotYours(gettext("Whoever runs the house sets up its mail accounts, and a rep their own."))


def _fill(row: Account, values: Mapping[str, Any]) -> None:
    for name in PLAIN:
        if name in values:
            setattr(row, name, values[name])
    for name, about in SEALED.items():
        if values.get(name):
            setattr(row, name, seal(str(values[name]), about=about))
    row.from_email = check_email(row.from_email)
    if row.dkim_domain and row.dkim_domain != domain_of(row.from_email):
        row.dkim_domain = row.dkim_selector = row.dkim_secret = ""
    _check_servers(row)


def _check_servers(row: Account) -> None:
    if row.security == Security.NONE and row.host not in LOCAL:
        raise UnusableAccount(gettext("Without TLS a password and every letter can be read on the way: only for a server on this machine."))
    if row.imap_host and row.imap_security == Security.NONE and row.imap_host not in LOCAL:
        raise UnusableAccount(gettext("Without TLS the password of the Sent folder can be read on the way: only on this machine."))
    if row.tags == Account.Tags.DOMAIN and not (row.tag_domain.isascii() and "." in row.tag_domain and is_server(row.tag_domain)):
        raise UnusableAccount(gettext("Name the domain whose mail comes to us, such as bounce.example.com."))
    for host in filter(None, (row.host, row.imap_host)):
        if not (host.isascii() and is_server(host)):
            raise UnusableAccount(gettext("“%(host)s” is not the name of a server.") % {"host": host[:60]})
