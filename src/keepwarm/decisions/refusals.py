"""What can be refused when a touch is logged or a next step is chosen, each a sentence."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect


class StaleForm(Refusal):
    """Someone else wrote to this prospect after the form was shown. `prospect` is how it stands now."""

    def __init__(self, prospect: Prospect) -> None:
        self.prospect = prospect
        text = gettext("%(name)s was changed meanwhile. Look at what is new, then save again.")
        super().__init__(text % {"name": prospect.name})


class WishForbids(Refusal):
    """A choice against a wish or the law."""


class HasEnded(Refusal):
    """The prospect is ended; only they themselves or an explicit reopening bring them back."""


class NotOpenToUndo(Refusal):
    """Only the newest touch can be undone, and only once."""


class PostponedTooOften(Refusal):
    """Putting off a second time needs a reason."""


class PromiseStands(Refusal):
    """What was promised cannot be waved away."""


class OnSomeonesDesk(Refusal):
    """Somebody else is on this person or this firm right now."""


class MomentPassed(Refusal):
    """A date that lies in the past."""


class ReasonNeeded(Refusal):
    """A choice that needs its reason."""


class UnknownProspect(Refusal):
    """No such prospect."""


class TooFarAhead(Refusal):
    """A day so far ahead that whoever is put off to it is forgotten."""


FARTHEST = timedelta(days=3653)
"""Ten years. Our choice: a day beyond it is a slip of the pen."""


def refuse_too_far(at: datetime, *, now: datetime) -> None:
    """Raise TooFarAhead for a next touch that nobody here would live to make."""
    if at > now + FARTHEST:
        raise TooFarAhead(gettext("That is more than ten years ahead, and nobody is put off so far. Look at the year once more."))
