"""Forms about permissions: one taken down with its proof, and another end of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.consent.models import Channel, Permission, Wording
from keepwarm.consent.proofs import keep_proof
from keepwarm.desk.forms.moments import DayField, moment_of
from keepwarm.desk.forms.steps import VersionForm
from keepwarm.prospects.models import Prospect


class PermitForm(VersionForm):
    """A yes that somebody gave, with how we know it. The law sets the latest end of what is only implied."""

    channel = forms.ChoiceField(label=gettext_lazy("They permit"), choices=Channel.choices)
    kind = forms.ChoiceField(label=gettext_lazy("How?"), choices=Permission.Kind.choices)
    proof = forms.CharField(
        label=gettext_lazy("How do we know?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Their words, and where they said or signed them; or a file that shows it."),
    )
    proof_file = forms.FileField(label=gettext_lazy("The file that shows it"), required=False, help_text=gettext_lazy("10 MB at most."))
    wording = forms.ModelChoiceField(
        label=gettext_lazy("To which words?"),
        queryset=Wording.objects.none(),
        required=False,
        empty_label=gettext_lazy("in their own words"),
    )
    given_on = DayField(label=gettext_lazy("On which day? Today, when empty"), required=False)
    until = DayField(label=gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wording"].queryset = Wording.objects.order_by("name", "-version")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """There is a proof, and words are about one channel."""
        data = super().clean() or self.cleaned_data
        if not (data.get("proof", "").strip() or data.get("proof_file") or self.errors):
            self.add_error("proof", _("Say how we know, or add a file that shows it."))
        wording = data.get("wording")
        if wording is not None and wording.channel != data.get("channel"):
            self.add_error("wording", _("These words are about another way: %(way)s.") % {"way": wording.get_channel_display()})
        return data

    def as_permission(self, prospect: Prospect, *, zone: str, now: datetime) -> Permission:
        """The row to record; its file is kept already. Raises ProofTooLarge."""
        data = self.cleaned_data
        day = data["given_on"]
        given_at = moment_of(day, None, zone=zone) if day else now
        if day and day == now.date():
            given_at = min(given_at, now)  # this morning, or just now
        return Permission(
            prospect=prospect,
            channel=data["channel"],
            kind=data["kind"],
            wording=data["wording"],
            proof=data["proof"],
            proof_file=keep_proof(data["proof_file"].chunks()) if data["proof_file"] else "",
            source=_("by hand"),
            given_at=given_at,
            expires_at=moment_of(data["until"], None, zone=zone) if data["until"] else None,
        )


class ExpireForm(VersionForm):
    """Another end of a permission."""

    until = DayField(label=gettext_lazy("It holds until; when empty, as long as the law lets it"), required=False)
