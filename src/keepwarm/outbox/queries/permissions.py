"""Who may see, hold back and rule on a message."""

from __future__ import annotations

from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.models import Account, Message
from keepwarm.outbox.queries.accounts import may_change_account
from keepwarm.outbox.queries.lists import visible_messages
from keepwarm.staff.models import Role, User
from keepwarm.staff.queries import RUNS_THE_TEAM, NotYours


class UnknownMail(Refusal):
    """No message or account of this reference that this person may see."""


def may_rule(user: User, message: Message) -> bool:
    """A rep on their own, marketers and whoever runs the team on all; a director reads."""
    is_own = message.seat is not None and message.seat.user_id == user.pk
    return is_own or user.has_role(Role.MARKETER, *RUNS_THE_TEAM)


def message_to_rule(ref: str, *, for_: User) -> Message:
    """The message, for somebody who may decide about it. Raises UnknownMail, NotYours."""
    message = visible_messages(for_).select_related("seat").filter(ref=ref).first()
    if message is None:
        raise UnknownMail(gettext("There is no such message."))
    if not may_rule(for_, message):
        raise NotYours(gettext("Only the rep who wrote it, and whoever runs the team, decide about a message."))
    return message


def account_to_change(ref: str, *, for_: User) -> Account:
    """The account, for somebody who may change it. Raises UnknownMail."""
    account = Account.objects.select_related("seat").filter(ref=ref, retired_at__isnull=True).first()
    if account is None or not may_change_account(for_, account):
        raise UnknownMail(gettext("There is no such mail account."))
    return account
