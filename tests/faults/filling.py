"""What a storm asks of its house: to be filled, and how every message stands. Django is set up."""

from __future__ import annotations

import json

BATCH = 100


def fill(count: int, port: int) -> None:
    """So many letters wait, for a server on this port; so many more, where some were written before."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone

    from keepwarm.outbox.actions import queue_messages
    from keepwarm.outbox.models import Account, Message
    from keepwarm.outbox.new import NewMessage

    account = Account.objects.first() if "outbox_account" in connection.introspection.table_names() else None
    if account is None:
        call_command("migrate", run_syncdb=True, verbosity=0)
        account = Account(name="House", host="127.0.0.1", port=port, security="none", from_email="hello@house.example")
        account.pace_per_minute, account.made_at, account.connections = 0, timezone.now(), 4
        account.save()
    text, first = "Dear reader,\n\nthis is one of many.\n" * 10, Message.objects.count()
    for start in range(first, first + count, BATCH):
        numbers = range(start, min(start + BATCH, first + count))
        news = [NewMessage(kind="system", to_email=f"p{n}@x{n % 7}.example", subject=f"Letter {n}", text=text) for n in numbers]
        with transaction.atomic():
            queue_messages(news, now=timezone.now())


def tell() -> str:
    """How all stand: by Message-ID its state; and the doubtful ones that the list of the page shows."""
    from keepwarm.outbox.models import Message
    from keepwarm.outbox.queries.lists import lines_of, tab_filter

    states = dict(Message.objects.values_list("message_id", "state"))
    listed = [line.ref for line in lines_of(Message.objects.filter(tab_filter("uncertain")), limit=100_000)]
    refs = dict(Message.objects.filter(state="uncertain").values_list("ref", "message_id"))
    return json.dumps({"states": states, "listed": [refs[ref] for ref in listed]})
