"""What a letter on paper says that nobody of us wrote, in the language that is active: its reader's."""

from __future__ import annotations

from django.utils.translation import gettext


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
