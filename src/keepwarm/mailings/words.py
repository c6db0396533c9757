"""The words of mailings: why somebody does not get one, and why one stopped by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ENDED, NOT_PERMITTED, MISSING_FIELD = "ended", "not_permitted", "missing_field"
TOO_LATE, STOPPED, NO_ADDRESS, HELD, HAD_IT = "too_late", "stopped", "no_address", "held", "had_it"
SKIPPED: Final[Mapping[str, str | Promise]] = {
    ENDED: _("the conversation with them has ended"),
    NOT_PERMITTED: _("they have not allowed mailings, or asked for none"),
    NO_ADDRESS: _("no mail address is in use"),
    MISSING_FIELD: _("a field of the text is empty for them, and has no other words"),
    TOO_LATE: _("no date was free before the mailing grew old"),
    STOPPED: _("the mailing was stopped"),
    HELD: _("the mailing was held before it left"),
    HAD_IT: _("they got it under the other record that was merged into this one"),
}
PAUSED: Final[Mapping[str, str | Promise]] = {
    "complaints": _("More people complained than the house allows, so it stopped by itself."),
    "opt_outs": _("More people asked for no more mailings than the house allows, so it stopped by itself."),
    "bounces": _("More mails came back than the house allows, so it stopped by itself."),
}
OLD_AFTER: Final = timedelta(days=45)
"""A mailing is news for so long; who had no free date until then is told as skipped, and stays with their next touch. Our choice."""
