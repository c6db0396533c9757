"""Queueing: a message is frozen, in the transaction of whoever decided to send it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from operator import attrgetter

from django.utils.translation import gettext

from keepwarm.lib.ids import new_refs
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox import statements
from keepwarm.outbox.addressing import UnusableAddress, check_email, clean_name, domain_of
from keepwarm.outbox.building import hash_of, letter_of, mailing_bytes
from keepwarm.outbox.links import one_click_url
from keepwarm.outbox.mime import build
from keepwarm.outbox.models import Account, Frozen, Kind, Message, State, Template
from keepwarm.outbox.naming import boundary_of, message_id_of, tag_of, tagged_address
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.queries.accounts import NoAccount, accounts_for
from keepwarm.prospects.actions.inserting import insert_objects, reserve_ids
from keepwarm.prospects.models import Address, Prospect

CAN_BE_UNSUBSCRIBED = (Kind.PERSONAL, Kind.MAILING)
BATCH = 200
LARGEST = 25 * 2**20
"""Bytes of a whole message: what large mailbox providers take."""


class QueuedAlready(Refusal):
    """This touch has a message to this address, or this key was used."""


class Unsendable(Refusal):
    """Something in it cannot be put into a mail."""


@dataclass(frozen=True, slots=True)
class Built:
    """Messages whose bytes were made ahead, and nothing is written yet: encoding a large file takes long for who holds a lock."""

    news: tuple[NewMessage, ...]
    rows: tuple[Message, ...]
    raws: tuple[bytes, ...]
    versions: Mapping[int, int]  # of the accounts through which they leave

    def part(self, start: int, end: int) -> Built:
        """Some of them, for a transaction of their own."""
        return Built(self.news[start:end], self.rows[start:end], self.raws[start:end], self.versions)

    def stands_for(self, news: Sequence[NewMessage]) -> bool:
        """Whether these give the same bytes, and their accounts are as they were. A touch and the budget are no part of a mail."""
        if [_IN_BYTES(new) for new in news] != [_IN_BYTES(new) for new in self.news]:
            return False
        return statements.versions_in_use(self.versions) == self.versions


_IN_BYTES = attrgetter(*(field.name for field in fields(NewMessage) if field.name not in {"touch_id", "budget_free"}))


def build_messages(news: Sequence[NewMessage], *, now: datetime) -> Built:
    """Make the bytes, before the transaction that queues. Raises NoAccount, UnusableAddress, Unsendable, BlankMergeField."""
    accounts = accounts_for(news)
    around = _read_around(news)
    frozen = [
        _freeze(new, ref, accounts[new.account_id, new.seat_id], around, now) for new, ref in zip(news, new_refs(len(news)), strict=True)
    ]
    versions = {account.pk: account.version for account in accounts.values()}
    return Built(tuple(news), tuple(row for row, _ in frozen), tuple(raw for _, raw in frozen), versions)


def queue_message(new: NewMessage, *, now: datetime, built: Built | None = None) -> Message:
    """Freeze and queue one message. Raises NoAccount, UnusableAddress, QueuedAlready, Unsendable, BlankMergeField."""
    return queue_messages([new], now=now, built=built)[0]


def queue_messages(news: Sequence[NewMessage], *, now: datetime, built: Built | None = None) -> list[Message]:
    """The same for many, set-based: all or none. The caller holds the transaction, in which touches and budget are written too.

    `built`: the same messages, made before it; what has changed since is made anew.
    """
    if built is None or not built.stands_for(news):
        built = build_messages(news, now=now)
    for row, new in zip(built.rows, news, strict=True):
        row.touch_id, row.budget_free = new.touch_id, new.budget_free
    _refuse_twice(built.rows)
    _keep_bytes(built.rows, built.raws)
    insert_objects(built.rows, keys=reserve_ids(Message, len(built.rows)))
    return list(built.rows)


def freeze_template(subject: str, text: str, html: str = "", *, now: datetime) -> Template:
    """A version of a mailing's text; the same words give the same version. Places are written `{name}`."""
    hashed = hash_of(f"{subject}\0{text}\0{html}".encode())
    made = {"subject": subject, "text": text, "html": html, "made_at": now}
    return Template.objects.get_or_create(hashed=hashed, defaults=made)[0]


class _Around:
    """What the rows need of other rooms, read once for all."""

    def __init__(self, prospects: Mapping[int, str], addresses: Mapping[int, str], templates: Mapping[int, Template]) -> None:
        self.prospects, self.addresses, self.templates = prospects, addresses, templates

    def link_for(self, new: NewMessage) -> str:
        """The one-click link of what can be unsubscribed."""
        if not _lacks_link(new):
            return new.unsubscribe_url
        channel = "mailing" if new.kind == Kind.MAILING else "email"
        address = self.addresses.get(new.address_id or 0, "")
        return one_click_url(self.prospects[new.prospect_id or 0], address_ref=address, channel=channel)


def _lacks_link(new: NewMessage) -> bool:
    return new.kind in CAN_BE_UNSUBSCRIBED and not new.unsubscribe_url and new.prospect_id is not None


def _read_around(news: Sequence[NewMessage]) -> _Around:
    without = [new for new in news if _lacks_link(new)]
    prospects = dict(Prospect.objects.filter(pk__in={new.prospect_id for new in without}).values_list("pk", "ref")) if without else {}
    addresses = dict(Address.objects.filter(pk__in={new.address_id for new in without}).values_list("pk", "ref")) if without else {}
    templates = Template.objects.in_bulk({new.template_id for new in news if new.template_id})
    return _Around(prospects, addresses, templates)


def _freeze(new: NewMessage, ref: str, account: Account, around: _Around, now: datetime) -> tuple[Message, bytes]:
    row = _row(new, ref, account, now)
    link, mail = around.link_for(new), _unsubscribe_mail(new, row, account)
    try:
        if new.template_id is None:
            raw = build(letter_of(row, _clean(new), unsubscribe_mail=mail, one_click_url=link))
        else:
            row.template = around.templates[new.template_id]
            headers = {"one_click_url": link, "unsubscribe_mail": mail, "list_id": new.list_id, "automatic": True, "reply_to": new.reply_to}
            row.values = {"fill": dict(new.values), "headers": headers}
            raw = mailing_bytes(row, row.template)
    except ValueError as problem:
        raise Unsendable(gettext("This cannot be put into a mail: %(what)s.") % {"what": problem}) from problem
    if len(raw) > LARGEST:
        raise Unsendable(gettext("This is larger than most mailboxes take: send a link or a smaller file."))
    row.hashed, row.size = hash_of(raw), len(raw)
    return row, raw


def _row(new: NewMessage, ref: str, account: Account, now: datetime) -> Message:
    to_email = check_email(new.to_email)
    from_email = check_email(new.from_email or account.from_email)
    if domain_of(from_email) != domain_of(account.from_email):
        raise UnusableAddress(gettext("%(email)s is not of the domain that this mail account sends for.") % {"email": from_email})
    tag = tag_of(ref)
    return Message(
        ref=ref, account=account, kind=new.kind, prospect_id=new.prospect_id, touch_id=new.touch_id, seat_id=new.seat_id,
        address_id=new.address_id, once_key=new.once_key, budget_free=new.budget_free, to_email=to_email, to_domain=domain_of(to_email),
        to_name=clean_name(new.to_name), from_email=from_email, from_name=clean_name(new.from_name or account.from_name),
        envelope_from=tagged_address(from_email, tag, style=account.tags, domain=account.tag_domain), subject=new.subject[:300],
        message_id=message_id_of(ref, domain_of(from_email)), tag=tag, in_reply_to=new.in_reply_to.strip().strip("<>")[:998],
        dated_at=now.astimezone(UTC).replace(microsecond=0), boundary=boundary_of(ref), state=State.QUEUED, queued_at=now,
        not_before_at=new.not_before_at, next_try_at=max(now, new.not_before_at or now),
    )  # fmt: skip


def _clean(new: NewMessage) -> NewMessage:
    return replace(new, subject=new.subject.strip(), reply_to=check_email(new.reply_to) if new.reply_to else "")


def _unsubscribe_mail(new: NewMessage, row: Message, account: Account) -> str:
    """A mail to the tagged address with this subject unsubscribes too; only where the tag comes back to us."""
    if new.kind not in CAN_BE_UNSUBSCRIBED or account.tags == Account.Tags.NONE:
        return ""
    return f"{row.envelope_from}?subject=unsubscribe"


def _refuse_twice(rows: Sequence[Message]) -> None:
    """The database would refuse too, but that would break the caller's transaction."""
    touches = {row.touch_id for row in rows if row.touch_id}
    keys = {row.once_key for row in rows if row.once_key}
    twice = statements.queued_for(touches, keys)
    mine = {(row.touch_id, row.to_email) for row in rows}
    if any((touch, email) in mine or (key and key in keys) for touch, email, key in twice):
        raise QueuedAlready(gettext("This letter is on its way already."))


def _keep_bytes(rows: Sequence[Message], raws: Sequence[bytes]) -> None:
    """The bytes of personal mail, once each; those of a mailing are built again from its template."""
    kept = [(row, raw) for row, raw in zip(rows, raws, strict=True) if row.template_id is None]
    frozen = {row.hashed: Frozen(hashed=row.hashed, raw=raw) for row, raw in kept}
    made = {one.hashed: one for one in Frozen.objects.bulk_create(frozen.values(), batch_size=BATCH)}
    for row, _ in kept:
        row.frozen = made[row.hashed]


__all__ = ["Built", "NoAccount", "QueuedAlready", "Unsendable", "build_messages", "freeze_template", "queue_message", "queue_messages"]
