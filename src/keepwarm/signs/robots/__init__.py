"""Robots: what mail scanners, link previews and crawlers do, told apart from what a person does. Pure; every sign keeps the reason."""

from enum import StrEnum

from django.utils.translation import gettext_noop


class Because(StrEnum):
    """Why a click counts for nothing."""

    HEAD = "head"
    AGENT = "agent"
    PREFETCH = "prefetch"
    NO_BROWSER = "no_browser"
    NETWORK = "network"
    TRAP = "trap"
    TOO_SOON = "too_soon"
    MANY = "many"


WORDS = {
    Because.HEAD: gettext_noop("only looked whether the link works"),
    Because.AGENT: gettext_noop("says itself that it is a program"),
    Because.PREFETCH: gettext_noop("loaded ahead by a program, not opened by a person"),
    Because.NO_BROWSER: gettext_noop("lacks what every browser says"),
    Because.NETWORK: gettext_noop("comes from a network of scanners that this house has named"),
    Because.TRAP: gettext_noop("the same mail's hidden link was followed, which no person sees"),
    Because.TOO_SOON: gettext_noop("came within seconds of the delivery"),
    Because.MANY: gettext_noop("several links of the mail within seconds"),
}
