"""Writes of wordings: the words under a tick box. Never changed, only followed by another version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from keepwarm.consent.models import Channel, Wording
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import User


class BadWording(Refusal):
    """Words that cannot be kept: none, too many, or for no channel."""


LONGEST = 4000
"""Characters of a wording."""


def put_wording(name: str, text: str, *, channel: str, by: User | None, now: datetime, language: str = "en") -> Wording:
    """The words of `name` from now on; the same words again are the version that stands. Raises BadWording."""
    name, text = " ".join(name.split())[:60], text.strip()
    if not name or not text or len(text) > LONGEST:
        raise BadWording(gettext("A wording has a name and between 1 and %(most)s characters of text.") % {"most": LONGEST})
    if channel not in Channel.values:
        raise BadWording(gettext("Say what the words are about: %(channels)s.") % {"channels": ", ".join(Channel.values)})
    with transaction.atomic():
        same = Wording.objects.select_for_update().filter(name=name, language=language)
        newest = same.order_by("-version").first()
        if newest is not None and newest.retired_at is None and (newest.text, newest.channel) == (text, channel):
            return newest
        same.filter(retired_at__isnull=True).update(retired_at=now)
        version = (same.aggregate(highest=Max("version"))["highest"] or 0) + 1
        row = Wording.objects.create(name=name, version=version, language=language, channel=channel, text=text, made_at=now, made_by=by)
        note_in_audit("wording_put", {"wording": row.ref, "name": name, "version": version, "language": language}, by=by, now=now)
        return row
