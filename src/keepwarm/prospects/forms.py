"""Forms of this room: what the list is asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.prospects.models import Stage
from keepwarm.prospects.queries import ListFilters
from keepwarm.staff.models import Role, Seat, User
from keepwarm.staff.queries import reach_of

OPEN_STAGES = [(str(stage.value), stage.label) for stage in Stage if stage != Stage.ENDED]
STEPS = [("", _("any step")), ("call", _("call")), ("write", _("write")), ("keep_warm", _("keep warm")), ("ended", _("ended"))]


class ListForm(forms.Form):
    """Filters of the list. What makes no sense is left out, so that an old link still opens."""

    step = forms.ChoiceField(label=_("Next"), choices=STEPS, required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=[("", _("any stage")), *OPEN_STAGES], required=False)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)

    def __init__(self, *args: Any, for_: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = Seat.objects.filter(left_at__isnull=True).order_by("kind", "name")
        reach = reach_of(for_)
        if not reach.sees_all and not for_.has_role(Role.SERVICE):
            seats = seats.filter(pk__in=reach.seat_ids)
        names = [("", _("everyone")), *seats.values_list("ref", "name")]
        self.fields["owner"].choices = names  # type: ignore[attr-defined]

    def filters(self) -> ListFilters:
        """What was asked, as far as it makes sense."""
        self.is_valid()
        asked = self.cleaned_data
        step = asked.get("step") or None
        ended = step == "ended"
        return ListFilters(
            step=None if ended else step,
            owner=asked.get("owner") or None,
            stage=int(asked["stage"]) if asked.get("stage") and not ended else None,
            overdue=bool(asked.get("overdue")) and not ended,
            ended=ended,
        )

    def query(self, *, after: str | None = None) -> str:
        """The query string of this list, from `after` on; "" where there is nothing after."""
        if after == "":
            return ""
        asked = {name: "on" if value is True else value for name, value in self.cleaned_data.items() if value}
        return urlencode({**asked, "after": after} if after else asked) or "step="
