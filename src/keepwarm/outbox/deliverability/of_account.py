"""What is checked of a mail account."""

from __future__ import annotations

from keepwarm.outbox.actions.accounts import dkim_record
from keepwarm.outbox.deliverability.checking import Sender
from keepwarm.outbox.models import Account


def sender_of(account: Account) -> Sender:
    """The account's domain, where its bounces go, the record of its key, and its server."""
    name, value = dkim_record(account)
    domain = account.from_email.rpartition("@")[2].lower()
    envelope = account.tag_domain if account.tags == Account.Tags.DOMAIN else domain
    return Sender(domain, envelope.lower(), name, value, account.host, account.port, account.security)
