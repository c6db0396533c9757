"""People whom a reply names: proposed, and taken in by a person. No machine writes to them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.inbox.models import Proposal, Received
from keepwarm.inbox.queries.threading import holders_of
from keepwarm.inbox.words import Kind
from keepwarm.intake.actions.new_person import NewPerson, take_in
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User


class AlreadyDecided(Refusal):
    """Somebody decided about this proposal before."""


def propose(row: Received, prospect: Prospect, kind: Kind, *, now: datetime) -> Proposal | None:
    """Propose whom the reply names; nobody when it names nobody, or only the sender. Somebody we know already is proposed as known."""
    name, email = str(row.reading.get("name") or ""), str(row.reading.get("email") or "").lower()
    if not (name or email) or email == row.from_email or (not email and name.casefold() == prospect.name.casefold()):
        return None
    open_one = Proposal.objects.filter(prospect=prospect, email=email, name=name, state=Proposal.State.OPEN).first()
    if open_one is not None:
        return open_one
    known = next(iter(holders_of([email])), None) if email else None
    state = Proposal.State.TAKEN if known is not None else Proposal.State.OPEN
    return Proposal.objects.create(
        received=row, prospect=prospect, name=name, email=email, because=kind, state=state, became_id=known, made_at=now,
        decided_at=now if known is not None else None,
    )  # fmt: skip


def take_proposal(ref: str, *, name: str, email: str, by: User, now: datetime) -> Prospect:
    """Take the person in: the source says "referral", no permission comes with it, and no mail goes. Raises AlreadyDecided."""
    with transaction.atomic():
        proposal = _take(ref)
        firm = proposal.prospect.organization.name if proposal.prospect.organization else ""
        said = gettext("Named by %(name)s in a reply") % {"name": proposal.prospect.name}
        person = NewPerson(
            name=name.strip() or proposal.name, organization=firm, emails=tuple(one for one in (email.strip() or proposal.email,) if one),
            source=gettext("Referral"), source_kind="referral", text=said, owner=proposal.prospect.owner, key=f"proposal:{proposal.ref}",
        )  # fmt: skip
        arrived = take_in(person, by=by, now=now)
        _decide(proposal, Proposal.State.TAKEN, by=by, now=now, became_id=arrived.prospect_id)
    return Prospect.objects.get(pk=arrived.prospect_id)


def leave_proposal(ref: str, *, by: User, now: datetime) -> None:
    """They are not taken in. Raises AlreadyDecided."""
    with transaction.atomic():
        _decide(_take(ref), Proposal.State.LEFT, by=by, now=now)


def _take(ref: str) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("prospect__organization", "prospect__owner")
    proposal = rows.get(ref=ref)
    if proposal.state != Proposal.State.OPEN:
        raise AlreadyDecided(gettext("Somebody decided about this person before."))
    return proposal


def _decide(proposal: Proposal, state: str, *, by: User, now: datetime, became_id: int | None = None) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at, proposal.became_id = state, by, now, became_id
    proposal.save(update_fields=["state", "decided_by", "decided_at", "became"])
