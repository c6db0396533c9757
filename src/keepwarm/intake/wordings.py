"""The words that people of a list said yes to, as its map names them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from keepwarm.consent.models import Wording
from keepwarm.intake.mapping.plan import Plan
from keepwarm.lib.refusal import Refusal

Named = dict[tuple[str, str], int]
"""By name and channel."""


class NoSuchWords(Refusal):
    """A map that names words which the house does not keep."""


def wordings_of(plan: Plan) -> Named:
    """The newest version of each wording that the map names. One query, none where it names none. Raises NoSuchWords."""
    wanted = {(one.wording, one.channel) for one in plan.permissions if one.wording}
    if not wanted:
        return {}
    rows = Wording.objects.filter(name__in={name for name, _channel in wanted}).order_by("version", "pk")
    found = {(name, channel): pk for name, channel, pk in rows.values_list("name", "channel", "pk")}
    for name, channel in sorted(wanted - found.keys()):
        said = _("There are no words called “%(name)s” for %(channel)s. Add them under Consent first, or name others in the map.")
        raise NoSuchWords(said % {"name": name, "channel": channel})
    return found
