"""What is said of a feed that could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TROUBLES: Final[Mapping[str, str | Promise]] = {
    "no_web": _("Its address is none of the open web. Give one that begins with https://."),
    "no_name": _("Nobody knows the name %(host)s. Is the address spelled right?"),
    "private": _("%(host)s lies in a private net or on this machine. Only addresses that everybody can reach are read."),
    "down": _("Its server does not answer."),
    "slow": _("Its server took longer than %(seconds)s seconds."),
    "big": _("It is larger than %(megabytes)s MB, and so was not read."),
    "status": _("Its server answered with error %(status)s."),
    "redirects": _("Its address leads on and on, and nowhere."),
    "no_feed": _("What came is no feed in RSS or Atom."),
}
"""Sentences by the key that a feed keeps; it is tried again by itself."""


def say_trouble(trouble: str, args: Mapping[str, str]) -> str:
    """The sentence, "" for none."""
    return str(TROUBLES[trouble]) % args if trouble in TROUBLES else ""
