"""Which address hears of what, and how far it has heard."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keepwarm.courier.models import Endpoint


class Kind(models.TextChoices):
    """What can be heard of."""

    INQUIRED = "inquiry.received", _("somebody inquired")
    ANSWERED = "answer.given", _("somebody’s answer became known")
    SIGN = "sign.seen", _("somebody clicked, visited, downloaded, signed up, came or replied")
    LEAD = "prospect.lead", _("somebody became a lead")
    ENDED = "prospect.ended", _("a conversation ended")
    REOPENED = "prospect.reopened", _("somebody came back")
    OFFERED = "handoff.offered", _("a lead was offered to sales")
    ACCEPTED = "handoff.accepted", _("sales accepted a lead")
    RETURNED = "handoff.returned", _("sales gave a lead back")
    SOLD = "sale.made", _("something was sold")
    CASE = "case.opened", _("a customer complained")
    PAUSED = "mailing.paused", _("a mailing stopped before its end")
    OPTED_OUT = "consent.opted_out", _("somebody closed a way, or all of them")


class Subscription(models.Model):
    """The events that go to an endpoint. `first`, `read_to`: keys of rows; `read_at`: until then what changes in place."""

    PERSONAL: ClassVar = ()

    endpoint = models.OneToOneField(Endpoint, on_delete=models.CASCADE, related_name="subscription")
    events: Any = models.JSONField(default=list)
    first: Any = models.JSONField(default=dict)  # what was there before is not told
    read_to: Any = models.JSONField(default=dict)
    read_at = models.DateTimeField()
    since_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.endpoint.name
