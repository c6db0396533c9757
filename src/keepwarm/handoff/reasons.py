"""Why a rep is asked, in words for the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

WORDS = {
    "former_rep": _("%(name)s knew them before, and gave them back on %(on)s"),
    "spoke": _("%(name)s spoke with them on %(on)s"),
    "firm": _("%(name)s looks after %(colleague)s of the same firm"),
    "territory": _("%(territory)s is the territory of %(name)s"),
    "most_room": _("%(name)s has the most room"),
    "only_one": _("%(name)s is the only closing rep who is here"),
    "nobody_here": _("no closing rep is here; %(name)s is asked all the same, and the manager knows"),
    "named": _("%(by)s chose %(name)s"),
    "again": _("nobody else is here, so %(name)s is asked again"),
}
"""One sentence for each key of `choosing.Reason`, and for what a person or the clock decided."""


def in_words(because: Iterable[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """The reasons as sentences, in their order. A key of a later version is left out."""
    return [gettext(WORDS[key]) % args for key, args in because if key in WORDS]
