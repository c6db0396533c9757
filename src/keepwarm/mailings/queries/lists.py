"""The mailings of the house, and one of them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.refusals import UnknownMailing

SHOWN = 200


def list_mailings() -> list[Mailing]:
    """The newest first, at most 200."""
    return list(Mailing.objects.select_related("segment", "made_by").defer("body", "body_b")[:SHOWN])


def find_mailing(ref: str) -> Mailing:
    """By its reference. Raises UnknownMailing."""
    found = Mailing.objects.select_related("segment", "made_by", "approved_by", "overruled_by").filter(ref=ref).first()
    if found is None:
        raise UnknownMailing(_("There is no such mailing."))
    return found


def in_archive(*, now: datetime) -> QuerySet[Mailing]:
    """What everyone may read, the newest first: nothing before it begins, and nothing that was stopped before anybody got it."""
    begun = Mailing.objects.filter(in_archive=True, approved_at__isnull=False, begins_at__lte=now)
    got = Recipient.objects.filter(mailing=OuterRef("pk"), state=Recipient.State.SENT)
    return begun.filter(~Q(state=Mailing.State.STOPPED) | Exists(got)).order_by("-approved_at", "-pk")
