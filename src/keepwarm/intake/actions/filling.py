"""A form that a stranger sends: taken in, or kept until they confirm their address; and the mail that asks them to.

Whoever asks to be called, writes something or leaves a number has inquired: they are taken in at once, and only the permission
for mailings waits. Who only signs up is nobody's inquiry until confirmed. To an address goes nothing but that one mail, and so
few of them a day that the form cannot be used to flood somebody's mailbox.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import override

from keepwarm.answers.actions import record_asked
from keepwarm.answers.models import Question, Way
from keepwarm.consent.actions import record_permissions
from keepwarm.consent.confirming import must_confirm
from keepwarm.consent.hashing import address_hash
from keepwarm.consent.models import Channel, Permission
from keepwarm.consent.sealing import seal, unseal
from keepwarm.decisions.actions import settle
from keepwarm.engine.words import Evidence
from keepwarm.intake.actions.new_person import NewPerson, take_in
from keepwarm.intake.models import Filled, InquiryForm
from keepwarm.intake.shaping.places import country_code
from keepwarm.lib.network import network_of
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.actions import queue_message
from keepwarm.outbox.models import Kind
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.queries.accounts import NoAccount
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.places import read_email, read_phone
from keepwarm.signs.actions import record_signs
from keepwarm.signs.models import Kind as SignKind
from keepwarm.signs.recording import NewSign

MOST_OF_A_NETWORK = 20
"""Forms an hour from one network: an office shares an address, a program does not stop."""
MOST_MAILS_A_DAY = 2
"""Mails a day that ask one address to confirm, whatever forms were sent."""
WAITS = timedelta(days=30)
"""So long a sign-up waits for its confirmation; then it is swept."""
CONFIRM = "confirm"
DAY = timedelta(days=1)


class TooMany(Refusal):
    """More forms than people send."""


class NothingWaits(Refusal):
    """What was to be confirmed is not there any more."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody typed. `said`: answers by key; `permits`: they ticked the permission; `once`: of the page they had before them."""

    email: str
    once: str
    name: str = ""
    organization: str = ""
    phone: str = ""
    country: str = ""
    text: str = ""
    wants_contact: bool = False
    permits: bool = False
    said: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"

    @property
    def has_inquired(self) -> bool:
        """They want something of us now."""
        return bool(self.wants_contact or self.text.strip() or self.phone.strip())


def send_form(form: InquiryForm, given: Given, *, address: str, now: datetime) -> Filled:
    """Take in what somebody sent; the same page sent twice is one. `address`: whence it came. Raises NotTaken, TooMany."""
    network = _hashed(network_of(address))
    with transaction.atomic():
        _one_at_a_time()
        known = Filled.objects.filter(form=form, once=given.once).first()
        if known is not None:
            return known
        _refuse_too_many(network, now=now)
        email = read_email(given.email).normalized
        filled = Filled(form=form, once=given.once, address_hash=address_hash("email", email), network_hash=network, sent_at=now)
        confirms = given.permits and form.wording is not None and _confirms(form, given, email)
        if given.has_inquired or not confirms:
            arrived = take_in(_person(form, given), by=None, now=now, region=country_code(given.country))
            filled.prospect_id, filled.is_new = arrived.prospect_id, arrived.created
        if confirms:
            filled.waits = {**asdict(given), "said": dict(given.said)}
        filled.save()
        if filled.prospect_id is not None:
            _follow(filled, given, now=now)
        if given.permits and form.wording is not None and not confirms:
            _permit(filled, Permission.Kind.EXPRESS, _("ticked in the form “%(form)s”") % {"form": form.name}, now=now)
        if confirms:
            ask_to_confirm(filled, now=now)
    return filled


def ask_to_confirm(filled: Filled, *, now: datetime) -> bool:
    """Queue the mail that asks to confirm, unless this address had enough of them today, or the house cannot send; True when it goes."""
    since = now - DAY
    asked = Filled.objects.filter(address_hash=filled.address_hash, asked_at__gt=since).count()
    if asked >= MOST_MAILS_A_DAY or not filled.waits:
        return False
    with override(filled.waits["language"]):
        mail = _mail(filled)
    try:
        with transaction.atomic():
            queue_message(mail, now=now)
            Filled.objects.filter(pk=filled.pk).update(asked_at=now)
    except NoAccount:
        return False  # asked again each minute
    filled.asked_at = now
    return True


def waiting_for(token: str) -> Filled:
    """What the link of such a mail is about. Raises LinkUnreadable, NothingWaits."""
    ref = unseal(CONFIRM, token).decode("ascii", "replace")
    filled = Filled.objects.select_related("form", "form__wording").filter(ref=ref).first()
    if filled is None or (filled.confirmed_at is None and not filled.waits):
        raise NothingWaits(_("There is nothing to confirm here any more. Please fill in the form once more."))
    return filled


def confirm(token: str, *, now: datetime) -> Filled:
    """They confirmed their address: they are taken in, and the permission holds, with its proof. Twice changes nothing."""
    ref = waiting_for(token).ref
    with transaction.atomic():
        filled = Filled.objects.select_for_update().select_related("form").get(ref=ref)
        if filled.confirmed_at is not None:
            return filled
        given = Given(**filled.waits)
        if filled.prospect_id is None:
            arrived = take_in(_person(filled.form, given), by=None, now=now, region=country_code(given.country))
            filled.prospect_id, filled.is_new = arrived.prospect_id, arrived.created
            _follow(filled, given, now=now)
        told = {"form": filled.form.name, "day": f"{filled.sent_at:%Y-%m-%d %H:%M}", "then": f"{now:%Y-%m-%d %H:%M}"}
        proof = _("ticked in the form “%(form)s” on %(day)s UTC, confirmed by the link in our mail on %(then)s UTC") % told
        filled.confirmed_at, filled.waits = now, {}
        filled.save(update_fields=["confirmed_at", "waits", "prospect", "is_new"])
        _permit(filled, Permission.Kind.DOUBLE_OPT_IN, proof, now=now)
    return filled


def ask_again(*, now: datetime, most: int = 100) -> int:
    """The mails that could not be queued yet; gives how many go now.

    Not those that were too many for one address: they would come to it day after day. Whoever wants to sends the form once more.
    """
    rows = Filled.objects.filter(asked_at__isnull=True, confirmed_at__isnull=True, sent_at__gt=now - WAITS).exclude(waits={})
    asked = Filled.objects.filter(address_hash=OuterRef("address_hash"), asked_at__gt=OuterRef("sent_at") - DAY)
    rows = rows.exclude(Exists(asked))
    return sum(ask_to_confirm(row, now=now) for row in rows.select_related("form").order_by("sent_at")[:most])


def sweep_unconfirmed(*, now: datetime) -> int:
    """What nobody confirmed in its time is not kept any longer; gives how many."""
    return Filled.objects.filter(confirmed_at__isnull=True, sent_at__lte=now - WAITS).exclude(waits={}).update(waits={})


def confirm_path(filled: Filled) -> str:
    """The page that the mail leads to."""
    return f"/ask/confirm/{seal(CONFIRM, filled.ref.encode())}/"


def _confirms(form: InquiryForm, given: Given, email: str) -> bool:
    if form.confirms == InquiryForm.Confirms.ALWAYS:
        return True
    place = country_code(given.country)
    if not place and given.phone.strip().startswith("+"):
        place = read_phone(given.phone).place[:2]
    return must_confirm(place, email)


def _person(form: InquiryForm, given: Given) -> NewPerson:
    return NewPerson(
        name=given.name,
        organization=given.organization,
        emails=(given.email,),
        phones=(given.phone,) if given.phone.strip() else (),
        country=given.country,
        topic=form.topic,
        text=given.text,
        source=form.source.name,
        source_kind="web_form",
        wants_contact=given.wants_contact,
        said=dict(given.said),
        evidence=int(Evidence.FORM),
        key=f"form:{form.ref}:{given.once}",
    )


def _follow(filled: Filled, given: Given, *, now: datetime) -> None:
    """Their language, where we know none; that they answered is a sign, and what the form asked is not asked again."""
    assert filled.prospect_id is not None
    asked = Question.objects.filter(key__in=filled.form.questions).values_list("pk", flat=True)
    record_asked([(filled.prospect_id, pk) for pk in asked], way=Way.FORM, now=now)
    Prospect.objects.filter(pk=filled.prospect_id, language="").update(language=given.language)
    source = f"form:{filled.form.ref}"
    done = [
        NewSign(filled.prospect_id, SignKind.ANSWERED, now, source=source, about=key, once=f"{filled.ref}:{key}")
        for key, value in given.said.items()
        if value.strip()
    ]
    record_signs(done, now=now)


def _permit(filled: Filled, kind: str, proof: str, *, now: datetime) -> None:
    assert filled.prospect_id is not None
    row = Permission(prospect_id=filled.prospect_id, channel=Channel.MAILING, kind=kind, wording=filled.form.wording, given_at=now)
    row.proof, row.source = proof[:300], f"form:{filled.form.ref}"
    record_permissions([row])
    settle([filled.prospect_id], by=None, now=now, because=_("a permission was given"))


def _mail(filled: Filled) -> NewMessage:
    """Plain, and without a word of the house's own: what a stranger typed about somebody else is not sent to that person."""
    link = f"{settings.PUBLIC_URL}{confirm_path(filled)}"
    text = _(
        "Hello,\n\nsomebody, probably you, asked us for news by email at this address. "
        "If it was you, please confirm it here:\n\n%(link)s\n\n"
        "If it was not you, do nothing: you will hear nothing more from us."
    )
    return NewMessage(
        kind=Kind.SYSTEM,
        to_email=filled.waits["email"],
        subject=_("Please confirm your address"),
        text=text % {"link": link},
        automatic=True,
        once_key=f"confirm:{filled.ref}",
    )


def _one_at_a_time() -> None:
    """Forms are taken in one after the other, so that what is counted of a network and of an address stays true while many come at once.

    On SQLite the write lock sees to it; elsewhere the rows of the forms, taken before those of people.
    """
    list(InquiryForm.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _refuse_too_many(network: str, *, now: datetime) -> None:
    lately = Filled.objects.filter(network_hash=network, sent_at__gt=now - timedelta(hours=1))
    if network and lately.count() >= MOST_OF_A_NETWORK:
        raise TooMany(_("Very many forms came from your network within the hour. Please try again later, or call us."))


def _hashed(network: str) -> str:
    """Kept for an hour's counting only, and unreadable without the key of the house."""
    return hmac.new(settings.SUPPRESSION_KEY.encode(), b"network:" + network.encode(), hashlib.sha256).hexdigest() if network else ""
