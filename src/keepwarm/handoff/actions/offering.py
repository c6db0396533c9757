"""Offering a lead to sales: judged by the version in force, which both sides signed; one rep is asked, with a clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.settling import lock, ready_hours
from keepwarm.decisions.refusals import HasEnded, StaleForm, UnknownProspect
from keepwarm.engine.lead import LeadDefinition
from keepwarm.handoff.actions.asking import ask, name_rep
from keepwarm.handoff.actions.following import follow
from keepwarm.handoff.actions.introducing import check_words, may_approve
from keepwarm.handoff.actions.reasons import ensure_return_reasons
from keepwarm.handoff.choosing import choose
from keepwarm.handoff.models import HandOff
from keepwarm.handoff.queries.askings import open_handoff
from keepwarm.handoff.queries.brief import compose_brief
from keepwarm.handoff.queries.candidates import candidates_for
from keepwarm.handoff.queries.outliving import bought_already, runs_again
from keepwarm.handoff.queries.permissions import may_offer
from keepwarm.handoff.refusals import NobodySells, NoLead, NothingAgreed, OfferedAlready
from keepwarm.policy.models import DefinitionVersion
from keepwarm.policy.queries import definition_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.qualification.models import Judgement
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import NotYours
from keepwarm.touches.models import Inquiry


def offer(
    prospect_id: int,
    *,
    why: str = "",
    introduce: str = HandOff.Introduce.NOT,
    introduction: str = "",
    by: User | None,
    now: datetime,
    version: int | None = None,
    to_seat: Seat | None = None,
    brief: Mapping[str, Any] | None = None,
) -> HandOff:
    """Offer a lead to the best rep, or to the one named. The owner stays until somebody accepts. `by` None is the system.

    `brief` is frozen as it is composed now, or as given. Raises NothingAgreed, NoLead, OfferedAlready, NobodySells,
    WordsNeeded, NotYours, HasEnded, StaleForm; then nothing is written.
    """
    ensure_return_reasons()
    ready_hours([prospect_id], now=now)
    with transaction.atomic():
        prospect = _take(prospect_id, by=by, version=version, now=now)
        agreed = _agreed()
        check_words(introduce, introduction)
        settle([prospect_id], by=by, now=now)  # judged by the version in force, whichever judged them last
        prospect.refresh_from_db()
        _check_lead(prospect, agreed)
        handoff = _write(prospect, agreed, why=why, introduce=introduce, introduction=introduction, brief=brief, by=by, now=now)
        _ask_first(handoff, to_seat, by=by, now=now)
        settle([prospect_id], by=by, now=now)
    return handoff


def _take(prospect_id: int, *, by: User | None, version: int | None, now: datetime) -> Prospect:
    lock([prospect_id])
    follow([prospect_id], by=by, now=now)
    prospect = Prospect.objects.select_related("owner").filter(pk=prospect_id).first()
    if prospect is None:
        raise UnknownProspect(gettext("There is no such prospect any more."))
    if by is not None and not may_offer(prospect, by):
        raise NotYours(gettext("%(name)s belongs to somebody else: ask them, or marketing.") % {"name": prospect.name})
    if prospect.ended_at is not None:
        raise HasEnded(gettext("%(name)s is ended. Reopen first.") % {"name": prospect.name})
    if bought := bought_already(prospect):
        raise OfferedAlready(bought)
    if version is not None and version != prospect.version:
        raise StaleForm(prospect)
    if open_handoff(prospect_id) is not None or runs_again(prospect_id):
        raise OfferedAlready(gettext("%(name)s is offered to sales, or with them, already.") % {"name": prospect.name})
    return prospect


def _agreed() -> LeadDefinition:
    """The version in force, which both sides signed."""
    definition = definition_in_force()
    if definition.provisional or not definition.version:
        raise NothingAgreed(
            gettext("Agree on what a lead is first: marketing and sales both sign the definition. Until then nobody is handed over.")
        )
    return definition


def _check_lead(prospect: Prospect, definition: LeadDefinition) -> None:
    if prospect.is_lead:
        return
    judged = Judgement.objects.filter(prospect=prospect).order_by("-judged_at", "-pk").first()
    met = set(judged.met) if judged is not None and judged.definition == definition.version else set()
    labels = {one.name: gettext(one.label) for one in definition.criteria}
    missing = [label for name, label in labels.items() if name not in met]
    raise NoLead(
        gettext("%(name)s is no lead yet, by what marketing and sales agreed. Not known or not so: %(missing)s.")
        % {"name": prospect.name, "missing": ", ".join(missing)}
    )


def _write(
    prospect: Prospect,
    agreed: LeadDefinition,
    *,
    why: str,
    introduce: str,
    introduction: str,
    brief: Mapping[str, Any] | None,
    by: User | None,
    now: datetime,
) -> HandOff:
    first = Inquiry.objects.filter(prospect=prospect, voided_at__isnull=True).order_by("received_at", "pk")
    return HandOff.objects.create(
        prospect=prospect,
        source_id=first.values_list("source_id", flat=True).first(),
        definition=agreed.version,
        signed_by_one=DefinitionVersion.objects.filter(number=agreed.version, signed_by_one=True).exists(),
        offered_by=by,
        offered_at=now,
        from_seat=prospect.owner,
        why=why.strip()[:500],
        brief=dict(compose_brief(prospect.pk, now=now) if brief is None else brief),
        introduce=introduce,
        introduction=introduction.strip(),
        approved_by=by if introduce != HandOff.Introduce.NOT and by is not None and may_approve(by) else None,
    )


def _ask_first(handoff: HandOff, to_seat: Seat | None, *, by: User | None, now: datetime) -> None:
    chosen = choose(candidates_for(handoff.prospect, now=now)) if to_seat is None else name_rep(handoff, to_seat, by=by, now=now)
    if chosen is None:
        raise NobodySells(gettext("Nobody sells here yet: give somebody the role closing rep first."))
    ask(handoff, chosen, now=now)
