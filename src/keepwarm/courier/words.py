"""What this room says in words: why a parcel ended, and what to do about it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BECAUSE: dict[str, str | Promise] = {
    "refused": _("the other side refused it"),
    "too_long": _("it was tried for three days in vain"),
    "no_answer": _("the line broke before the answer came"),
    "sender_died": _("we were switched off while it was handed over"),
    "restored": _("it waited when a backup was put back, and may have gone before"),
    "retired": _("the address was taken out of use"),
    "private": _("the address lies in our own network, and is not marked so"),
}
"""Why a parcel is where it is, in the middle of a sentence."""
TROUBLES: dict[str, str | Promise] = {
    "private": _("This address lies in our own network. Mark it so, if that is meant."),
    "no_web": _("This is no address of the web that can be asked."),
    "no_name": _("The name of this server is not known."),
    "down": _("Nobody answers there."),
    "slow": _("It took too long to answer."),
}
"""What broke before anything left, for whoever sets the address."""


def say_because(key: str) -> str:
    """In words; what is no key stands as it is."""
    return str(BECAUSE.get(key, key))


def say_trouble(said: str) -> str:
    """What broke, in a sentence where we have one."""
    return str(TROUBLES.get(said, said))
