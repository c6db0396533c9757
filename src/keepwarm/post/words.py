"""What this room says in words: why a letter is held, how a letter and a batch stand, and texts of programs on paper."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
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


def text_of_kind(kind: str) -> tuple[str, str]:
    """Subject and text of a turn that carries no item, in the language that is active."""
    if kind == "last_question":
        return gettext("Shall we stay in touch?"), gettext(
            "Good day {name|there},\n\nwe have written to you for a while and do not want to be a bother. Would you like to hear from us"
            " in the future? One look at the page below is enough: there you say yes, less often, or no more. If we hear nothing, that is"
            " an answer too."
        )
    return gettext("What would help you?"), gettext(
        "Good day {name|there},\n\nwhat are you working on, and what would help you with it? Tell us on the page below what you would like"
        " to read about, how often, and how. We shall keep to it."
    )


def text_of_news(lines: list[tuple[str, str, str]]) -> tuple[str, str]:
    """Subject and text of a newsletter on paper: title, teaser and address of each item."""
    parts = [gettext("Good day {name|there},"), gettext("this may be of use to you:")]
    parts += ["\n".join(part for part in (f"**{title}**", teaser, url) if part) for title, teaser, url in lines]
    return gettext("News for you"), "\n\n".join(parts)
