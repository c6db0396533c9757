"""A mailing is written, changed and thrown away; all of it until somebody approves it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.answers.models import Question
from keepwarm.content.actions.items import require_ready
from keepwarm.content.rendering.mail import URLS
from keepwarm.engine.merging import fields_in
from keepwarm.mailings.models import Mailing
from keepwarm.mailings.refusals import MailingRefused, UnknownMailing
from keepwarm.segments.models import Segment
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import require_role

MAKERS = EDITORS
"""Who writes and approves mailings."""
TOPIC = "topic"
LONGEST_TEXT = 100_000
"""Characters of a text."""


@dataclass(frozen=True, slots=True)
class NewMailing:
    """A mailing as a person writes it; see `models.Mailing`. `segment`: a reference, "" while nobody was chosen."""

    name: str
    subject: str = ""
    body: str = ""
    topic: str = ""
    segment: str = ""
    subject_b: str = ""
    body_b: str = ""
    preheader: str = ""
    language: str = "en"
    list_name: str = ""
    in_archive: bool = False


def make_mailing(new: NewMailing, *, by: User, now: datetime) -> Mailing:
    """A draft. Raises MailingRefused, MarkupRefused, NotYours."""
    require_role(by, *MAKERS)
    values = _checked(new)
    return Mailing.objects.create(**values, made_at=now, made_by=by)


def change_mailing(ref: str, new: NewMailing, *, version: int = 0, by: User) -> Mailing:
    """Write it anew; what the check said of it holds no more. `version` 0 does not ask. Raises MailingRefused, UnknownMailing."""
    require_role(by, *MAKERS)
    values = _checked(new)
    with transaction.atomic():
        mailing = take_draft(ref)
        if version and version != mailing.version:
            raise MailingRefused(_("Somebody else has changed this mailing meanwhile. Open it again, and change what is there now."))
        for name, value in values.items():
            setattr(mailing, name, value)
        mailing.version += 1
        mailing.verdict, mailing.overruled_because, mailing.overruled_by = "", "", None
        mailing.save()
    return mailing


def mailing_text(mailing: Mailing) -> NewMailing:
    """A mailing as it was written, to be written anew with a change."""
    said = {one.name: getattr(mailing, one.name) for one in fields(NewMailing) if one.name != "segment"}
    return NewMailing(**said, segment=mailing.segment.ref if mailing.segment else "")


def discard_mailing(ref: str, *, by: User) -> None:
    """Throw a draft away. What was approved stays: people got it."""
    require_role(by, *MAKERS)
    with transaction.atomic():
        take_draft(ref).delete()


def take_draft(ref: str) -> Mailing:
    """The mailing, locked, while it is a draft. Raises UnknownMailing, MailingRefused."""
    mailing = take(ref)
    if mailing.state != Mailing.State.DRAFT:
        raise MailingRefused(_("This mailing was approved and is on its way: its text and its people stay as they are."))
    return mailing


def take(ref: str) -> Mailing:
    """The mailing, locked. Raises UnknownMailing."""
    mailing = Mailing.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    if mailing is None:
        raise UnknownMailing(_("There is no such mailing."))
    return mailing


def _checked(new: NewMailing) -> dict[str, object]:
    """The columns, or a sentence about the first that is wrong."""
    values: dict[str, object] = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(new).items()}
    if not values["name"]:
        raise MailingRefused(_("Give the mailing a name, so that you find it again."))
    if new.topic and not Question.objects.filter(group=TOPIC, key=new.topic).exists():
        raise MailingRefused(_("There is no topic “%(name)s”.") % {"name": new.topic})
    _check_lengths(new)
    values["segment"] = _segment(new.segment)
    for subject, body in ((new.subject, new.body), (new.subject_b, new.body_b)):
        require_ready(subject, new.preheader, body)
    _check_archive(new)
    return values


def _check_archive(new: NewMailing) -> None:
    """Nobody is known who reads the archive: a field without other words would leave a gap there."""
    texts = (new.subject, new.body, new.subject_b, new.body_b) if new.in_archive else ()
    gaps = [field.name for text in texts for field in fields_in(text) if field.blocks and field.name not in URLS]
    if gaps:
        raise MailingRefused(
            _("Everyone may read it in the archive, where nobody is known: give {%(name)s} other words, such as {%(name)s|there}.")
            % {"name": gaps[0]}
        )


def _check_lengths(new: NewMailing) -> None:
    for name in ("name", "subject", "subject_b", "preheader", "list_name", "language", "body", "body_b"):
        field: Any = Mailing._meta.get_field(name)
        most = field.max_length or LONGEST_TEXT
        if len(getattr(new, name)) > most:
            raise MailingRefused(_("“%(what)s” is longer than %(most)s characters.") % {"what": field.verbose_name, "most": most})


def _segment(ref: str) -> Segment | None:
    if not ref:
        return None
    found = Segment.objects.filter(ref=ref, retired_at__isnull=True).first()
    if found is None:
        raise MailingRefused(_("This segment is not there any more. Choose another."))
    return found
