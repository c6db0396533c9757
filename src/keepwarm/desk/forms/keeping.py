"""One low-cost touch sent by hand."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy

from keepwarm.decisions.batch import NewTouch
from keepwarm.engine.words import Disposition
from keepwarm.touches.models import Channel, Direction


class DoneForm(forms.Form):
    """What was sent, and how."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Sent as"),
        choices=[(Channel.MAILING, gettext_lazy("mailing")), (Channel.POST, gettext_lazy("by post"))],
    )
    subject = forms.CharField(label=gettext_lazy("What"), max_length=150, required=False)

    def as_touch(self, *, prospect_id: int, seat_id: int | None, now: datetime) -> NewTouch:
        """The touch, marked as logged by hand."""
        subject = self.cleaned_data["subject"]
        return NewTouch(
            prospect_id=prospect_id,
            channel=self.cleaned_data["channel"],
            direction=Direction.OUT,
            disposition=Disposition.DELIVERED,
            happened_at=now,
            seat_id=seat_id,
            args={"subject": subject} if subject else {},
            by_hand=True,
        )
