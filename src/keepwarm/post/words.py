"""What this room says in words: why a letter is held, how a letter and a batch stand, and texts of programs on paper."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HELD: dict[str, str | Promise] = {
    "ended": _("we are done with each other"),
    "no_address": _("there is no postal address in use"),
    "bad_address": _("the postal address is not complete: it needs a street and a town"),
    "not_permitted": _("they asked for no post"),
    "suppressed": _("this address is not to be used"),
    "wish": _("they asked to hear nothing before a date"),
    "missing_field": _("a field of the text has no value, and no other words"),
    "empty": _("there is nothing to say: the text is empty"),
    "spread": _("they came from a list, and the first touches are spread over some weeks"),
    "gap": _("our last touch is too fresh"),
    "cap": _("they have heard from us as often as the house agreed on"),
    "waits": _("something is promised to them or waits for an answer, and that comes first"),
    "in_sales": _("they are talking with sales"),
    "taken_back": _("one of us took it back"),
    "overtaken": _("something else came first"),
}
"""Why a letter does not go, in the middle of a sentence; the keys of `engine.pacing` among them."""


def say_held(key: str) -> str:
    """The reason in words."""
    return str(HELD.get(key, key))
