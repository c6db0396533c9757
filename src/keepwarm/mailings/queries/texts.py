"""The texts of a mailing, and how one looks for people met by chance and for extreme ones."""

from __future__ import annotations

from datetime import datetime

from keepwarm.content.brand import house_brand
from keepwarm.content.queries.previews import values_for
from keepwarm.content.rendering import MailSource, Rendered, render_mail
from keepwarm.mailings.models import Mailing
from keepwarm.staff.models import User

TEXTS = ("a", "b")


def source_of(mailing: Mailing, text: str) -> MailSource:
    """What the mail is made of: text "a" or "b"; what is empty in b is as in a."""
    is_b = text == "b"
    return MailSource(
        subject=(is_b and mailing.subject_b) or mailing.subject,
        body=(is_b and mailing.body_b) or mailing.body,
        preheader=mailing.preheader,
        language=mailing.language or "en",
        on_the_web=mailing.in_archive,
    )


def show_mail(mailing: Mailing, text: str, reader: str, *, for_: User, now: datetime) -> Rendered:
    """The mail as `reader` would get it: a prospect's reference, or one of the extremes of `content.queries.previews`."""
    return render_mail(source_of(mailing, text), values_for(reader, for_=for_, now=now), house_brand())
